"""What a topic is about: keywords, examples, and a short label made of them."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import numpy as np
import pandas as pd
from pandera.typing import DataFrame
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from nlp.contracts.tables import LIST_JOINT, TopicAssignments, Topics, Units, build
from nlp.contracts.vectors import Embeddings, Matrix
from nlp.themes.wording import distinct, in_one_line, is_mostly_digits, singular, words

KEYWORDS = 10
EXAMPLES = 8

LABEL_WORDS = 3
"""Keywords in a label."""

KIN = 5
"""Words with as many first letters in common are kin: `regulate` and `regulations`."""

LEAST_LIFT = 2.0
"""A keyword is at least this many times as frequent in its topic as in the rest."""

EVERYWHERE = 0.5
"""A term in a larger share of a question's units is its subject, and no topic's keyword."""

CORE = 0.7
"""Share of a topic, nearest to its centre, from which examples are taken."""

CENTRAL = 0.6
"""What an example's nearness to the centre counts for, against its unlikeness to the others."""

EXAMPLE_WORDS = range(3, 31)
"""Words of an example that is easy to read and says something."""

EVERYDAY = """
    ain't aren't can't couldn't didn't doesn't don't hadn't hasn't haven't he's i'd i'll i'm
    i've isn't it's let's shouldn't that's there's they'd they're they've wasn't we'll we're
    we've weren't what's won't wouldn't you'll you're you've cant dont im ive shouldnt wont
    actually also able already basically etc feel gonna going got honestly just kind like lot
    lots make makes making maybe need needs really said say says sort sure thing things think
    thinking thought use used using want wants way ways would yes
"""
"""Words that name nothing in everyday answers, beside scikit-learn's stop words."""

STOP_WORDS = ENGLISH_STOP_WORDS | set(EVERYDAY.split())

Term = tuple[str, ...]
"""A word or a pair of neighbours, in small letters and singular, so that twins count as one."""


def describe_topics(
    units: DataFrame[Units], embeddings: Embeddings, assignments: DataFrame[TopicAssignments]
) -> DataFrame[Topics]:
    """Return every topic with its size, keywords, examples and a label, question by question."""
    topic_of = dict(zip(assignments["unit_id"], assignments["topic_id"], strict=True))
    grouped = units.assign(topic_id=[topic_of.get(unit, "") for unit in units["unit_id"]])
    rows: list[dict[str, object]] = []
    for question_id in sorted(set(grouped["question_id"])):
        rows += _described(question_id, grouped[grouped["question_id"] == question_id], embeddings)
    return build(rows, Topics)


def _described(
    question_id: str, asked: pd.DataFrame, embeddings: Embeddings
) -> list[dict[str, object]]:
    """Return one row per topic of one question."""
    texts_of = {
        str(topic_id): list(members["text"]) for topic_id, members in asked.groupby("topic_id")
    }
    ranked = class_tf_idf(texts_of)
    everywhere, written = _everywhere(asked["text"]), _written(asked["text"])
    matrix = embeddings.rows(list(asked["unit_id"]))
    place = {text: row for row, text in enumerate(asked["text"])}
    rows: list[dict[str, object]] = []
    for topic_id in sorted(set(texts_of) - {""}):
        telling = [term for term in ranked[topic_id] if term not in everywhere]
        keywords = _without_twins(telling, written)
        texts = distinct(texts_of[topic_id])
        examples = choose_examples(texts, matrix[[place[text] for text in texts]])
        rows.append(
            {
                "topic_id": topic_id,
                "question_id": question_id,
                "size": len(texts_of[topic_id]),
                "label": _label(keywords, {str(row["label"]) for row in rows}, topic_id),
                "keywords": LIST_JOINT.join(keywords),
                "examples": LIST_JOINT.join(in_one_line(text) for text in examples),
            }
        )
    return rows


def class_tf_idf(texts_of: dict[str, list[str]]) -> dict[str, list[Term]]:
    """Return the terms that tell each class of texts from the others, the most telling first.

    Frequency in the class times log(1 + mean size of a class / frequency in all): c-TF-IDF of
    Grootendorst (2022), BERTopic. Terms that are hardly more frequent than elsewhere are left out.
    """
    counts = {name: Counter(_terms(texts)) for name, texts in texts_of.items()}
    overall: Counter[Term] = Counter()
    for count in counts.values():
        overall.update(count)
    total = overall.total()
    mean_size = total / max(1, len(counts))
    ranked = {}
    for name, count in counts.items():
        size = count.total()
        scores = {
            term: n / size * math.log(1 + mean_size / overall[term])
            for term, n in count.items()
            if n * (total - size) >= LEAST_LIFT * (overall[term] - n) * size
        }
        ranked[name] = sorted(scores, key=lambda term: (-scores[term], term))
    return ranked


def choose_examples(texts: Sequence[str], matrix: Matrix) -> list[str]:
    """Return up to EXAMPLES of *texts* that are near their centre and unlike one another.

    Maximal marginal relevance (Carbonell and Goldstein 1998) over the topic's core, texts that
    are easy to read before all others. The first is the one nearest to the centre.
    """
    centre = matrix.mean(axis=0)
    nearness = np.round(matrix @ (centre / np.linalg.norm(centre)), 6)
    readable = np.array([len(words(text)) in EXAMPLE_WORDS for text in texts])
    core = nearness >= np.quantile(nearness, 1 - CORE)
    worth = CENTRAL * nearness + 1.0 * readable + 1.0 * (readable & core)  # steps above all else
    chosen: list[int] = []
    likeness = np.zeros(len(texts))
    while len(chosen) < min(EXAMPLES, len(texts)):
        gain = np.round(worth - (1 - CENTRAL) * likeness, 6)
        gain[chosen] = -np.inf
        chosen.append(int(gain.argmax()))
        likeness = np.maximum(likeness, matrix @ matrix[chosen[-1]])
    return [texts[row] for row in chosen]


def _terms(texts: Iterable[str]) -> Iterable[Term]:
    """Yield the telling words of *texts*, and the pairs of them that stand side by side."""
    for text in texts:
        before = ""
        for word in words(text):
            small = singular(word)
            if not _is_telling(word):
                before = ""
                continue
            yield (small,)
            if before and before != small:
                yield (before, small)
            before = small


def _everywhere(texts: Collection[str]) -> set[Term]:
    """Return the terms that stand in so many of *texts* that they tell nothing apart."""
    counts = Counter(term for text in texts for term in set(_terms([text])))
    return {term for term, n in counts.items() if n > EVERYWHERE * len(texts)}


def _is_telling(word: str) -> bool:
    small = word.casefold()
    return len(small) > 1 and small not in STOP_WORDS and not is_mostly_digits(small)


def _written(texts: Iterable[str]) -> dict[str, str]:
    """Return how each word, looked up by its singular, is written most often.

    Capitals stay only where most people set the whole word in them: `GPU`, but `jobs`.
    """
    counts: dict[str, Counter[str]] = {}
    for text in texts:
        for word in words(text):
            shown = word if word.isupper() else word.casefold()
            counts.setdefault(singular(word), Counter())[shown] += 1
    return {small: min(n, key=lambda word: (-n[word], word)) for small, n in counts.items()}


def _without_twins(terms: Sequence[Term], written: dict[str, str]) -> list[str]:
    """Return the first KEYWORDS terms as people write them, no word in two of them."""
    keywords: list[str] = []
    seen: set[str] = set()
    for term in terms:
        if len(keywords) == KEYWORDS:
            break
        if seen.isdisjoint(term):
            keywords.append(" ".join(written[word] for word in term))
            seen.update(term)
    return keywords


def _label(keywords: Sequence[str], taken: set[str], topic_id: str) -> str:
    """Return the first unlike keywords as a label that no other topic of the question has.

    A topic whose words are all everyday words is called by its number.
    """
    first_of_kin: dict[str, str] = {}
    for keyword in keywords:
        first_of_kin.setdefault(keyword[:KIN].casefold(), keyword)
    unlike = list(first_of_kin.values())
    for length in range(min(LABEL_WORDS, len(unlike)), len(unlike) + 1):
        label = ", ".join(unlike[:length])[:80]
        label = label[:1].upper() + label[1:]
        if label and label not in taken:
            return label
    return topic_id
