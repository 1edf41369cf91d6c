"""Topics of one run, found by BERTopic: the only door to it, to UMAP and to HDBSCAN."""

import math
import warnings

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandera.typing import DataFrame
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.feature_extraction.text import CountVectorizer

from nlp.contracts.study import Discovery
from nlp.contracts.tables import TopicAssignments, Units, conform
from nlp.contracts.vectors import Embeddings, Matrix
from nlp.themes.embedding import contrasted
from nlp.themes.wording import distinct, same_words, words

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # UMAP tells of a TensorFlow that we do not use

NO_TOPIC = ""
"""The topic of a unit that fits none."""

FEWEST_TOPICS = 3
"""Where density shows fewer, k-means cuts the units up, for a codebook to start from."""

SIZE_PER_ROOT = 0.65
"""Fewest texts of a topic, per root of their number: 9 of 200, 21 of 1,000, 46 of 5,000."""

MOST_OF_MANNER = 0.12
"""The most that manner carries of all differences; 0.08 to 0.09 in four questions of 1,000."""

TWINS = 0.6
"""Topics whose centres are this alike (cosine, the common subject left out) are one."""

HOME = 0.4
"""What density left out joins a topic whose centre is this near (cosine, as above)."""

Labels = npt.NDArray[np.int_]
"""Numbers of clusters, one per text; -1 is none."""


def discover_topics(
    units: DataFrame[Units], embeddings: Embeddings, settings: Discovery, seed: int
) -> DataFrame[TopicAssignments]:
    """Return the topic of every unit, looked for in each question by itself.

    Texts that say the same words count once when topics are looked for, so an often repeated
    answer does not make a topic. Topics are numbered by how many units they hold.
    """
    topic_of: dict[str, str] = {}
    for question_id in sorted(set(units["question_id"])):
        asked = units[units["question_id"] == question_id]
        for label, unit_ids in _ranked(_labels(asked, embeddings, settings, seed), asked):
            topic_of |= dict.fromkeys(unit_ids, f"{question_id}-t{label:02d}")
    topics = [topic_of.get(unit, NO_TOPIC) for unit in units["unit_id"]]
    frame = pd.DataFrame({"unit_id": list(units["unit_id"]), "topic_id": topics}, dtype="str")
    return conform(frame, TopicAssignments)


def _labels(
    asked: DataFrame[Units], embeddings: Embeddings, settings: Discovery, seed: int
) -> dict[str, int]:
    """Return the cluster of every text of one question, keyed by its words."""
    texts = distinct(asked["text"])
    if len(texts) < settings.min_units:
        return {}
    unit_of = dict(zip(asked["text"], asked["unit_id"], strict=True))
    matrix = embeddings.rows([unit_of[text] for text in texts])
    labels = _fit(texts, matrix, settings, seed)
    return {same_words(text): int(label) for text, label in zip(texts, labels, strict=True)}


def _ranked(labels: dict[str, int], asked: DataFrame[Units]) -> list[tuple[int, list[str]]]:
    """Return the units of each cluster with its rank, largest first, ties by first text."""
    members: dict[int, list[tuple[str, str]]] = {}
    for text, unit in sorted(zip(asked["text"], asked["unit_id"], strict=True)):
        label = labels.get(same_words(text), -1)
        if label >= 0:
            members.setdefault(label, []).append((text, unit))
    ordered = sorted(members.values(), key=lambda pairs: (-len(pairs), pairs[0]))
    return [(rank, [unit for _, unit in pairs]) for rank, pairs in enumerate(ordered, start=1)]


def _fit(texts: list[str], matrix: Matrix, settings: Discovery, seed: int) -> Labels:
    """Return BERTopic's topic of each text; vectors, order and seed given, it repeats itself."""
    from bertopic import BERTopic  # takes ten seconds, so not before something is clustered
    from umap import UMAP

    smallest = settings.smallest_topic or max(5, round(SIZE_PER_ROOT * math.sqrt(len(texts))))
    different = _without_manner(contrasted(matrix, matrix.mean(axis=0)))
    model = BERTopic(
        umap_model=UMAP(
            n_neighbors=min(settings.neighbours, len(texts) - 1),
            n_components=min(settings.components, len(texts) - 2),
            min_dist=0.0,
            metric="cosine",
            random_state=seed,
            n_jobs=1,  # a seeded UMAP uses one anyway, and warns of more
        ),
        hdbscan_model=_Clusterer(smallest, seed),
        vectorizer_model=CountVectorizer(analyzer=lambda text: words(text) or [text]),
        verbose=False,
    )
    topics, _ = model.fit_transform(texts, embeddings=different)
    return _with_strays_home(_with_twins_merged(np.asarray(topics), different), different)


def _without_manner(matrix: Matrix) -> Matrix:
    """Return *matrix* without its first principal direction, if that is one of many.

    In real surveys it tells whole sentences that name the subject from bare catchwords, so that
    "AI takes our jobs" and "job losses" would become two topics. Where it carries much of what
    tells texts apart, it is a matter and not a manner, and stays.
    """
    around = matrix - matrix.mean(axis=0)
    strengths, directions = np.linalg.eigh(around.T @ around)
    if strengths[-1] > MOST_OF_MANNER * strengths.sum():
        return matrix
    return contrasted(matrix, directions[:, -1])


def _with_twins_merged(labels: Labels, matrix: Matrix) -> Labels:
    """Return *labels* with those clusters made one whose centres point the same way.

    Density splits one thing said in two manners ("loss of jobs", "AI will replace workers").
    """
    numbers = sorted(set(labels[labels >= 0]))
    if len(numbers) <= FEWEST_TOPICS:
        return labels
    centres = np.stack([matrix[labels == number].mean(axis=0) for number in numbers])
    merged = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=1 - TWINS
    ).fit_predict(centres)
    new = dict(zip(numbers, merged, strict=True))
    return np.array([new.get(label, -1) for label in labels])


def _with_strays_home(labels: Labels, matrix: Matrix) -> Labels:
    """Return *labels* where what fits no cluster goes to one whose centre is near, if there is."""
    numbers = sorted(set(labels[labels >= 0]))
    centres = np.stack([matrix[labels == number].mean(axis=0) for number in numbers])
    cosines = np.round(matrix @ (centres / np.linalg.norm(centres, axis=1, keepdims=True)).T, 4)
    strays = (labels < 0) & (cosines.max(axis=1) >= HOME)
    return np.where(strays, np.array(numbers)[cosines.argmax(axis=1)], labels)


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
            min_cluster_size=self.smallest,
            min_samples=3,
            cluster_selection_method="leaf",
            core_dist_n_jobs=1,
        ).fit_predict(points)
        if self.labels_.max() + 1 < FEWEST_TOPICS:
            clusters = min(8, max(FEWEST_TOPICS, len(points) // (2 * self.smallest)))
            self.labels_ = KMeans(clusters, n_init=10, random_state=self.seed).fit_predict(points)
        return self
