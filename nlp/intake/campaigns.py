"""The same long words from many respondents: a campaign, or one person many times.

Near duplicates are found as in Bayardo, Ma and Srikant 2007 ("Scaling Up All Pairs Similarity
Search"): two texts as alike as asked for must share one of their rarest word triples, so only
texts that do are compared.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from nlp.contracts.study import Screening
from nlp.intake.refusals import bare

Words = tuple[str, ...]

_ROUNDING = 1e-9
_MOST_COMPARED = 50
"""Texts that one triple brings up for comparison; it keeps texts of one mould from costing more
time than there is. Alike ones count once, so this binds only where hundreds differ."""


def campaigns(texts: Iterable[str], settings: Screening) -> frozenset[str]:
    """Return those *texts*, one per respondent, that belong to a campaign.

    Texts are compared in bare words, and put with the first ones that they are alike to, the
    shorter first; so their order does not matter.
    """
    n_with = Counter(texts)
    spelt: dict[Words, list[str]] = defaultdict(list)
    for text in sorted(n_with):
        words = tuple(bare(text).split())
        if len(words) >= settings.campaign_words:
            spelt[words].append(text)
    written = [sum(n_with[text] for text in spelt[words]) for words in spelt]
    members = list(spelt.values())
    return frozenset(
        text
        for group in _groups(list(spelt), settings.campaign_likeness)
        if sum(written[place] for place in group) >= settings.campaign_size
        for place in group
        for text in members[place]
    )


def _groups(spelt: Sequence[Words], likeness: float) -> Iterator[list[int]]:
    """Return the places of texts that are alike, in groups; those alone are a group of one."""
    candidates = set(_overlapping(spelt, likeness))
    yield from ([place] for place in range(len(spelt)) if place not in candidates)
    triples = {place: _triples_of(spelt[place]) for place in candidates}
    n_texts = Counter(triple for found in triples.values() for triple in found)
    groups: dict[int, list[int]] = defaultdict(list)
    firsts_with: dict[Words, list[int]] = defaultdict(list)
    for place in sorted(candidates, key=lambda place: (len(triples[place]), spelt[place])):
        rare = _rarest(triples[place], n_texts, likeness)
        alike = (
            first
            for first in _with_any(rare, firsts_with)
            if _likeness(triples[place], triples[first]) >= likeness
        )
        first = next(alike, place)
        groups[first].append(place)
        if first == place:
            for triple in rare:
                firsts_with[triple].append(place)
    yield from groups.values()


def _overlapping(spelt: Sequence[Words], likeness: float) -> list[int]:
    """Return the places of texts that share enough triples with all others to be alike to one.

    Most share hardly any, and only the few that do are worth the memory of their triples.
    """
    numbers: dict[str, int] = {}
    words = np.array([numbers.setdefault(w, len(numbers)) for text in spelt for w in text])
    lengths = np.array([len(text) for text in spelt])
    if not len(words):
        return []
    of_text = np.repeat(np.arange(len(spelt)), lengths)
    whole = of_text[2:] == of_text[:-2]
    codes = (words[:-2] * len(numbers) + words[1:-1]) * len(numbers) + words[2:]
    _, which, counts = np.unique(codes[whole], return_inverse=True, return_counts=True)
    alone = np.bincount(of_text[2:][whole][counts[which] == 1], minlength=len(spelt))
    return np.flatnonzero(alone <= (1 - likeness) * (lengths - 2) + _ROUNDING).tolist()


def _triples_of(words: Words) -> frozenset[Words]:
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _rarest(
    triples: frozenset[Words], n_texts: Mapping[Words, int], likeness: float
) -> list[Words]:
    """Return so many of the rarest triples that a text as alike must share one of them."""
    needed = math.ceil(likeness * len(triples) - _ROUNDING)
    by_rarity = sorted(triples, key=lambda triple: (n_texts[triple], triple))
    return by_rarity[: len(triples) - needed + 1]


def _with_any(rare: Iterable[Words], firsts_with: Mapping[Words, list[int]]) -> list[int]:
    """Return the texts that hold one of the *rare* triples, in the order in which they came."""
    found = (firsts_with.get(triple, ())[:_MOST_COMPARED] for triple in rare)
    return list(dict.fromkeys(first for firsts in found for first in firsts))


def _likeness(one: frozenset[Words], other: frozenset[Words]) -> float:
    """Return the Jaccard index of two sets of triples."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)
