"""Token patterns, each tried only on texts that hold a word which it cannot do without.

spaCy's Matcher tries every pattern at every token, which takes longer than parsing does. Most
patterns name words, and most texts hold none of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

WORD_ATTRIBUTES = ("LEMMA", "NORM", "LOWER")
"""What a token can be asked for that is a word, whatever its capitals."""

Pattern = Sequence[Mapping[str, object]]


class PatternFinder:
    """Finds token patterns by key."""

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab
        self._always: list[Matcher] = []
        self._by_word: dict[tuple[str, str], list[int]] = {}
        self._matchers: list[Matcher] = []

    def add(self, key: str, pattern: Pattern) -> None:
        """Add *pattern* under *key*; spaCy's own errors say if it is none."""
        matcher = Matcher(self._vocab, validate=True)
        matcher.add(key, [[dict(token) for token in pattern]], greedy="LONGEST")
        needed = _needed(pattern)
        if not needed:
            self._always.append(matcher)
            return
        for word in needed:
            self._by_word.setdefault(word, []).append(len(self._matchers))
        self._matchers.append(matcher)

    def __call__(self, doc: Doc) -> Iterator[tuple[int, int, int]]:
        """Yield key, start and end of every match in *doc*."""
        words = {("LEMMA", token.lemma_) for token in doc}
        words |= {("NORM", token.norm_) for token in doc}
        words |= {("LOWER", token.lower_) for token in doc}
        tried = sorted({n for word in words & self._by_word.keys() for n in self._by_word[word]})
        for matcher in (*self._always, *(self._matchers[n] for n in tried)):
            yield from matcher(doc)


def _needed(pattern: Pattern) -> set[tuple[str, str]]:
    """Return words of which a match of *pattern* holds one; the fewest, or none if any will do.

    >>> sorted(_needed([{"LEMMA": {"IN": ["save", "cut"]}}, {"POS": "DET", "OP": "*"}]))
    [('LEMMA', 'cut'), ('LEMMA', 'save')]
    """
    choices = [_words(token) for token in pattern if token.get("OP", "1") in ("1", "+")]
    return min((words for words in choices if words), key=len, default=set())


def _words(token: Mapping[str, object]) -> set[tuple[str, str]]:
    """Return the words that one token may be, if it has to be one of some; each with its kind."""
    for kind in WORD_ATTRIBUTES:
        asked = token.get(kind)
        if isinstance(asked, str):
            return {(kind, asked)}
        if isinstance(asked, Mapping) and set(asked) == {"IN"}:
            return {(kind, str(word)) for word in cast("Sequence[object]", asked["IN"])}
    return set()
