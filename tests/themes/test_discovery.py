"""Topics of one run."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from nlp.contracts.study import Discovery
from nlp.contracts.tables import Units, build
from nlp.contracts.vectors import Embeddings
from nlp.themes.discovery import MOST_OF_MANNER, _manner, discover_topics
from nlp.themes.embedding import embed
from nlp.themes.encoders import WordEncoder
from tests.builders import units

SETTINGS = Discovery(min_units=40, trials=1)
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
    assert dict(found[["unit_id", "topic_id"]].to_numpy()) == dict(
        again[["unit_id", "topic_id"]].to_numpy()
    )


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
    few = Discovery(min_units=40, smallest_topic=25, trials=0)
    topics = discover_topics(of, cloud, few, seed=1)["topic_id"]
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
    assert _manner(strong) is None
    assert _manner(weak) is not None


def test_planted_subjects_are_stable(found):
    """What is plainly there is found again, and every unit of a topic has its figure."""
    within = found[found["topic_id"] != ""]
    assert within.groupby("topic_id")["stability"].nunique().eq(1).all()
    assert within["stability"].min() > 0.75
    assert found.loc[found["topic_id"] == "", "stability"].isna().all()


@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_order_and_repetition_move_no_text(found, data):
    """However rows are shuffled and whichever come twice, each text stays with its fellows."""
    of = planted()
    order = data.draw(st.permutations(range(len(of))))
    again = data.draw(st.lists(st.sampled_from(range(len(of))), max_size=30))
    texts = of["text"].iloc[[*order, *again]]
    more = units(*texts)
    topics = more.merge(discover_topics(more, blobs(more), SETTINGS, seed=1))
    before = dict(zip(found["text"], found["topic_id"], strict=True))
    assert 1.0 == adjusted_rand_score(list(topics["text"].map(before)), list(topics["topic_id"]))


def test_beyond_the_most_to_fit_on_all_others_join_the_nearest_topic():
    """Topics come from a sample by hashes; who is left out of it has a topic all the same."""
    texts = [f"{word} number {i}" for word in PLANTED for i in range(400)]
    of = units(*texts)
    sampled = SETTINGS.model_copy(update={"fit_on": 1_000, "trials": 0})
    topics = of.merge(discover_topics(of, blobs(of), sampled, seed=1))
    subject = topics["text"].str.split().str[0]
    assert (topics["topic_id"] != "").mean() > 0.99
    assert topics.groupby("topic_id")["text"].agg(len).index.size >= len(PLANTED)
    assert pd.crosstab(topics["topic_id"], subject).max(axis=1).sum() > 0.99 * len(of)


ODD = {
    "one answer": ["cost too high"],
    "five answers": [f"reason {i}" for i in range(5)],
    "fourteen answers": [f"reason {i}" for i in range(14)],
    "two hundred identical": ["good"] * 200,
    "150 and 30 identical": ["good"] * 150 + ["bad"] * 30,
    "emoji only": ["\N{GRINNING FACE}" * n for n in range(1, 60)],
}


@pytest.mark.parametrize("texts", ODD.values(), ids=ODD)
def test_few_and_empty_words_make_no_topics(texts):
    """Too little that differs gives no topic at all, and nothing falls over."""
    of = units(*texts)
    topics = discover_topics(of, embed(of, WordEncoder()), SETTINGS, seed=1)
    assert {""} == set(topics["topic_id"])


@pytest.mark.parametrize("least", [10, 40])
def test_forty_answers_in_another_script_are_looked_at(least):
    """Just enough different answers give topics, of whatever script."""
    said = ["\u4ef7\u683c\u592a\u9ad8", "\u5de5\u4f5c\u6d88\u5931", "\u9690\u79c1"]
    of = units(*[f"{said[i % 3]}{chr(0x4E00 + 37 * i)}" for i in range(least)])
    few = Discovery(min_units=least, trials=2)
    topics = discover_topics(of, embed(of, WordEncoder()), few, seed=1)
    assert topics.loc[topics["topic_id"] != "", "topic_id"].nunique() >= 1


def test_texts_of_which_the_encoder_reads_nothing_make_no_topics():
    """Sixty different texts with one and the same vector say nothing apart."""
    of = units(*[f"answer number {i}" for i in range(60)])
    same = np.tile(np.eye(8, dtype=np.float32)[0], (60, 1))
    topics = discover_topics(of, Embeddings(tuple(of["unit_id"]), same, "blind"), SETTINGS, seed=1)
    assert {""} == set(topics["topic_id"])
