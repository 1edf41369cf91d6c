import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.sharding.parts import as_part, content_of, cut, name_of, read_part, rows_of, vectors_of

KEYS = [f"answer {number}" for number in range(1_000)]


@settings(deadline=None)
@given(st.lists(st.text(max_size=4), max_size=60), st.integers(1, 20))
def test_every_row_is_in_one_part_and_every_key_too(keys, rows):
    """
    Nothing is lost or doubled, and rows of one key stay together.
    """
    parts = cut(keys, rows)

    assert list(range(len(keys))) == sorted(place for part in parts for place in part)
    of = [{keys[place] for place in part} for part in parts]
    assert len(set(keys)) == sum(map(len, of))


def test_parts_are_about_as_long_as_asked_for():
    """
    A thousand rows in parts of at most about a hundred are sixteen parts.
    """
    lengths = [len(part) for part in cut(KEYS, 100)]

    assert 16 == len(lengths)
    assert max(lengths) < 100


def test_what_fits_into_one_part_is_not_cut():
    """
    So many rows as a part may hold are one part; none are none.
    """
    assert [list(range(1_000))] == cut(KEYS, 1_000)
    assert [] == cut([], 10)


def test_a_corrected_answer_changes_two_parts_at_most():
    """
    All but the part it leaves and the part it joins hold what they held.
    """
    before = {frozenset(KEYS[place] for place in part) for part in cut(KEYS, 100)}
    now = ["another answer", *KEYS[1:]]

    after = {frozenset(now[place] for place in part) for part in cut(now, 100)}

    assert len(after - before) <= 2


def test_parts_do_not_depend_on_the_order_of_rows():
    """
    Rows delivered the other way round are cut alike.
    """
    turned = KEYS[::-1]

    assert {frozenset(KEYS[p] for p in part) for part in cut(KEYS, 100)} == {
        frozenset(turned[p] for p in part) for part in cut(turned, 100)
    }


def test_rows_and_vectors_come_back_bit_for_bit():
    """
    What is written is what is read, vectors with their rows.
    """
    frame = pd.DataFrame({"text": ["one", "007"]}, dtype="str")
    matrix = np.array([[0.1, 1 / 3], [1e-30, -0.0]], dtype=np.float32)

    part = read_part(content_of(as_part(frame, matrix)))

    pd.testing.assert_frame_equal(frame, rows_of(part))
    assert matrix.tobytes() == vectors_of(part).tobytes()


def test_a_damaged_part_is_none():
    """
    One flipped bit in the rows, and a part counts as missing.
    """
    content = bytearray(content_of(as_part(pd.DataFrame({"text": ["plain words"] * 50}))))
    place = content.index(b"plain words") + 3
    content[place] ^= 1

    assert read_part(bytes(content)) is None
    assert read_part(None) is None
    assert read_part(b"") is None


def test_a_result_is_called_by_all_that_it_follows_from():
    """
    Other work, another order or other rows, another name.
    """
    names = [name_of(*words) for words in (("a", "b", b"c"), ("x", "b", b"c"), ("a", "b", b"x"))]

    assert 3 == len(set(names))
