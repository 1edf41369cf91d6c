"""How surely a topic is found again, from other answers and another seed."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from nlp.themes.clustering import Labels

MOST_ROWS = 1_000
"""Texts of one trial at most: what trials cost must not grow with the answers."""

SHARE = 2 / 3
"""Share of the texts in one trial, where that is not more."""

Rows = npt.NDArray[np.int_]
"""Which texts take part in a trial."""

Trial = Callable[[Rows, int], list[Labels]]
"""Finds the clusters of some rows with another seed, one labelling per level of detail."""

Stabilities = npt.NDArray[np.float64]
"""A figure from 0 to 1 per cluster, by its number; NaN where no trial held any of it."""


def stabilities(found: list[Labels], trial: Trial, trials: int, seed: int) -> list[Stabilities]:
    """Return how stable every cluster is, one array for each labelling in *found*.

    The clusterwise Jaccard index of Hennig (2007): draw some of the texts, cluster them anew, and
    compare each cluster with the new one that is most like it; the mean over all trials. Hennig
    takes less than .6 for no finding, .75 and more for a stable one.

    Args:
        found: Labellings of the same texts, whose order must not depend on the answers'.
        trial: Clusters the texts drawn.
        trials: How often; 0 gives NaN throughout.
        seed: Decides which texts are drawn, and seeds each trial differently.
    """
    total = len(found[0])
    size = min(round(SHARE * total), MOST_ROWS)
    kept: list[list[Stabilities]] = [[] for _ in found]
    for number in range(1, trials + 1):
        rows = np.sort(np.random.default_rng([seed, number]).choice(total, size, replace=False))
        for labels, again, figures in zip(found, trial(rows, seed + number), kept, strict=True):
            figures.append(clusterwise_jaccard(labels[rows], again, int(labels.max()) + 1))
    return [
        _mean(figures, int(labels.max()) + 1) for labels, figures in zip(found, kept, strict=True)
    ]


def clusterwise_jaccard(labels: Labels, again: Labels, clusters: int) -> Stabilities:
    """Return for each cluster of *labels* its likeness to the most alike one of *again*.

    >>> clusterwise_jaccard(np.array([0, 0, 1, 1, -1]), np.array([5, 5, 7, -1, -1]), 3)
    array([1. , 0.5, nan])
    """
    # what is in no cluster, -1, is counted in the last row and the last column
    both = np.zeros((clusters + 1, int(again.max(initial=-1)) + 2))
    np.add.at(both, (labels, again), 1)
    own, other = both.sum(axis=1, keepdims=True), both.sum(axis=0, keepdims=True)
    either = np.maximum(own + other - both, 1)
    best: Stabilities = (both / either)[:-1, :-1].max(axis=1, initial=0.0)
    return np.where(own[:-1, 0] > 0, best, np.nan)


def _mean(figures: list[Stabilities], clusters: int) -> Stabilities:
    """Return the mean per cluster over the trials that held any of it."""
    if not figures:
        return np.full(clusters, np.nan)
    stacked = np.stack(figures)
    held = ~np.isnan(stacked)
    sums, counts = np.where(held, stacked, 0.0).sum(axis=0), held.sum(axis=0)
    mean: Stabilities = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    return mean.round(4)
