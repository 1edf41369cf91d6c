"""What texts speak of: their telling words and noun phrases, people's names left out."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from nlp.contracts.names import NameFinder, Spans
from nlp.contracts.tagger import Tagger, Word
from nlp.intake.emoji_names import spoken
from nlp.intake.names import find_people
from nlp.intake.redaction import MASK
from nlp.themes.wording import is_mostly_digits, singular

LONGEST_READ = 1_000
"""Characters of a text that are read; a unit is a sentence, seldom longer than 200."""

LONGEST_PHRASE = 4
"""Words of a noun phrase, its "of" included."""

NAME_SHARE = 0.3
"""A word that stands in people's names in so many of its places is one everywhere."""

TELLING = frozenset({"NOUN", "PROPN", "ADJ", "VERB"})
"""The parts of speech of keywords."""

IN_PHRASES = frozenset({"NOUN", "PROPN", "ADJ"})
"""The parts of speech of a noun phrase."""

NOUNS = frozenset({"NOUN", "PROPN"})

EVERYDAY = """
    ain't aren't can't couldn't didn't doesn't don't hadn't hasn't haven't he's i'd i'll i'm
    i've isn't it's let's shouldn't that's there's they'd they're they've wasn't we'll we're
    we've weren't what's won't wouldn't you'll you're you've cant dont im ive shouldnt wont
    able actually already also basically become believe bit certain come concern different etc
    feel going gonna good got great happen help honestly hope issue just kind know let like
    look lot lots make makes making maybe morning need needs new next other people person
    please problem really said say says sort stuff sure tell thank thing things think thinking
    thought today tomorrow try use used using want wants way ways worry would yes yesterday
"""
"""Words that name nothing in everyday answers, beside scikit-learn's stop words."""

MEANINGFUL = frozenset(["bill", "cry", "detail", "fire", "interest", "serious", "system"])
"""Words that scikit-learn stops, and that people write about."""

STOP_WORDS = (ENGLISH_STOP_WORDS - MEANINGFUL) | set(EVERYDAY.split())

Term = tuple[str, ...]
"""Base forms in small letters; "loss of jobs" is the same term as "job loss"."""


class Said(NamedTuple):
    """A telling word, or a noun phrase, where a text says it."""

    term: Term
    written: str
    is_noun: bool
    """Whether it can be a label by itself."""


@dataclass(frozen=True)
class _Piece:
    """A word of a text as phrases take it: hyphens joined, its case made plain."""

    lemma: str
    written: str
    pos: str
    is_name: bool


def read_terms(texts: Sequence[str], tagger: Tagger, find_names: NameFinder) -> list[list[Said]]:
    """Return what each of *texts* speaks of; no word of a person's name is among it.

    Args:
        texts: Each once, as a name is known by how often it is one.
        tagger: Tells nouns from the rest.
        find_names: Tells people from products.
    """
    read = [MASK.sub(_as_marks, spoken(text[:LONGEST_READ], end=";")) for text in texts]
    tagged = [_joined(text, words) for text, words in zip(read, tagger(read), strict=True)]
    people = _people_in(read, tagged, find_names)
    pieces = [
        [_piece(text, word, spans) for word in words]
        for text, words, spans in zip(read, tagged, people, strict=True)
    ]
    names = _names(pieces)
    return [list(_said(of_text, names)) for of_text in pieces]


def _as_marks(mask: re.Match[str]) -> str:
    """Return as many signs as a mask has, which end a phrase and are no word."""
    return ";".ljust(len(mask.group()))


def _joined(text: str, words: Sequence[Word]) -> list[Word]:
    """Return *words* with those that a hyphen joins made one: "lock-in" is a word."""
    joined: list[Word] = []
    for word in words:
        last = joined[-1] if joined else None
        if last and last.end == word.start and "-" in (text[word.start], text[last.end - 1]):
            pos = last.pos if word.pos == "PUNCT" or last.pos == "NOUN" else word.pos
            joined[-1] = Word(last.start, word.end, text[last.start : word.end].casefold(), pos)
        else:
            joined.append(word)
    return joined


def _people_in(
    texts: Sequence[str], tagged: Sequence[Sequence[Word]], find_names: NameFinder
) -> Iterator[Spans]:
    """Yield where texts name people; "ask sarah" names somebody as much as "ask Sarah" does."""
    cased = [_capitalised(text, words) for text, words in zip(texts, tagged, strict=True)]
    return find_people(cased, find_names, frozenset())


def _capitalised(text: str, words: Sequence[Word]) -> str:
    """Return *text* with a capital on each name, as finders of names are taught to expect it."""
    signs = list(text)
    for word in words:
        first = signs[word.start].upper()
        if word.pos == "PROPN" and len(first) == 1:
            signs[word.start] = first
    return "".join(signs)


def _piece(text: str, word: Word, people: Spans) -> _Piece:
    shown = text[word.start : word.end]
    inner = any(sign.isupper() for sign in shown[1:])
    proper = word.pos == "PROPN" and text[: word.start].strip() != ""
    return _Piece(
        lemma=singular(word.lemma),
        written=shown if inner or proper else shown.casefold(),
        pos=word.pos,
        is_name=any(start < word.end and word.start < end for start, end in people),
    )


def _names(pieces: Sequence[Sequence[_Piece]]) -> set[str]:
    """Return the words that are names of people more often than chance finds."""
    places = Counter(piece.lemma for of_text in pieces for piece in of_text)
    as_name = Counter(p.lemma for of_text in pieces for p in of_text if p.is_name)
    return {lemma for lemma, n in as_name.items() if n >= NAME_SHARE * places[lemma]}


def _said(pieces: Sequence[_Piece], names: set[str]) -> Iterator[Said]:
    """Yield the telling words of a text, and the noun phrases that hold two or more of them."""
    for piece in pieces:
        if piece.pos in TELLING and _is_telling(piece, names):
            yield Said((piece.lemma,), piece.written, piece.pos in NOUNS)
    for start in range(len(pieces)):
        for end in range(start + 2, min(start + LONGEST_PHRASE, len(pieces)) + 1):
            stretch = pieces[start:end]
            if not _goes_on(stretch, names):
                break
            if stretch[-1].pos in NOUNS and _is_telling(stretch[-1], names):
                yield Said(_term(stretch), " ".join(p.written for p in stretch), is_noun=True)


def _goes_on(stretch: Sequence[_Piece], names: set[str]) -> bool:
    """Return whether *stretch* is a noun phrase so far: telling words, an "of" between nouns."""
    first, last = stretch[0], stretch[-1]
    if first.pos not in IN_PHRASES or not _is_telling(first, names):
        return False
    if last.lemma == "of":
        return stretch[-2].pos in NOUNS and all(p.lemma != "of" for p in stretch[:-1])
    return last.pos in IN_PHRASES and _is_telling(last, names)


def _term(stretch: Sequence[_Piece]) -> Term:
    lemmas = [piece.lemma for piece in stretch]
    if "of" in lemmas:
        place = lemmas.index("of")
        lemmas = [*lemmas[place + 1 :], *lemmas[:place]]
    return tuple(lemmas)


def _is_telling(piece: _Piece, names: set[str]) -> bool:
    small = piece.written.casefold()
    return (
        len(small) > 1
        and small[0].isalnum()
        and small not in STOP_WORDS
        and piece.lemma not in STOP_WORDS
        and piece.lemma not in names
        and not is_mostly_digits(small)
    )
