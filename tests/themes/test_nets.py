"""Topics to nets."""

import numpy as np

from nlp.contracts.tables import TopicAssignments, Topics, build
from nlp.contracts.vectors import Embeddings
from nlp.themes.nets import propose_nets

UP = 9.0

NAMES = ["pay", "cost", "tax", "art", "song", "film"]


def nets_of(angles, order=slice(None), names=NAMES):
    """Topics of two units each, at *angles* on a circle; UP is above all of it."""
    ids = [f"q-t{number:02d}" for number in range(1, len(angles) + 1)]
    topics = [
        {
            "topic_id": topic,
            "question_id": "q",
            "size": 2,
            "label": f"{name}, {topic}",
            "keywords": f"{name} | {'money' if name in NAMES[:3] else 'x' + topic}",
            "examples": name,
            "stability": 0.8,
        }
        for topic, name in zip(ids, names, strict=False)
    ]
    pairs = [(f"{topic}{side}", topic) for topic in ids for side in "ab"]
    rows = [{"unit_id": unit, "topic_id": topic, "stability": 0.8} for unit, topic in pairs]
    spread = np.repeat(angles, 2) + np.tile([-0.02, 0.02], len(angles))
    flat = np.where(spread > 6, 0.0, 1.0)
    matrix = np.stack([flat * np.cos(spread), flat * np.sin(spread), 1 - flat], axis=1)
    matrix = matrix.astype(np.float32)[order]
    assignments = build(rows, TopicAssignments)[order].reset_index(drop=True)
    embeddings = Embeddings(tuple(assignments["unit_id"]), matrix, "circle")
    return propose_nets(build(topics, Topics), assignments, embeddings)


TWO_SIDES = [0.0, 0.1, 0.2, 3.1, 3.2, 3.3]


def test_topics_that_lie_together_make_a_net():
    """Two groups of three are two nets, named by what their topics share, or by the first two."""
    nets = nets_of(TWO_SIDES)
    assert [("q-t01", "q-t02", "q-t03"), ("q-t04", "q-t05", "q-t06")] == [
        net.topic_ids for net in nets
    ]
    assert ["Money", "Art and song"] == [net.label for net in nets]


def test_a_small_draft_gets_no_nets():
    """Five topics are read at a glance."""
    assert () == nets_of(TWO_SIDES[:5])


def test_a_topic_unlike_all_stays_outside():
    """A net has two topics or more."""
    nets = nets_of([0.0, 0.05, 0.1, 2.5, 2.55, UP])
    assert "q-t06" not in {topic for net in nets for topic in net.topic_ids}
    assert [3, 2] == [len(net.topic_ids) for net in nets]


def test_order_of_rows_changes_nothing():
    """Nets do not depend on who answered first."""
    assert nets_of(TWO_SIDES) == nets_of(TWO_SIDES, slice(None, None, -1))


def test_no_topics_no_nets():
    """A study without topics has none above them."""
    assert () == nets_of([])
