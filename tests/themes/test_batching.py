"""Batches whose shape follows from the length of a text alone."""

import random

from hypothesis import given
from hypothesis import strategies as st

from nlp.themes.batching import batches, filled, rows_of


def test_long_texts_share_a_batch_with_fewer():
    """A batch holds about as many tokens however long its texts are."""
    lengths = (1, 24, 25, 48, 49, 96, 97, 160, 161, 512)
    assert [16, 16, 8, 8, 4, 4, 2, 2, 1, 1] == [rows_of(length) for length in lengths]


def test_texts_of_one_length_are_cut_into_batches():
    """No batch holds more than its length allows, and the rest makes one of its own."""
    assert [8, 2] == [len(places) for places in batches([30] * 10)]


def test_a_batch_is_filled_with_its_first_text():
    """What fills a batch up is as long as the rest, and nobody's answer but theirs."""
    assert [2, 5, 2, 2] == filled([2, 5], 4)
    assert [2, 5] == filled([2, 5], 2)


@given(st.lists(st.integers(1, 200), max_size=60), st.randoms(use_true_random=False))
def test_every_text_is_in_one_batch_of_its_length(lengths, chance):
    """Whatever the texts and their order, each is encoded once, beside texts as long as it is."""
    random.Random(chance.random()).shuffle(lengths)
    found = list(batches(lengths))
    assert list(range(len(lengths))) == sorted(place for places in found for place in places)
    assert all(1 == len({lengths[place] for place in places}) for places in found)
