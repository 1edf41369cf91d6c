"""What a topic is about: keywords, examples, and a short label made of its noun phrases."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.ids import short_hash
from nlp.contracts.names import NameFinder
from nlp.contracts.tables import LIST_JOINT, NO_TOPIC, TopicAssignments, Topics, Units, build
from nlp.contracts.tagger import Tagger
from nlp.contracts.vectors import Embeddings, Matrix
from nlp.themes.labels import Telling, choose_label, most_written, without_nested
from nlp.themes.phrases import Said, Term, read_terms
from nlp.themes.wording import distinct, in_one_line, words

KEYWORDS = 10
EXAMPLES = 8

SAMPLED = 150
"""Distinct texts of a topic that are read word by word, the most often written first."""

FEWEST_SAYERS = 2
"""Units that say a keyword: what one person alone writes may lead to somebody."""

LEAST_LIFT = 2.0
"""A keyword is at least this many times as frequent in its topic as in the rest."""

EVERYWHERE = 0.5
"""A term in a larger share of a question's units is its subject, and no topic's keyword."""

CORE = 0.7
"""Share of a topic, nearest to its centre, from which examples are taken."""

EXAMPLE_WORDS = range(3, 31)
"""Words of an example that is easy to read and says something."""


@dataclass
class _Topic:
    """What the units of one topic say, as far as they were read."""

    size: int
    texts: list[str]
    times: Mapping[str, int]
    said: Counter[Term] = field(default_factory=Counter)
    written: dict[Term, Counter[str]] = field(default_factory=dict)
    nouns: set[Term] = field(default_factory=set)

    @property
    def read(self) -> int:
        """Return the number of units whose text was read."""
        return sum(self.times[text] for text in self.texts)

    @property
    def counts(self) -> dict[Term, float]:
        """Return in how many units of the topic each term stands, reckoned from those read."""
        scale = self.size / max(1, self.read)
        return {term: n * scale for term, n in self.said.items()}

    def note(self, text: str, terms: Sequence[Said]) -> None:
        """Take note of what *text* says, each term once."""
        times = self.times[text]
        self.said.update(dict.fromkeys({said.term for said in terms}, times))
        for said in terms:
            self.written.setdefault(said.term, Counter())[said.written] += times
            if said.is_noun:
                self.nouns.add(said.term)


@dataclass(frozen=True)
class _Question:
    """What the units of a question say, whatever their topic."""

    n_units: int
    counts: Mapping[Term, float]
    """In how many units each term stands."""

    written: Mapping[Term, str]

    @cached_property
    def everywhere(self) -> set[Term]:
        """Return the terms of so many units that they tell nothing apart."""
        return {term for term, n in self.counts.items() if n > EVERYWHERE * self.n_units}


def describe_topics(
    units: DataFrame[Units],
    embeddings: Embeddings,
    assignments: DataFrame[TopicAssignments],
    tagger: Tagger,
    find_names: NameFinder,
) -> DataFrame[Topics]:
    """Return every topic with its size, keywords, examples and a label, question by question.

    Args:
        units: What the topics were found in.
        embeddings: Their vectors.
        assignments: The topic of each unit.
        tagger: Tells nouns from other words.
        find_names: Finds people's names, which are kept out of keywords and labels.
    """
    topic_of = dict(zip(assignments["unit_id"], assignments["topic_id"], strict=True))
    stability_of = dict(zip(assignments["topic_id"], assignments["stability"], strict=True))
    grouped = units.assign(topic_id=[topic_of.get(unit, NO_TOPIC) for unit in units["unit_id"]])
    rows: list[dict[str, object]] = []
    for question_id in sorted(set(grouped.loc[grouped["topic_id"] != NO_TOPIC, "question_id"])):
        asked = grouped[grouped["question_id"] == question_id]
        topics = _read_topics(asked, tagger, find_names)
        rows += _described(question_id, topics, asked, embeddings, stability_of)
    return build(rows, Topics)


def _read_topics(asked: pd.DataFrame, tagger: Tagger, find_names: NameFinder) -> dict[str, _Topic]:
    """Return the topics of one question, a sample of the texts of each read word by word."""
    topics = {}
    for topic_id, members in asked.groupby("topic_id"):
        times = Counter(members["text"])
        sampled = sorted(times, key=lambda text: (-times[text], short_hash(text), text))[:SAMPLED]
        topics[str(topic_id)] = _Topic(len(members), sorted(sampled), times)
    texts = sorted({text for topic in topics.values() for text in topic.texts})
    terms_of = dict(zip(texts, read_terms(texts, tagger, find_names), strict=True))
    for topic in topics.values():
        for text in topic.texts:
            topic.note(text, terms_of[text])
    return topics


def _described(
    question_id: str,
    topics: Mapping[str, _Topic],
    asked: pd.DataFrame,
    embeddings: Embeddings,
    stability_of: Mapping[str, float],
) -> list[dict[str, object]]:
    """Return one row per topic of one question."""
    counts = {topic_id: topic.counts for topic_id, topic in topics.items()}
    scores = class_tf_idf(counts)
    question = _Question(len(asked), _summed(counts.values()), _written(topics.values()))
    matrix = embeddings.rows(list(asked["unit_id"]))
    place = {text: row for row, text in enumerate(asked["text"])}
    rows: list[dict[str, object]] = []
    for topic_id in sorted(set(topics) - {NO_TOPIC}):
        topic = topics[topic_id]
        ranked = without_nested(_telling(topic, scores[topic_id], question))
        keywords = _unlike(ranked)
        texts = distinct(topic.texts)
        examples = choose_examples(texts, matrix[[place[text] for text in texts]])
        taken = {str(row["label"]) for row in rows}
        rows.append(
            {
                "topic_id": topic_id,
                "question_id": question_id,
                "size": topic.size,
                "label": choose_label(ranked, keywords, taken, topic_id),
                "keywords": LIST_JOINT.join(keywords),
                "examples": LIST_JOINT.join(in_one_line(text) for text in examples),
                "stability": stability_of[topic_id],
            }
        )
    return rows


def class_tf_idf(counts: Mapping[str, Mapping[Term, float]]) -> dict[str, dict[Term, float]]:
    """Return what each class says more than the others, with how telling it is, most first.

    Frequency in the class times log(1 + mean size of a class / frequency in all): c-TF-IDF of
    Grootendorst (2022), BERTopic. Terms that are hardly more frequent than elsewhere are left out.
    """
    overall = _summed(counts.values())
    total = sum(overall.values())
    mean_size = total / max(1, len(counts))
    ranked = {}
    for name, count in counts.items():
        size = sum(count.values())
        scores = {
            term: round(n / size * math.log(1 + mean_size / overall[term]), 9)
            for term, n in count.items()
            if n * (total - size) >= LEAST_LIFT * (overall[term] - n) * size
        }
        ranked[name] = dict(sorted(scores.items(), key=lambda item: (-item[1], item[0])))
    return ranked


def choose_examples(texts: Sequence[str], matrix: Matrix) -> list[str]:
    """Return up to EXAMPLES of *texts*: the one nearest to their centre, then by spread.

    Each next one is the farthest from those chosen (Gonzalez 1985) among the topic's core, texts
    that are easy to read before all others.
    """
    centre = matrix.mean(axis=0)
    nearness = np.round(matrix @ (centre / max(float(np.linalg.norm(centre)), 1e-12)), 6)
    readable = np.array([len(words(text)) in EXAMPLE_WORDS for text in texts])
    core = nearness >= np.quantile(nearness, 1 - CORE)
    tier = 2 * readable + (readable & core)
    chosen = [int(np.lexsort((-nearness, -tier))[0])]
    likeness = np.round(matrix @ matrix[chosen[0]], 6)
    while len(chosen) < min(EXAMPLES, len(texts)):
        left = np.setdiff1d(np.arange(len(texts)), chosen)
        order = np.lexsort((-nearness[left], likeness[left], -tier[left]))
        chosen.append(int(left[order[0]]))
        likeness = np.maximum(likeness, np.round(matrix @ matrix[chosen[-1]], 6))
    return [texts[row] for row in chosen]


def _summed(counts: Iterable[Mapping[Term, float]]) -> Mapping[Term, float]:
    """Return how often each term is said in all."""
    overall: dict[Term, float] = {}
    for count in counts:
        for term, n in count.items():
            overall[term] = overall.get(term, 0.0) + n
    return overall


def _written(topics: Collection[_Topic]) -> dict[Term, str]:
    """Return how each term is written most often in the whole question."""
    spellings: dict[Term, Counter[str]] = {}
    for topic in topics:
        for term, written in topic.written.items():
            spellings.setdefault(term, Counter()).update(written)
    return {term: most_written(counts) for term, counts in spellings.items()}


def _telling(
    topic: _Topic,
    scores: Mapping[Term, float],
    question: _Question,
) -> list[Telling]:
    """Return the terms that tell *topic* from the others, the most telling first."""
    found = []
    for term, score in scores.items():
        if term in question.everywhere or topic.said[term] < FEWEST_SAYERS:
            continue
        share = topic.said[term] / topic.read
        elsewhere = (question.counts[term] - topic.size * share) / max(
            1, question.n_units - topic.size
        )
        lift = share / max(elsewhere, 1 / question.n_units)
        found.append(
            Telling(term, question.written[term], score, share, lift, term in topic.nouns)
        )
    return found


def _unlike(ranked: Sequence[Telling]) -> list[str]:
    """Return the first KEYWORDS terms as people write them, no word in two of them."""
    keywords: list[str] = []
    seen: set[str] = set()
    for telling in ranked:
        if len(keywords) == KEYWORDS:
            break
        if seen.isdisjoint(telling.term):
            keywords.append(telling.written)
            seen.update(telling.term)
    return keywords
