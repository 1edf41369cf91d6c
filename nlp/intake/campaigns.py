"""The same long words from many respondents: a campaign, or one person many times.

Near duplicates are found as in Bayardo, Ma and Srikant 2007 ("Scaling Up All Pairs Similarity
Search"): two texts as alike as asked for must share one of their rarest word triples, so only
texts that do are compared, and of those the nearest few.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from nlp.contracts.study import Screening
from nlp.intake.refusals import bare

Words = tuple[str, ...]

_ROUNDING = 1e-9
_MOST_COMPARED = 20
"""Texts that one text is compared with, those first that share most of its rare triples, and
texts that one triple brings up: so thousands of one mould cost no more than their number."""


def campaigns(texts: Iterable[str], settings: Screening) -> frozenset[str]:
    """Return those *texts*, one per respondent, that belong to a campaign.

    Texts are compared in bare words, and put with shorter ones that they are alike to; so their
    order does not matter.
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
    triples = _overlapping(spelt, likeness)
    yield from ([place] for place in range(len(spelt)) if place not in triples)
    groups: dict[int, list[int]] = defaultdict(list)
    firsts_with: dict[int, list[int]] = defaultdict(list)
    held: dict[int, frozenset[int]] = {}
    for place in sorted(triples, key=lambda place: (len(triples[place]), spelt[place])):
        own = frozenset(triples[place])
        rare = _rarest(triples[place], likeness)
        near = _with_most(rare, firsts_with)
        first = next((one for one in near if _likeness(own, held[one]) >= likeness), place)
        groups[first].append(place)
        if first == place:
            held[place] = own
            for triple in rare:
                if len(firsts_with[triple]) < _MOST_COMPARED:
                    firsts_with[triple].append(place)
    yield from groups.values()


def _overlapping(spelt: Sequence[Words], likeness: float) -> dict[int, list[int]]:
    """Return the triples of texts that share enough of them with all others to be alike to one.

    By the place of the text, as numbers, rarest first. Most texts share hardly any, and only the
    few that do are worth the memory of their triples.
    """
    numbers: dict[str, int] = {}
    words = np.array([numbers.setdefault(w, len(numbers)) for text in spelt for w in text])
    lengths = np.array([len(text) for text in spelt])
    if not len(words):
        return {}
    of_word = np.repeat(np.arange(len(spelt)), lengths)
    whole = of_word[2:] == of_word[:-2]
    codes = (words[:-2] * len(numbers) + words[1:-1]) * len(numbers) + words[2:]
    _, which, counts = np.unique(codes[whole], return_inverse=True, return_counts=True)
    of_text = of_word[2:][whole]
    alone = np.bincount(of_text[counts[which] == 1], minlength=len(spelt))
    places = np.flatnonzero(alone <= (1 - likeness) * (lengths - 2) + _ROUNDING)
    rarity = np.empty(len(counts), dtype=np.int64)
    rarity[np.argsort(counts, kind="stable")] = np.arange(len(counts))
    starts = np.searchsorted(of_text, np.arange(len(spelt) + 1))
    ranks = rarity[which]
    return {
        place: np.unique(ranks[starts[place] : starts[place + 1]]).tolist()
        for place in places.tolist()
    }


def _rarest(triples: Sequence[int], likeness: float) -> Sequence[int]:
    """Return so many of the rarest triples that a text as alike must share one of them."""
    needed = math.ceil(likeness * len(triples) - _ROUNDING)
    return triples[: len(triples) - needed + 1]


def _with_most(rare: Iterable[int], firsts_with: Mapping[int, list[int]]) -> list[int]:
    """Return the texts that share most of the *rare* triples; of equals, the first found."""
    shared = Counter(first for triple in rare for first in firsts_with.get(triple, ()))
    return [first for first, _ in shared.most_common(_MOST_COMPARED)]


def _likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the Jaccard index of two sets of triples."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)
