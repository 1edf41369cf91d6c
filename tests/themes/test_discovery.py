"""Topics of one run."""

import numpy as np
import pandas as pd
import pytest

from nlp.contracts.study import Discovery
from nlp.contracts.tables import Units, build
from nlp.contracts.vectors import Embeddings
from nlp.themes.discovery import MOST_OF_MANNER, _without_manner, discover_topics
from tests.builders import units

SETTINGS = Discovery(min_units=40)
PLANTED = {"cost": 70, "law": 50, "jobs": 40, "art": 30}


def planted():
    """Answers on four subjects, 190 in all, "cost" said eleven times more, in two spellings."""
    texts = [f"{word} number {i}" for word, n in PLANTED.items() for i in range(n)]
    return units(*texts, *["cost number 1"] * 5, *["Cost number 1!"] * 6)


def blobs(of):
    """Vectors of 30 dimensions: an axis per subject, one for all, and noise by the text."""
    axis = {word: row for row, word in enumerate(PLANTED)}
    matrix = np.zeros((len(of), 30), dtype=np.float32)
    for row, text in enumerate(of["text"]):
        words = text.lower().rstrip("!").split()
        noise = np.random.default_rng([axis[words[0]], int(words[2])]).normal(0, 0.05, 30)
        matrix[row] = noise
        matrix[row, [axis[words[0]], 29]] += 1
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    return Embeddings(tuple(of["unit_id"]), matrix, "blobs")


@pytest.fixture(scope="module")
def found():
    of = planted()
    return of.merge(discover_topics(of, blobs(of), SETTINGS, seed=1))


def test_planted_subjects_are_found_and_numbered_by_size(found):
    """Each subject is one topic, and the one most units speak of comes first."""
    most = found.assign(subject=found["text"].str.lower().str.split().str[0])
    most = most.groupby("subject")["topic_id"].agg(lambda ids: ids.mode()[0]).to_dict()
    expected = {"cost": "risks-t01", "law": "risks-t02", "jobs": "risks-t03", "art": "risks-t04"}
    assert expected == most
    share = (
        found["topic_id"] == found["text"].str.lower().str.split().str[0].map(expected)
    ).mean()
    assert share > 0.9


def test_texts_of_the_same_words_share_a_topic(found):
    """Spelling and repetition make no topic of their own."""
    same = found[found["text"].str.casefold().str.startswith("cost number 1!")]
    plain = found[found["text"] == "cost number 1"]
    assert set(plain["topic_id"]) == set(same["topic_id"])


def test_order_of_rows_changes_nothing(found):
    """Whoever answered first, the topics are the same."""
    of = planted()
    shuffled = of.sample(frac=1, random_state=5).reset_index(drop=True)
    again = discover_topics(shuffled, blobs(shuffled), SETTINGS, seed=1)
    assert dict(found[["unit_id", "topic_id"]].to_numpy()) == dict(again.to_numpy())


def test_questions_are_looked_at_by_themselves_and_small_ones_not_at_all():
    """Below the least number of different texts no unit has a topic."""
    few = units("cost number 1", "law number 2", question="few")
    many = planted()
    of = build(pd.concat([few, many]).to_dict("records"), Units)
    topics = of.merge(discover_topics(of, blobs(of), SETTINGS, seed=1))
    assert {""} == set(topics.loc[topics["question_id"] == "few", "topic_id"])
    assert "risks-t01" in set(topics["topic_id"])


def test_nothing_gives_nothing():
    """No units, no assignments."""
    of = units()
    assert discover_topics(
        of, Embeddings((), np.empty((0, 30), np.float32), "x"), SETTINGS, 1
    ).empty


def test_a_shapeless_cloud_is_cut_up_all_the_same():
    """Where density shows no topics, there is still a codebook to start from."""
    of = units(*[f"answer number {i}" for i in range(60)])
    matrix = np.random.default_rng(0).normal(size=(60, 30)).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    cloud = Embeddings(tuple(of["unit_id"]), matrix, "cloud")
    settings = Discovery(min_units=40, smallest_topic=25)
    topics = discover_topics(of, cloud, settings, seed=1)["topic_id"]
    assert topics[topics != ""].nunique() >= 3


def test_a_strong_direction_is_matter_and_stays():
    """Only a direction that carries little of all differences is taken for a manner."""
    random = np.random.default_rng(0)
    weak = random.normal(size=(400, 40)).astype(np.float32)
    weak /= np.linalg.norm(weak, axis=1, keepdims=True)
    strong = weak.copy()
    strong[:200, 0] += 2
    strong /= np.linalg.norm(strong, axis=1, keepdims=True)
    assert 0 < MOST_OF_MANNER < 1
    assert np.array_equal(strong, _without_manner(strong))
    assert np.linalg.matrix_rank(_without_manner(weak)) == np.linalg.matrix_rank(weak) - 1
