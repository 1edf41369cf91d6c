"""How good topics are: against labels given by people, and by their words alone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from nlp.themes.clustering import Labels
from nlp.themes.wording import words

TOP_WORDS = 10

HEAD = f"{'':>26} topics  none   ARI   NMI  alone: ARI   NMI   words: NPMI  diversity"


def line_of(title: str, texts: Sequence[str], labels: Sequence[str], topics: Labels) -> str:
    """Return a line under HEAD: texts in no topic as one class, and each as its own ("alone")."""
    alone = np.where(topics < 0, topics.max() + 1 + np.arange(len(topics)), topics)
    figures = [score(labels, of) for of in (topics, alone) for score in AGREEMENTS]
    said = [content_words(text) for text in texts]
    top = list(top_words(said, topics).values())
    return (
        f"{title:>26} {len(top):6} {(topics < 0).mean():5.3f} {figures[0]:5.3f} {figures[1]:5.3f} "
        f"{figures[2]:11.3f} {figures[3]:5.3f} {coherence(top, said):13.3f} {diversity(top):10.3f}"
    )


AGREEMENTS = (adjusted_rand_score, normalized_mutual_info_score)


def content_words(text: str) -> list[str]:
    """Return the words of *text* in small letters, without those that say nothing."""
    small = (word.casefold() for word in words(text))
    return [word for word in small if word not in ENGLISH_STOP_WORDS and len(word) > 1]


def top_words(said: Sequence[Sequence[str]], topics: Labels) -> dict[int, list[str]]:
    """Return the ten telling words of each topic by class TF-IDF (Grootendorst 2022).

    The same for everybody, so that words are compared for the topics and not for the way they
    were chosen.
    """
    counts: dict[int, Counter[str]] = {}
    for topic, text in zip(topics.tolist(), said, strict=True):
        if topic >= 0:
            counts.setdefault(topic, Counter()).update(text)
    everywhere = sum(counts.values(), Counter())
    mean = everywhere.total() / max(1, len(counts))
    weight = {word: np.log(1 + mean / times) for word, times in everywhere.items()}
    return {
        topic: sorted(of, key=lambda word: (-of[word] / of.total() * weight[word], word))[
            :TOP_WORDS
        ]
        for topic, of in sorted(counts.items())
    }


def coherence(top: Sequence[Sequence[str]], said: Sequence[Sequence[str]]) -> float:
    """Return the mean over topics of the mean NPMI of their words' pairs, from -1 to 1.

    Normalised pointwise mutual information (Bouma 2009), as Lau, Newman and Baldwin (2014) take it
    for topics; words are together if one text holds both, and a pair that never is counts -1.

    >>> round(coherence([["a", "b"]], [["a", "b"], ["a", "b"], ["c"]]), 6)
    1.0
    """
    holders: dict[str, set[int]] = {word: set() for of in top for word in of}
    for place, text in enumerate(said):
        for word in holders.keys() & set(text):
            holders[word].add(place)
    of_topics = [
        np.mean([_npmi(holders[a], holders[b], len(said)) for a, b in combinations(of, 2)])
        for of in top
        if len(of) > 1
    ]
    return float(np.mean(of_topics)) if of_topics else float("nan")


def _npmi(one: set[int], other: set[int], total: int) -> float:
    """Return how much oftener than by chance two words share a text, from -1 to 1."""
    both = len(one & other)
    if both == 0:
        return -1.0
    if both == total:
        return 1.0
    return float(np.log(both * total / (len(one) * len(other))) / -np.log(both / total))


def diversity(top: Sequence[Sequence[str]]) -> float:
    """Return the share of different ones among the words of all topics (Dieng et al. 2020).

    >>> diversity([["a", "b"], ["a", "c"]])
    0.75
    """
    named = [word for of in top for word in of]
    return len(set(named)) / max(1, len(named))


def numbered(topics: Sequence[str], none: str = "") -> Labels:
    """Return *topics* as numbers, -1 for *none*."""
    number: Mapping[str, int] = {t: n for n, t in enumerate(sorted(set(topics) - {none}))}
    return np.array([number.get(topic, -1) for topic in topics])
