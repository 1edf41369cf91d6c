"""Vectors to clusters: the only door to BERTopic, to UMAP and to HDBSCAN."""

import math
import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.feature_extraction.text import CountVectorizer

from nlp.contracts.imports import left_out
from nlp.contracts.study import Discovery
from nlp.contracts.vectors import Matrix
from nlp.themes.wording import words

FEWEST_TOPICS = 3
"""Where density shows fewer, k-means cuts the units up, for a codebook to start from."""

SIZE_PER_ROOT = 0.65
"""Fewest texts of a topic, per root of their number: 9 of 200, 21 of 1,000."""

SIZE_PER_FIFTH_ROOT = 5.2
"""The same per fifth root, from 1,000 texts on: 29 of 5,000, 38 of 20,000; many people name more
subjects than few do (chosen on one half of banking77 and of clinc150)."""

HOME = 0.4
"""What density left out joins a topic whose centre is this near (cosine, subject left out)."""

EPOCHS = 100
"""Rounds of UMAP's layout, half its own number above 10,000 texts: on the development halves of
banking77 and clinc150 topics at medium detail meet people's labels no less well (ARI .52 v. .49,
.53 v. .52)."""

ROWS_AT_ONCE = 500
"""Rows compared with all others in one go, so that memory grows with their number only."""

COLUMNS = 16
"""Of so many numbers only the largest is looked at, to see where the nearest rows can be."""

THREADS = 2
"""How many of these blocks are compared side by side."""

NOT_NEEDED = ("sentence_transformers", "spacy", "torch", "transformers")
"""What BERTopic imports if it is there, for steps that are not asked of it: three seconds."""

Neighbours = tuple[npt.NDArray[np.int_], Matrix]
"""The rows nearest to each row, and how far they lie."""

Labels = npt.NDArray[np.int_]
"""Numbers of clusters, one per row; -1 is none."""


def smallest_topic(n: int, settings: Discovery) -> int:
    """Return the fewest of *n* texts that make a topic at medium detail."""
    grown = min(SIZE_PER_ROOT * math.sqrt(n), SIZE_PER_FIFTH_ROOT * n**0.2)
    return settings.smallest_topic or max(5, round(grown))


def lay_out(matrix: Matrix, settings: Discovery, seed: int) -> Matrix:
    """Return *matrix* in few dimensions, neighbours kept near: UMAP (McInnes et al. 2018).

    The neighbours are exact: UMAP's own search is a guess above 4,096 rows, and slow below.
    """
    from umap import UMAP  # compiles for seconds, so not before something is clustered

    near = min(settings.neighbours, len(matrix) - 1)
    with warnings.catch_warnings():
        # that the neighbours came with no index for later rows, and that groups lie far apart
        warnings.simplefilter("ignore", UserWarning)
        points: Matrix = UMAP(
            n_neighbors=near,
            n_components=min(settings.components, len(matrix) - 2),
            min_dist=0.0,
            metric="cosine",
            n_epochs=EPOCHS,
            random_state=seed,
            n_jobs=1,  # a seeded UMAP uses one anyway, and warns of more
            precomputed_knn=(*_neighbours(matrix, near), None),
            force_approximation_algorithm=True,  # or it ignores the neighbours of few rows
        ).fit_transform(matrix)
    return points


def _neighbours(matrix: Matrix, near: int) -> Neighbours:
    """Return the *near* nearest rows of each, itself first, and their cosine distances.

    Every block of rows is the work of one thread, so that how many there are changes no bit.
    """
    starts = range(0, len(matrix), ROWS_AT_ONCE)
    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(lambda start: _nearest_of_block(matrix, near, start), starts))
    return np.concatenate([rows for rows, _ in found]), np.concatenate([far for _, far in found])


def _nearest_of_block(matrix: Matrix, near: int, start: int) -> Neighbours:
    """Return what `_neighbours` does, of the rows from *start* on."""
    cosines = matrix[start : start + ROWS_AT_ONCE] @ matrix.T
    own = np.arange(len(cosines))
    cosines[own, start + own] = 2.0  # first, though others may be the same
    some = np.sort(_largest(cosines, near), axis=1)
    likeness = np.take_along_axis(cosines, some, axis=1)
    order = np.argsort(-likeness, axis=1, kind="stable")
    distances = 1 - np.minimum(np.take_along_axis(likeness, order, axis=1), 1)
    return np.take_along_axis(some, order, axis=1), distances.astype(np.float32)


def _largest(cosines: Matrix, near: int) -> npt.NDArray[np.intp]:
    """Return where the *near* largest numbers of each row are, in no order.

    They are in those *near* groups of columns whose largest numbers are the largest: to look at
    one number of a group first is three times as fast as to part all of them.
    """
    groups = cosines.shape[1] // COLUMNS
    if groups <= near:
        return np.argpartition(-cosines, near - 1, axis=1)[:, :near]
    even = groups * COLUMNS
    tops = cosines[:, :even].reshape(len(cosines), COLUMNS, groups).max(axis=1)
    best = np.argpartition(-tops, near - 1, axis=1)[:, :near]
    inside = (best[:, None, :] + groups * np.arange(COLUMNS)[:, None]).reshape(len(cosines), -1)
    rest = np.broadcast_to(
        np.arange(even, cosines.shape[1]), (len(cosines), cosines.shape[1] - even)
    )
    columns = np.concatenate([inside, rest], axis=1)
    chosen = np.argpartition(-np.take_along_axis(cosines, columns, axis=1), near - 1, axis=1)
    return np.take_along_axis(columns, chosen[:, :near], axis=1)


def model_topics(texts: Sequence[str], points: Matrix, smallest: int, seed: int) -> Labels:
    """Return BERTopic's topic of each of *texts*, which lie at *points*."""
    with left_out(*NOT_NEEDED):
        from bertopic import BERTopic
        from bertopic.dimensionality import BaseDimensionalityReduction

    model = BERTopic(
        umap_model=BaseDimensionalityReduction(),  # done: one layout serves every level of detail
        hdbscan_model=_Clusterer(smallest, seed),
        # nobody uses its words, but it falls over texts that hold fewer than two different ones
        vectorizer_model=CountVectorizer(analyzer=lambda text: [*words(text), "", " "]),
        verbose=False,
    )
    # chosen by words from samples, and not looked at here: examples are chosen by their vectors
    model._save_representative_docs = lambda documents: None
    topics, _ = model.fit_transform(list(texts), embeddings=points)
    return np.asarray(topics)


def density_clusters(points: Matrix, smallest: int, seed: int) -> Labels:
    """Return the cluster of each of *points*, as `model_topics` finds them, without the words."""
    return _Clusterer(smallest, seed).fit(points).labels_


def tidied(labels: Labels, matrix: Matrix, twins: float) -> Labels:
    """Return *labels* with clusters alike by *twins* made one, and strays sent to a near one."""
    merged = _with_twins_merged(labels, matrix, twins)
    found = centres(merged, matrix)
    return np.where(merged < 0, nearest(matrix, found), merged)


def centres(labels: Labels, matrix: Matrix) -> Matrix:
    """Return the mean of every cluster in the order of their numbers, 0 first, at unit length."""
    means = np.stack([matrix[labels == number].mean(axis=0) for number in range(labels.max() + 1)])
    unit: Matrix = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
    return unit


def nearest(matrix: Matrix, found: Matrix) -> Labels:
    """Return for each row the number of the nearest of the centres *found*, if one is near."""
    labels = [np.empty(0, dtype=int)]
    for start in range(0, len(matrix), ROWS_AT_ONCE):
        cosines = np.round(matrix[start : start + ROWS_AT_ONCE] @ found.T, 4)
        labels.append(np.where(cosines.max(axis=1) >= HOME, cosines.argmax(axis=1), -1))
    return np.concatenate(labels)


def _with_twins_merged(labels: Labels, matrix: Matrix, twins: float) -> Labels:
    """Return *labels* numbered from 0, those clusters made one whose centres point one way.

    Density splits one thing said in two manners ("loss of jobs", "AI will replace workers").
    """
    numbers = sorted(set(labels[labels >= 0]))
    merged = np.arange(len(numbers))
    if len(numbers) > FEWEST_TOPICS:
        means = np.stack([matrix[labels == number].mean(axis=0) for number in numbers])
        merged = AgglomerativeClustering(
            n_clusters=None, metric="cosine", linkage="average", distance_threshold=1 - twins
        ).fit_predict(means)
    new = dict(zip(numbers, merged, strict=True))
    return np.array([new.get(label, -1) for label in labels])


class _Clusterer:
    """The leaves of HDBSCAN's tree, or k-means where they are too few, as BERTopic's third step.

    Leaves, because the default (excess of mass) finds but two to four giants in two of four real
    questions, where leaves are fifteen to twenty-five topics of like size.
    """

    def __init__(self, smallest: int, seed: int) -> None:
        self.smallest = smallest
        self.seed = seed

    def fit(self, points: Matrix) -> "_Clusterer":
        """Set `labels_`, one per point."""
        from hdbscan import HDBSCAN

        self.labels_: Labels = HDBSCAN(
            min_cluster_size=min(self.smallest, len(points) // 2),
            min_samples=3,
            cluster_selection_method="leaf",
            core_dist_n_jobs=1,
        ).fit_predict(points)
        if self.labels_.max() + 1 < FEWEST_TOPICS:
            clusters = min(8, max(FEWEST_TOPICS, len(points) // (2 * self.smallest)))
            self.labels_ = KMeans(clusters, n_init=10, random_state=self.seed).fit_predict(points)
        return self
