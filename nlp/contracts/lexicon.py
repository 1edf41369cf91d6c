"""The terms whose words make a mention of a benefit, a risk or regulation."""

from collections.abc import Mapping

from pydantic import Field, model_validator

from nlp.contracts.errors import CodebookError
from nlp.contracts.settings import Section, did_you_mean, parse_section
from nlp.contracts.study import Category

TERM_ID = r"^[A-Za-z][A-Za-z0-9_.-]{0,39}$"

TokenPattern = tuple[Mapping[str, object], ...]
"""A spaCy token pattern, such as `[{LEMMA: save}, {POS: DET, OP: "?"}, {LEMMA: money}]`."""


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

    phrases: tuple[str, ...] = ()
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
    nets: Mapping[str, str] = Field(default_factory=dict)
    """Groups of terms: id → label."""

    terms: tuple[Term, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_are_unique_and_known(self) -> "Lexicon":
        names = [term.term_id for term in self.terms]
        problems = [f"term {n} is named twice" for n in sorted(set(names)) if names.count(n) > 1]
        problems += [
            f"term {term.term_id}: unknown net {term.net}; {did_you_mean(term.net, self.nets)}"
            for term in self.terms
            if term.net and term.net not in self.nets
        ]
        if problems:
            raise ValueError("; ".join(problems))
        return self


def parse_lexicon(raw: object, source: str) -> Lexicon:
    """Return the lexicon that a file says, or raise CodebookError naming every problem."""
    return parse_section(raw, Lexicon, source, CodebookError)
