"""A short name for a topic, made of its own noun phrases."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from nlp.themes.phrases import Term

LABEL_WORDS = 4
"""Most words of a label."""

COVERS = 0.5
"""A label whose first phrase stands in so large a share of the topic needs no second one."""

PER_WORD = 0.6
"""What each further word of a phrase adds to its worth: "data privacy" says more than "data"."""

NO_NOUN = 0.5
"""What a verb or an adjective is worth in a label, beside a noun."""

MOST_LIFT = 20.0
"""A phrase that is this many times as frequent as elsewhere is the topic's own."""

NESTED = 0.5
"""A word with so large a share of its places inside one longer phrase is left to that phrase."""

KIN = 5
"""Words with as many first letters in common are kin: `regulate` and `regulations`."""

LONGEST_LABEL = 80
"""Characters; a theme's label may have no more."""


@dataclass(frozen=True)
class Telling:
    """A term that tells a topic from the others."""

    term: Term
    written: str
    """As most people write it."""

    score: float
    share: float
    """The share of the topic's units that say it."""

    lift: float
    """How many times as large that share is as elsewhere."""

    is_noun: bool


def without_nested(terms: Sequence[Telling]) -> list[Telling]:
    """Return *terms*, in their order, without words that mostly stand in one of the phrases.

    After the idea of C-value (Frantzi et al. 2000): what is hardly ever said but inside a longer
    term is no term by itself.
    """
    longest: dict[str, float] = {}
    for telling in terms:
        if len(telling.term) > 1:
            for word in telling.term:
                longest[word] = max(longest.get(word, 0.0), telling.share)
    return [
        telling
        for telling in terms
        if len(telling.term) > 1 or longest.get(telling.term[0], 0.0) < NESTED * telling.share
    ]


def choose_label(
    terms: Sequence[Telling], keywords: Sequence[str], taken: Collection[str], otherwise: str
) -> str:
    """Return a label of up to LABEL_WORDS words that is not among *taken*.

    The noun phrase that is most telling, most said and longest; if few say it, the next ones that
    share no word with it and fit. Where all that is taken or there is none, the first unlike
    *keywords*, and at last *otherwise*.
    """
    ordered = sorted(terms, key=lambda t: (-_worth(t), t.term))
    for first in range(len(ordered)):
        label = _as_label([t.written for t in _fitting(ordered[first:])])
        if label not in taken:
            return label
    return _of_keywords(keywords, taken) or otherwise


def _worth(telling: Telling) -> float:
    kind = 1.0 if telling.is_noun else NO_NOUN
    rare = math.log(min(telling.lift, MOST_LIFT))
    return round(telling.score * rare * kind * (1 + PER_WORD * (len(telling.term) - 1)), 9)


def _fitting(nouns: Sequence[Telling]) -> list[Telling]:
    """Return the first of *nouns* and as many unlike ones as a label needs and holds."""
    chosen = [nouns[0]]
    kin = {word[:KIN] for word in nouns[0].term}
    room, covered = LABEL_WORDS - len(nouns[0].written.split()), nouns[0].share
    for telling in nouns[1:]:
        words = len(telling.written.split())
        unlike = kin.isdisjoint(word[:KIN] for word in telling.term)
        if covered < COVERS and words <= room and unlike:
            chosen.append(telling)
            kin |= {word[:KIN] for word in telling.term}
            room, covered = room - words, covered + telling.share
    return chosen


def _of_keywords(keywords: Sequence[str], taken: Collection[str]) -> str:
    """Return the first unlike keywords as a label that is not taken, or nothing."""
    first_of_kin: dict[str, str] = {}
    for keyword in keywords:
        first_of_kin.setdefault(keyword[:KIN].casefold(), keyword)
    unlike = list(first_of_kin.values())
    for length in range(min(3, len(unlike)), len(unlike) + 1):
        label = _as_label(unlike[:length])
        if label and label not in taken:
            return label
    return ""


def _as_label(phrases: Sequence[str]) -> str:
    label = ", ".join(phrases)[:LONGEST_LABEL]
    return label[:1].upper() + label[1:]


def most_written(written: Mapping[str, float]) -> str:
    """Return the spelling that most people chose, the first in the alphabet of equals."""
    return min(written, key=lambda word: (-written[word], word))
