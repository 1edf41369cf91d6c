"""A spaCy pipeline that finds the terms of lexicons and the words that may deny them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import cast

from spacy import blank
from spacy.errors import MatchPatternError
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans
from spacy.vocab import Vocab

from nlp.contracts.cues import Cues
from nlp.contracts.errors import CodebookError
from nlp.contracts.lexicon import Lexicon, Term
from nlp.mentions.context import LAYOUT
from nlp.mentions.cues import CUE_FINDER, CueFinder
from nlp.mentions.patterns import PatternFinder

TERM_FINDER = "lexicon_terms"
"""The name of the component that finds terms."""

TERMS = "terms"
"""The span group of a Doc that holds the terms found.

Of a span, `label_` is the category, `kb_id_` the id of the term and `id_` what reports call it.
"""

_Pattern = list[dict[str, object]]


def build_pipeline(base: Language, lexicons: Sequence[Lexicon], cues: Cues) -> Language:
    """Return *base* itself, extended by what finds the terms of *lexicons* and how they are meant.

    Args:
        base: An English pipeline with a tagger and a lemmatizer; a parser tells where relative
            clauses end, other components only make it slower.
        lexicons: Where two terms share their words, the first one counts.
        cues: The words that tell how a thing is said.
    """
    base.add_pipe("names_as_nouns", before="lemmatizer")
    cue_finder = cast("CueFinder", base.add_pipe(CUE_FINDER))
    cue_finder.learn(cues)
    base.add_pipe(LAYOUT)
    finder = cast("TermFinder", base.add_pipe(TERM_FINDER))
    with base.select_pipes(disable=[CUE_FINDER, LAYOUT, TERM_FINDER]):
        for lexicon in lexicons:
            finder.learn(lexicon, base.pipe)
    return base


def check_patterns(lexicons: Sequence[Lexicon]) -> None:
    """Raise CodebookError if a pattern of *lexicons* is none; no weights are needed."""
    finder = TermFinder(blank("en").vocab)
    for lexicon in lexicons:
        for term in lexicon.terms:
            finder.add_patterns("0", term.term_id, lexicon.patterns_of(term))


class TermFinder:
    """The component that finds terms: by phrases on lemmas, and by token patterns."""

    def __init__(self, vocab: Vocab) -> None:
        self._strings = vocab.strings
        self._by_lemma = PhraseMatcher(vocab, attr="LEMMA")
        self._by_word = PhraseMatcher(vocab, attr="LOWER")
        self._by_pattern = PatternFinder(vocab)
        self._terms: list[tuple[str, Term]] = []
        self._stances: dict[str, str] = {}

    def learn(self, lexicon: Lexicon, read: Callable[[Iterable[str]], Iterable[Doc]]) -> None:
        """Add the terms of *lexicon*; *read* gives the lemmas of phrases.

        Raises CodebookError if a pattern is none.
        """
        phrases = {form for term in lexicon.terms for p in term.phrases for form in _forms(p)}
        docs = {doc.text: doc for doc in read(sorted(phrases))}
        for term in lexicon.terms:
            key = str(len(self._terms))
            self._terms.append((lexicon.category, term))
            if lexicon.category == "regulation":
                self._stances[term.term_id] = term.stance
            for phrase in term.phrases:
                for form in _forms(phrase):
                    self._add_phrase(f"{key}|{phrase}", docs[form])
            self.add_patterns(key, term.term_id, lexicon.patterns_of(term))

    def _add_phrase(self, key: str, phrase: Doc) -> None:
        """Add *phrase* as it stands, as the lemmas that people wrote, and as those spaCy says.

        A single word is lemmatised only if it is a noun: "better" is meant, and not "good".
        """
        words = [token.text for token in phrase]
        self._by_word.add(key, [phrase])
        self._by_lemma.add(key, [Doc(phrase.vocab, words=words, lemmas=words)])
        if len(phrase) > 1 or phrase[0].pos_ == "NOUN":
            self._by_lemma.add(key, [phrase])

    def add_patterns(self, key: str, term_id: str, patterns: list[_Pattern]) -> None:
        """Add *patterns* under *key*, or raise CodebookError naming the term."""
        for number, pattern in enumerate(patterns, start=1):
            try:
                self._by_pattern.add(f"{key}|pattern {number}", pattern)
            except (MatchPatternError, ValueError):
                raise CodebookError(
                    f"The lexicon term {term_id} cannot be used: expected spaCy token "
                    f"patterns, found another thing in pattern {number}; "
                    "see spacy.io/usage/rule-based-matching"
                ) from None

    def __call__(self, doc: Doc) -> Doc:
        """Return *doc* with the terms it names in the span group `terms`.

        `doc._.evidence` tells of every term and place by which phrase or pattern it was found.
        """
        found = {
            (number, start, end): phrase
            for number, start, end, phrase in sorted(self._matches(doc), reverse=True)
            if not _is_idle(doc, start, end)
        }
        doc.spans[TERMS] = _without_covered([self._span(doc, *place) for place in sorted(found)])
        doc._.stances = self._stances
        doc._.evidence = {
            (self._terms[number][0], self._terms[number][1].term_id, start, end): phrase
            for (number, start, end), phrase in found.items()
        }
        return doc

    def _matches(self, doc: Doc) -> Iterator[tuple[int, int, int, str]]:
        """Yield term, start, end and phrase of every match."""
        for matcher in (self._by_lemma, self._by_word, self._by_pattern):
            for key, start, end in matcher(doc):
                number, phrase = self._strings[key].split("|", 1)
                yield int(number), start, end, phrase

    def _span(self, doc: Doc, number: int, start: int, end: int) -> Span:
        category, term = self._terms[number]
        return Span(doc, start, end, category, kb_id=term.term_id, span_id=term.label)


def _is_idle(doc: Doc, start: int, end: int) -> bool:
    """Return whether the tokens lie in a phrase that means something else: "as a rule"."""
    return any(cue.start <= start and end <= cue.end for cue in doc._.cues.of("idle"))


def _forms(phrase: str) -> tuple[str, str]:
    """Return *phrase* with and without hyphens: "lock-in" is as often written "lock in"."""
    return phrase.lower(), phrase.lower().replace("-", " ")


def _without_covered(spans: list[Span]) -> list[Span]:
    """Return the longest spans: "job loss" leaves no "job", of whatever category.

    The very same words may still name two categories.
    """
    categories = sorted({span.label_ for span in spans})
    longest = [
        span for name in categories for span in filter_spans(s for s in spans if s.label_ == name)
    ]
    return [span for span in longest if not any(_covers(other, span) for other in longest)]


def _covers(longer: Span, shorter: Span) -> bool:
    return (
        longer.start <= shorter.start
        and shorter.end <= longer.end
        and longer.end - longer.start > shorter.end - shorter.start
    )


Doc.set_extension("evidence", default={}, force=True)


# spaCy calls factories with these argument names.
@Language.factory(TERM_FINDER)
def _make_term_finder(nlp: Language, name: str) -> TermFinder:
    return TermFinder(nlp.vocab)


@Language.component("names_as_nouns")
def _names_as_nouns(doc: Doc) -> Doc:
    """Let the lemmatizer see through capitals: in "LOSS OF JOBS" all words pass for names."""
    for token in doc:
        if token.pos_ == "PROPN":
            token.pos_ = "NOUN"
    return doc
