"""Is every row accounted for?"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.errors import ContractError
from nlp.contracts.raw import RawExport, Record, Unread
from nlp.intake.accounts import count_records, set_aside
from nlp.intake.records import sort_out
from tests.intake.small_export import SOURCE, raw, study

ROLES = {
    "roles": {"column": "Role *", "label": "Roles", "options_from": "cell"},
}


def rows(table):
    return list(table.itertuples(index=False))


def test_what_is_set_aside_says_where_and_why():
    """The quarantine holds lines and rules, and nothing of what stood there."""
    delivered = sort_out(raw("ID|Risks", "1|x", "|", "1|y", "2|a|b", "3|z"), study(), "w1")
    assert [
        ("w1", SOURCE, 2, "", "conflicting_id"),
        ("w1", SOURCE, 3, "", "blank_row"),
        ("w1", SOURCE, 4, "", "conflicting_id"),
        ("w1", SOURCE, 5, "", "field_count"),
    ] == rows(set_aside(delivered, study(), "w1"))


def test_a_further_option_of_a_single_choice_is_set_aside():
    """The record counts all the same, so that it is no fate of a row."""
    single = study(closed_questions=ROLES)
    delivered = sort_out(raw("ID|Role 1|Role 2|Risks", "1|a|b|x", "2|a|a|y"), single, "w1")
    assert [("w1", SOURCE, 2, "roles", "two_options")] == rows(set_aside(delivered, single, "w1"))
    assert [("w1", SOURCE, "accepted", 2)] == rows(count_records(delivered, "w1"))


def test_nothing_set_aside_is_an_empty_table():
    """It is sound, and has its columns."""
    delivered = sort_out(raw("ID|Risks", "1|x"), study(), "w1")
    assert [] == rows(set_aside(delivered, study(), "w1"))


def test_each_row_has_one_fate():
    """Accepted first; a record made of several rows counts them all."""
    long = RawExport(
        SOURCE,
        (("ID", "Risks"),),
        (Record(2, ("1", "x"), 3), Record(5, ("", "y"), 2), Record(8, ("", ""))),
        unread=(Unread(7, "encoding"),),
    )
    counts = count_records(sort_out(long, study(), "w1"), "w1")
    assert [("accepted", 3), ("blank_row", 1), ("encoding", 1), ("no_respondent_id", 2)] == rows(
        counts[["fate", "n_rows"]]
    )
    assert len(long) == counts["n_rows"].sum()


@given(st.lists(st.sampled_from(["|", "1|x", "1|y", "2|x", "|x", "3", "4|a|b"]), max_size=12))
def test_the_fates_are_all_rows_delivered(lines):
    """Whatever stands in an export, its rows are accepted or set aside."""
    export = raw("ID|Risks", "sound|x", *lines)
    delivered = sort_out(export, study(), "w1")
    assert len(export) == count_records(delivered, "w1")["n_rows"].sum()


def test_a_lost_row_is_our_bug():
    """A record that is in neither heap is noticed before anything is counted."""
    delivered = sort_out(raw("ID|Risks", "1|x", "2|y"), study(), "w1")
    with pytest.raises(ContractError, match="2 rows were delivered, 1 are accounted for"):
        count_records(replace(delivered, accepted=delivered.accepted[:1]), "w1")
