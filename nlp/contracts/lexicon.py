"""The terms whose words make a mention of a benefit, a risk or regulation."""

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import Field, model_validator

from nlp.contracts.errors import CodebookError
from nlp.contracts.settings import Section, Words, did_you_mean, parse_section
from nlp.contracts.study import Category

TERM_ID = r"^[A-Za-z][A-Za-z0-9_.-]{0,39}$"

Token = Mapping[str, object]
"""What spaCy asks of one token, such as `{LEMMA: save}`."""

TokenPattern = tuple[Token | str, ...]
"""A spaCy token pattern; a word in it is one of the lexicon's `tokens`: `[{LEMMA: cut}, some]`."""


class Term(Section):
    """One thing that can be named, and the words that name it."""

    term_id: str = Field(pattern=TERM_ID)
    """The term's name in tables."""

    label: str = Field(min_length=1)
    """What reports call it."""

    net: str = ""
    """The group it belongs to."""

    definition: str = ""
    """What it covers, in a sentence."""

    stance: Literal["", "for", "against"] = ""
    """What its words want of regulation by themselves: `red tape` is against it."""

    phrases: tuple[Words, ...] = ()
    """Words or phrases, matched on lemmas and without regard to case: `save money`."""

    patterns: tuple[TokenPattern, ...] = ()
    """spaCy token patterns, where words alone do not do."""

    matches: tuple[str, ...] = ()
    """Sentences in which the term must be found; they run as tests."""

    rejects: tuple[str, ...] = ()
    """Sentences in which it must not be found, or only as negated; they run as tests."""

    @model_validator(mode="after")
    def _names_words(self) -> "Term":
        if not self.phrases and not self.patterns:
            raise ValueError(f"term {self.term_id} has neither phrases nor patterns")
        return self


class Lexicon(Section):
    """The terms of one category."""

    category: Category
    """What its terms name."""

    nets: Mapping[str, str] = Field(default_factory=dict)
    """Groups of terms: id → label."""

    tokens: Mapping[str, Token] = Field(default_factory=dict)
    """Tokens that patterns name, so that what they share is written once."""

    terms: tuple[Term, ...] = Field(min_length=1)
    """The terms; where two share their words, the first one counts."""

    @model_validator(mode="after")
    def _ids_are_unique_and_known(self) -> "Lexicon":
        names = [term.term_id for term in self.terms]
        problems = [f"term {n} is named twice" for n in sorted(set(names)) if names.count(n) > 1]
        problems += [
            f"term {term.term_id}: unknown net {term.net}; {did_you_mean(term.net, self.nets)}"
            for term in self.terms
            if term.net and term.net not in self.nets
        ]
        problems += [
            f"term {term.term_id}: unknown token {token}; {did_you_mean(token, self.tokens)}"
            for term in self.terms
            for token in sorted({t for p in term.patterns for t in p if isinstance(t, str)})
            if token not in self.tokens
        ]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def patterns_of(self, term: Term) -> list[list[dict[str, object]]]:
        """Return the patterns of *term* as spaCy takes them, every token spelt out."""
        return [
            [dict(self.tokens[token] if isinstance(token, str) else token) for token in pattern]
            for pattern in term.patterns
        ]


def combine(lexicons: Sequence[Lexicon]) -> tuple[Lexicon, ...]:
    """Return one lexicon per category, made of all that have it.

    A later one adds its terms; a term with the id of an earlier one takes its place. Raises
    CodebookError if two give one name to different tokens.
    """
    categories = dict.fromkeys(lexicon.category for lexicon in lexicons)
    return tuple(_combined([x for x in lexicons if x.category == name]) for name in categories)


def _combined(lexicons: Sequence[Lexicon]) -> Lexicon:
    """Return *lexicons*, which have one category, as one."""
    terms: dict[str, Term] = {}
    nets: dict[str, str] = {}
    tokens: dict[str, Token] = {}
    for lexicon in lexicons:
        unlike = [
            name for name, token in lexicon.tokens.items() if tokens.get(name, token) != token
        ]
        if unlike:
            raise CodebookError(
                f"Two lexicons of {lexicon.category} give a name to different tokens: "
                f"{', '.join(unlike)}; rename those of one"
            )
        terms |= {term.term_id: term for term in lexicon.terms}
        nets |= lexicon.nets
        tokens |= lexicon.tokens
    whole = {"nets": nets, "tokens": tokens, "terms": tuple(terms.values())}
    return lexicons[0].model_copy(update=whole)


def parse_lexicon(raw: object, source: str) -> Lexicon:
    """Return the lexicon that a file says, or raise CodebookError naming every problem."""
    return parse_section(raw, Lexicon, source, CodebookError)
