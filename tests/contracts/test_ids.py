"""Ids name the same thing in every run, and different things differently."""

import string

from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts import ids

plain_text = st.text(st.characters(codec="utf-8", exclude_characters="\x1f"), max_size=20)
KEY = b"secret"


def test_response_id_is_the_same_for_ever():
    """A pinned value: changing the recipe would orphan every kept table and decision."""
    assert "r5bffba624711fd9d" == ids.response_id("2025-01", "p1", "risks")


def test_id_is_a_letter_and_sixteen_hexadecimal_digits():
    """An id is safe in file names, spreadsheets and URLs, and never read as a number."""
    digits = ids.unit_id("r0", 0, 5)[1:]
    assert 16 == len(digits)
    assert set(digits) <= set(string.hexdigits.lower())


@given(st.lists(plain_text, min_size=1, max_size=4), st.lists(plain_text, min_size=1, max_size=4))
def test_different_parts_get_different_hashes(left, right):
    """No two lists of parts run together into the same name."""
    assert (left == right) == (ids.short_hash(*left) == ids.short_hash(*right))


def test_where_a_part_ends_matters():
    """Wave w1 with respondent 11 is not wave w11 with respondent 1."""
    assert ids.response_id("w1", "11", "q") != ids.response_id("w11", "1", "q")


def test_units_of_one_response_have_different_names():
    """Every stretch of a response is a unit of its own."""
    spans = [(0, 5), (0, 6), (5, 6), (6, 12)]
    assert 4 == len({ids.unit_id("r1", start, end) for start, end in spans})


def test_pseudonym_depends_on_the_study():
    """The same person cannot be matched across studies by the id."""
    assert ids.pseudonym(KEY, "study_a", "118") != ids.pseudonym(KEY, "study_b", "118")


def test_pseudonym_does_not_contain_the_delivered_id():
    """What the platform called a person is nowhere in the results."""
    assert "jo@example.com" not in ids.pseudonym(KEY, "study", "jo@example.com")


def test_pseudonym_takes_the_key():
    """Whoever has the delivered ids but not the key cannot make the pseudonyms again."""
    assert ids.pseudonym(KEY, "study", "118") == ids.pseudonym(KEY, "study", "118")
    assert ids.pseudonym(KEY, "study", "118") != ids.pseudonym(b"other", "study", "118")


def test_records_without_an_id_are_told_apart_by_what_stands_in_them():
    """Two alike in every cell are told apart by which comes first; order does not matter else."""
    one, same, other = ids.record_id(["a"], 0), ids.record_id(["a"], 1), ids.record_id(["b"], 0)
    assert 3 == len({one, same, other})
    assert one == ids.record_id(["a"], 0)
