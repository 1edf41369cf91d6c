"""How fine topics are cut."""

import math

from nlp.contracts.study import Discovery
from nlp.contracts.tables import TopicLevels, build
from nlp.themes.granularity import choose_level, measure_granularity
from tests.builders import units

NONE = ("", float("nan"))
TOPICS = {
    "coarse": [("risks-t01", 0.9)] * 4,
    "medium": [("risks-t01", 0.8), ("risks-t01", 0.8), ("risks-t02", 0.4), NONE],
    "fine": [NONE] * 4,
}
OF = units("a", "b", "c", "d")


def levels():
    return build(
        [
            {"unit_id": unit, "level": level, "topic_id": topic_id, "stability": stability}
            for level, topics in TOPICS.items()
            for unit, (topic_id, stability) in zip(OF["unit_id"], topics, strict=True)
        ],
        TopicLevels,
    )


def test_the_level_that_the_study_asks_for_is_taken():
    """Every unit has its topic at that level, and no other."""
    chosen = choose_level(levels(), Discovery(granularity="medium"))
    assert [topic for topic, _ in TOPICS["medium"]] == list(chosen["topic_id"])
    assert list(OF["unit_id"]) == list(chosen["unit_id"])


def test_each_level_tells_topics_coverage_and_mean_stability():
    """A topic counts once in the mean, however large; without topics there is no mean."""
    table = measure_granularity(OF, levels()).set_index("level")
    assert ["coarse", "medium", "fine"] == list(table.index)
    assert [1, 2, 0] == list(table["n_topics"])
    assert [1.0, 0.75, 0.0] == list(table["coverage"])
    assert [0.9, 0.6] == [round(value, 6) for value in table["mean_stability"][:2]]
    assert math.isnan(table["mean_stability"]["fine"])


def test_nothing_found_gives_nothing():
    """No units, no rows."""
    assert measure_granularity(units(), build([], TopicLevels)).empty


def test_different_answers_are_counted_by_their_words():
    """What looks for topics counts texts of the same words once, and so does what is told."""
    of = units("Jobs!", "jobs", "the law")
    rows = [
        {"unit_id": unit, "level": level, "topic_id": "", "stability": None}
        for level in TOPICS
        for unit in of["unit_id"]
    ]
    assert {2} == set(measure_granularity(of, build(rows, TopicLevels))["n_different"])
