"""Topics of one run: looked for in every question by itself, at three levels of detail."""

import hashlib
import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from pandera.typing import DataFrame
from threadpoolctl import threadpool_limits

from nlp.contracts.study import Discovery
from nlp.contracts.tables import NO_TOPIC, TopicAssignments, TopicLevels, Units, conform
from nlp.contracts.vectors import Embeddings, Matrix
from nlp.themes.clustering import (
    Labels,
    centres,
    density_clusters,
    lay_out,
    model_topics,
    nearest,
    smallest_topic,
    tidied,
)
from nlp.themes.embedding import contrasted
from nlp.themes.granularity import LEVELS, choose_level
from nlp.themes.stability import Rows, Stabilities, stabilities
from nlp.themes.wording import distinct, same_words

Topics = dict[str, tuple[str, float]]
"""The topic of each unit that is in one, and how stable the topic is."""

MOST_OF_MANNER = 0.12
"""The most that manner carries of all differences; 0.08 to 0.09 in four questions of 1,000."""


class Found(NamedTuple):
    """The clusters of a question's texts at one level of detail, and how stable each is."""

    cluster_of: dict[str, int]
    stability: Stabilities


def discover_topics(
    units: DataFrame[Units], embeddings: Embeddings, settings: Discovery, seed: int
) -> DataFrame[TopicAssignments]:
    """Return the topic of every unit at the level of detail that the study asks for."""
    return choose_level(discover_levels(units, embeddings, settings, seed), settings)


def discover_levels(
    units: DataFrame[Units], embeddings: Embeddings, settings: Discovery, seed: int
) -> DataFrame[TopicLevels]:
    """Return the topic of every unit at every level of detail, with the topic's stability.

    Texts that say the same words count once when topics are looked for, so an often repeated
    answer does not make a topic. Topics are numbered by how many units they hold.
    """
    topics: list[Topics] = [{} for _ in LEVELS]
    # one thread: sums over several depend on how many there are, and UMAP blows that up
    with threadpool_limits(1):
        for question_id in sorted(set(units["question_id"])):
            asked = units[units["question_id"] == question_id]
            found = _look_for(asked, embeddings, settings, seed)
            for known, level in zip(topics, found, strict=False):
                known |= _topics_of_units(question_id, asked, level)
    unit_ids = list(units["unit_id"])
    tables = [
        _table(unit_ids, level.name, known) for level, known in zip(LEVELS, topics, strict=True)
    ]
    return conform(pd.concat(tables, ignore_index=True), TopicLevels)


def _topics_of_units(question_id: str, asked: DataFrame[Units], found: Found) -> Topics:
    """Return the topics of one question's units, those in none left out."""
    topics: Topics = {}
    for rank, cluster, unit_ids in _ranked(found.cluster_of, asked):
        topic = (f"{question_id}-t{rank:02d}", float(found.stability[cluster]))
        topics |= dict.fromkeys(unit_ids, topic)
    return topics


def _table(unit_ids: list[str], level: str, topics: Topics) -> pd.DataFrame:
    """Return a row per unit at one level of detail."""
    found = [topics.get(unit_id, (NO_TOPIC, math.nan)) for unit_id in unit_ids]
    words = {"unit_id": unit_ids, "level": level, "topic_id": [topic for topic, _ in found]}
    rows = pd.DataFrame(words, index=range(len(unit_ids)), dtype="str")
    return rows.assign(stability=np.array([stability for _, stability in found], dtype=float))


def _ranked(labels: dict[str, int], asked: DataFrame[Units]) -> list[tuple[int, int, list[str]]]:
    """Return rank, number and units of each cluster, largest first, ties by first text."""
    members: dict[int, list[tuple[str, str]]] = {}
    for text, unit in sorted(zip(asked["text"], asked["unit_id"], strict=True)):
        label = labels.get(same_words(text), -1)
        if label >= 0:
            members.setdefault(label, []).append((text, unit))
    ordered = sorted(members.items(), key=lambda item: (-len(item[1]), item[1][0]))
    return [
        (rank, label, [unit for _, unit in pairs])
        for rank, (label, pairs) in enumerate(ordered, start=1)
    ]


def _look_for(
    asked: DataFrame[Units], embeddings: Embeddings, settings: Discovery, seed: int
) -> list[Found]:
    """Return the clusters of one question, per level; none of too few different texts.

    Texts come in the order of their content, so that of the answers does not matter.
    """
    texts = distinct(asked["text"])
    if len(texts) < settings.min_units:
        return []
    unit_of = dict(zip(asked["text"], asked["unit_id"], strict=True))
    matrix = embeddings.rows([unit_of[text] for text in texts])
    fitted = _sample(texts, settings.fit_on, seed)
    different = _differences(matrix, fitted)
    first = _first_of_same(different)
    told = _told_apart(different, first, fitted)
    if len(told) < settings.min_units:
        return []
    labels, figures = _fit([texts[row] for row in told], different[told], settings, seed)
    keys = [same_words(text) for text in texts]
    return [
        Found(dict(zip(keys, _spread(level, told, first, different), strict=True)), figure)
        for level, figure in zip(labels, figures, strict=True)
    ]


def _sample(texts: list[str], most: int, seed: int) -> Rows:
    """Return which of *texts* topics are looked for in: all, or those of the least hashes.

    A text is in whatever else was said, as far as there is room.
    """
    if len(texts) <= most:
        return np.arange(len(texts))
    hashes = [hashlib.sha256(f"{seed} {same_words(text)}".encode()).digest() for text in texts]
    return np.array(sorted(sorted(range(len(texts)), key=hashes.__getitem__)[:most]))


def _differences(matrix: Matrix, fitted: Rows) -> Matrix:
    """Return *matrix* without what is common to the *fitted* rows, and without their manner."""
    apart = contrasted(matrix, matrix[fitted].mean(axis=0))
    manner = _manner(apart[fitted])
    return apart if manner is None else contrasted(apart, manner)


def _manner(matrix: Matrix) -> Matrix | None:
    """Return the first principal direction of *matrix*, if it is one of many.

    In real surveys it tells whole sentences that name the subject from bare catchwords, so that
    "AI takes our jobs" and "job losses" would become two topics. Where it carries much of what
    tells texts apart, it is a matter and not a manner, and stays.
    """
    around = matrix - matrix.mean(axis=0)
    strengths, directions = np.linalg.eigh(around.T @ around)
    if strengths[-1] > MOST_OF_MANNER * strengths.sum():
        return None
    manner: Matrix = directions[:, -1]
    return manner


def _first_of_same(matrix: Matrix) -> Rows:
    """Return for each row the first that is the same but for the last bits.

    An encoder may read nothing in signs it does not know, and gives them all one vector.
    """
    first: dict[bytes, int] = {}
    found = np.empty(len(matrix), dtype=int)
    for number, row in enumerate(matrix):
        content = (row.round(5) + 0.0).tobytes()  # + 0.0: there is a negative zero
        found[number] = first.setdefault(hashlib.sha256(content).digest(), number)
    return found


def _told_apart(matrix: Matrix, first: Rows, fitted: Rows) -> Rows:
    """Return those of the *fitted* rows that say something, and of the same ones one."""
    says = fitted[matrix[fitted].any(axis=1)]
    _, places = np.unique(first[says], return_index=True)
    return says[np.sort(places)]


def _fit(
    texts: list[str], matrix: Matrix, settings: Discovery, seed: int
) -> tuple[list[Labels], list[Stabilities]]:
    """Return the clusters of *texts* per level of detail, and how stable they are."""
    smallest = smallest_topic(len(texts), settings)
    points = lay_out(matrix, settings, seed)
    found = [
        tidied(
            model_topics(texts, points, round(smallest * level.size), seed), matrix, level.twins
        )
        for level in LEVELS
    ]

    def trial(rows: Rows, seed: int) -> list[Labels]:
        drawn = matrix[rows]
        points, share = lay_out(drawn, settings, seed), len(rows) / len(matrix)
        sizes = [max(3, round(smallest * level.size * share)) for level in LEVELS]
        return [
            tidied(density_clusters(points, size, seed), drawn, level.twins)
            for size, level in zip(sizes, LEVELS, strict=True)
        ]

    return found, stabilities(found, trial, settings.trials, seed)


def _spread(labels: Labels, fitted: Rows, first: Rows, matrix: Matrix) -> list[int]:
    """Return the cluster of every row: of the *fitted* theirs, and of their equals.

    Others join the nearest if it is near.
    """
    everywhere = nearest(matrix, centres(labels, matrix[fitted]))
    known = dict(zip(first[fitted].tolist(), labels.tolist(), strict=True))
    pairs = zip(first.tolist(), everywhere.tolist(), strict=True)
    return [known.get(same, label) for same, label in pairs]
