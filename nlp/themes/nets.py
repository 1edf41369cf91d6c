"""A level above a draft's themes: topics whose centres lie near each other, under one label."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pandera.typing import DataFrame
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from nlp.contracts.tables import TopicAssignments, Topics
from nlp.contracts.vectors import Embeddings, Matrix
from nlp.themes.embedding import contrasted
from nlp.themes.wording import singular, words

FEWEST_TOPICS = 6
"""A question with fewer topics is read at a glance, and gets no nets."""

LEAST_LIKENESS = 0.15
"""Mean cosine of the two halves of a net, what all topics share left out."""

SHARED_WORDS = 2
"""Most words of a label that is made of what several topics say."""


@dataclass(frozen=True)
class ProposedNet:
    """Topics of one question that belong together."""

    question_id: str
    label: str
    topic_ids: tuple[str, ...]


def propose_nets(
    topics: DataFrame[Topics], assignments: DataFrame[TopicAssignments], embeddings: Embeddings
) -> tuple[ProposedNet, ...]:
    """Return nets of two topics or more, question by question; some topics may stay outside.

    Average linkage (Sokal and Michener 1958) over the topics' centres: nets grow for as long as
    what joins them is, on average, alike. One net of everything would say nothing, and is none.
    """
    nets: list[ProposedNet] = []
    for question_id in sorted(set(topics["question_id"])):
        found = topics[topics["question_id"] == question_id].sort_values("topic_id")
        topic_ids = list(found["topic_id"])
        if len(topic_ids) < FEWEST_TOPICS:
            continue
        groups = _groups(_likeness(_centres(topic_ids, assignments, embeddings)))
        about = {
            topic: (label, keywords)
            for topic, label, keywords in zip(
                topic_ids, found["label"], found["keywords"], strict=True
            )
        }
        for group in groups:
            of_net = tuple(topic_ids[place] for place in group)
            label = _label([about[topic] for topic in of_net], {net.label for net in nets})
            nets.append(ProposedNet(str(question_id), label, of_net))
    return tuple(nets)


def _centres(
    topic_ids: Sequence[str], assignments: DataFrame[TopicAssignments], embeddings: Embeddings
) -> Matrix:
    """Return the mean vector of each topic's units, in the order of *topic_ids*."""
    ordered = assignments.sort_values("unit_id")
    matrix = embeddings.rows(list(ordered["unit_id"]))
    of_topic = ordered["topic_id"].to_numpy()
    centres = [matrix[of_topic == topic].mean(axis=0, dtype=np.float64) for topic in topic_ids]
    return np.stack(centres).astype(np.float32)


def _likeness(centres: Matrix) -> npt.NDArray[np.float64]:
    """Return the cosine of every two centres, what all share left out, rounded to decide alike."""
    apart = contrasted(centres, centres.mean(axis=0)).astype(np.float64)
    likeness: npt.NDArray[np.float64] = np.round(apart @ apart.T, 4)
    return likeness


def _groups(likeness: npt.NDArray[np.float64]) -> list[list[int]]:
    """Return the places of the topics of each net, the net of the first topic first."""
    distances = np.clip(1 - likeness, 0, None)
    np.fill_diagonal(distances, 0.0)
    tree = linkage(squareform(distances, checks=False), method="average")
    net_of = fcluster(tree, 1 - LEAST_LIKENESS, criterion="distance")
    groups = [[int(place) for place in np.flatnonzero(net_of == net)] for net in set(net_of)]
    return sorted(group for group in groups if 2 <= len(group) < len(likeness))


def _label(about: Sequence[tuple[str, str]], taken: Collection[str]) -> str:
    """Return what most of the topics say; where they share no word, the first two labels."""
    said: Counter[str] = Counter()
    written: dict[str, str] = {}
    for label, keywords in about:
        of_topic = [word for text in (label, keywords) for word in words(text)]
        said.update({singular(word) for word in of_topic})
        for word in of_topic:
            written.setdefault(singular(word), word.casefold() if word.istitle() else word)
    shared = sorted((w for w, n in said.items() if n > 1), key=lambda word: (-said[word], word))
    for options in (shared[:1], shared[:SHARED_WORDS], shared[1 : 1 + SHARED_WORDS]):
        label = _in_words([written[word] for word in options])
        if label and said[options[0]] * 2 > len(about) and label not in taken:
            return label
    return _in_words([label.split(", ")[0] for label, _ in about[:2]])


def _in_words(parts: Sequence[str]) -> str:
    label = " and ".join(
        part[:1].lower() + part[1:] if part[1:].islower() else part for part in parts
    )
    return label[:1].upper() + label[1:]
