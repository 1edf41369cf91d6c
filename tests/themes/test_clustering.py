"""Vectors to clusters."""

import numpy as np
import pytest

from nlp.contracts.study import Discovery
from nlp.themes import clustering
from nlp.themes.clustering import centres, model_topics, nearest, smallest_topic, tidied


def around(*axes, each=20, noise=0.02):
    """Rows of unit length near the axes named, *each* per axis."""
    random = np.random.default_rng(0)
    rows = np.repeat(np.eye(6, dtype=np.float32)[list(axes)], each, axis=0)
    rows += random.normal(0, noise, rows.shape).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("n", "expected"), [(40, 5), (200, 9), (1_000, 21), (5_000, 29), (20_000, 38)]
)
def test_the_smallest_topic_grows_slower_the_more_there_is(n, expected):
    """Root, then fifth root; a setting goes before both."""
    assert expected == smallest_topic(n, Discovery())
    assert 12 == smallest_topic(n, Discovery(smallest_topic=12))


def test_neighbours_are_the_nearest_rows_and_itself_comes_first():
    """Also where rows are the same, and where they are taken in several goes."""
    matrix = np.repeat(around(0, 1, 2, each=300), 2, axis=0)
    assert len(matrix) > clustering.ROWS_AT_ONCE
    rows, distances = clustering._neighbours(matrix, 4)
    assert list(range(len(matrix))) == rows[:, 0].tolist()
    exact = np.sort(1 - matrix @ matrix.T, axis=1)[:, :4]
    np.testing.assert_allclose(np.maximum(exact, 0), distances, atol=1e-5)


@pytest.mark.parametrize("columns", [40, 245, 256])
def test_the_largest_numbers_of_a_row_are_found_wherever_they_are(columns):
    """In few columns, in many, and in those that are left over when they are grouped."""
    cosines = np.random.default_rng(1).normal(size=(50, columns)).astype(np.float32)
    places = clustering._largest(cosines, 5)
    got = np.sort(np.take_along_axis(cosines, places, axis=1), axis=1)
    assert np.sort(cosines, axis=1)[:, -5:].tolist() == got.tolist()


def test_clusters_alike_become_one_and_strays_go_to_a_near_one():
    """Five clusters, two of the same direction; a stray near the third, one near none."""
    matrix = np.concatenate([around(0, 0, 1, 2, 3), around(1, each=1), around(5, each=1)])
    labels = np.array([*np.repeat(np.arange(5), 20), -1, -1])
    got = tidied(labels, matrix, twins=0.6)
    assert 4 == len(set(got[:100]))
    assert got[0] == got[20]
    assert got[40] == got[100]
    assert -1 == got[101]


def test_what_is_near_no_centre_is_in_none():
    """The nearest centre is taken only if it is near enough; no rows give no labels."""
    found = centres(np.repeat([0, 1], 20), around(0, 1))
    assert [1, 0, -1] == nearest(np.eye(6, dtype=np.float32)[[1, 0, 4]], found).tolist()
    assert [] == nearest(np.empty((0, 6), np.float32), found).tolist()


@pytest.mark.parametrize("text", ["\U0001f680", "cost", "\u0446\u0435\u043d\u0430"])
def test_texts_without_two_different_words_have_topics_too(text):
    """Emoji alone, one word, or letters that BERTopic does not know: the vectors tell."""
    got = model_topics([text] * 60, around(0, 1, 2), smallest=10, seed=1)
    assert [20, 20, 20] == np.bincount(got).tolist()
