"""The figures that say how good topics are."""

import numpy as np
import pytest

from tests.benchmarks.topic_scores import (
    coherence,
    content_words,
    diversity,
    line_of,
    numbered,
    top_words,
)


def test_content_words_say_something():
    """In small letters; neither stop words nor single letters."""
    assert ["jobs", "lost"] == content_words("The jobs: I a LOST")


def test_top_words_are_those_that_tell_a_topic_from_the_others():
    """What all topics say comes last; texts in no topic are not asked."""
    said = [["cost", "work"], ["cost", "work"], ["trust", "work"], ["noise", "noise"]]
    got = top_words(said, np.array([0, 0, 1, -1]))
    assert {0: ["cost", "work"], 1: ["trust", "work"]} == got


def test_words_that_never_meet_count_as_the_worst():
    """-1, not left out: a topic of words that nobody says together is none."""
    assert -1.0 == coherence([["a", "b"]], [["a"], ["b"]])


def test_words_that_meet_by_chance_count_nothing():
    """Each in half of the texts, both in a quarter."""
    assert 0.0 == pytest.approx(coherence([["a", "b"]], [["a", "b"], ["a"], ["b"], ["c"]]))


def test_coherence_is_the_mean_over_topics():
    """Each topic counts once, whatever its size."""
    said = [["a", "b"], ["a", "b"], ["c"], ["d"]]
    assert 0.0 == pytest.approx(coherence([["a", "b"], ["c", "d"]], said))


def test_diversity_of_topics_with_the_same_words_is_low():
    """Two topics of the same two words name two of four."""
    assert 0.5 == diversity([["a", "b"], ["b", "a"]])


def test_no_topic_is_a_number_of_its_own():
    """-1, as clustering has it."""
    assert [1, -1, 0] == numbered(["t2", "", "t1"]).tolist()


def test_a_line_shows_texts_in_no_topic_as_one_class_and_each_as_its_own():
    """Two strays of different labels agree with them only when taken alone."""
    texts = ["cost of work", "cost of rent", "trust", "loss of trust", "noise", "dust"]
    topics = np.array([0, 0, 1, 1, -1, -1])
    line = line_of("ours", texts, ["a", "a", "b", "b", "c", "d"], topics)
    assert ["ours", "2", "0.333"] == line.split()[:3]
    assert "1.000" not in line.split()[3:5]
    assert ["1.000", "1.000"] == line.split()[5:7]
