"""Which records count?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.errors import SourceDataError, StudyConfigError
from nlp.contracts.ids import record_id
from nlp.contracts.raw import RawExport, Record, Unread, ValueLabels
from nlp.intake.records import is_blank, sort_out
from tests.intake.small_export import SOURCE, raw, study

WEIGHTED = {"weight": {"column": "W"}}
IDS = {"column": "ID", "keep": "none"}
CELL = st.sampled_from(["", " ", "1", "2", "3", "x", "-1"])
ROWS = st.lists(st.lists(CELL, min_size=0, max_size=5), max_size=8)


def ids(delivered):
    return [record.respondent_id for record in delivered.accepted]


def lines(delivered):
    return [record.line for record in delivered.accepted]


def refused(delivered):
    return [(record.line, record.column, record.rule) for record in delivered.refused]


def export(rows, header="ID|W|Risks"):
    records = tuple(Record(line, tuple(row)) for line, row in enumerate(rows, start=2))
    return RawExport(SOURCE, (tuple(header.split("|")),), records)


@given(ROWS, st.sampled_from(["none", "first", "last"]))
def test_every_record_is_accepted_or_refused(rows, keep):
    """Accepted and refused records together are the records of the export, each once."""
    rows = [["sound", "1", "x"], *rows]
    delivered = sort_out(
        export(rows), study(respondent={"column": "ID", "keep": keep}, **WEIGHTED), "w1"
    )
    accounted = [record.line for record in (*delivered.accepted, *delivered.refused)]
    assert list(range(2, len(rows) + 2)) == sorted(accounted)
    assert len(set(ids(delivered))) == len(ids(delivered))


@given(ROWS.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))), st.booleans())
def test_the_order_of_rows_changes_nothing_but_lines(orders, named):
    """The same people count, in the same order, and the rules take the same toll."""
    first, second = (
        sort_out(
            export([["sound", "1", "x"], *rows]),
            study(respondent=IDS if named else {}, **WEIGHTED),
            "w1",
        )
        for rows in orders
    )
    assert [(r.respondent_id, r.weight, r.cells) for r in first.accepted] == [
        (r.respondent_id, r.weight, r.cells) for r in second.accepted
    ]
    assert sorted(r.rule for r in first.refused) == sorted(r.rule for r in second.refused)


@pytest.mark.parametrize(
    ("rule", "column", "line"),
    [
        ("blank_row", "", " |\u00a0|"),
        ("blank_row", "", ""),
        ("field_count", "", "8|1"),
        ("field_count", "", "8|1|x|y"),
        ("no_respondent_id", "", " |1|x"),
        ("bad_weight", "weight", "8|many|x"),
        ("bad_weight", "weight", "8|-1|x"),
        ("bad_weight", "weight", "8||x"),
        ("bad_weight", "weight", "8|nan|x"),
        ("bad_weight", "weight", "8|1_0|x"),
        ("bad_weight", "weight", "8|1e999|x"),
        ("bad_weight", "weight", "8|1e308|x"),
        ("bad_weight", "weight", "8|1000000001|x"),
        ("bad_weight", "weight", "8|1e-200|x"),
        ("bad_weight", "weight", "8|0,5|x"),
    ],
)
def test_a_record_is_refused_by_the_first_rule_it_breaks(rule, column, line):
    """The refusal names line, rule and, where one cell broke it, the column."""
    delivered = sort_out(raw("ID|W|Risks", "7|1|x", line), study(**WEIGHTED), "w1")
    assert [(3, column, rule)] == refused(delivered)


@pytest.mark.parametrize(
    ("weight", "cell"),
    [(0.5, " 0.5 "), (0, "0"), (1200, "1.2e3"), (2, "+2"), (1e9, "1e9"), (1e-9, "1e-9")],
)
def test_a_weight_is_a_plain_number(weight, cell):
    """Numbers from zero up are weights, however they are written."""
    delivered = sort_out(raw("ID|W|Risks", f"7|{cell}|x"), study(**WEIGHTED), "w1")
    assert [weight] == [record.weight for record in delivered.accepted]


def test_a_weight_that_the_file_calls_missing_is_none():
    """99 may be no weight but the code for one that is not there."""
    labelled = RawExport(
        SOURCE,
        (("ID", "W", "Risks"),),
        (Record(2, ("7", "1", "x")), Record(3, ("8", "99", "x"))),
        values={1: ValueLabels(missing=frozenset({"99"}))},
    )
    assert [(3, "weight", "bad_weight")] == refused(sort_out(labelled, study(**WEIGHTED), "w1"))


def test_empty_cells_beyond_the_header_do_no_harm():
    """Trailing delimiters, as spreadsheets leave them, lose no respondent and add no cell."""
    delivered = sort_out(raw("ID|Risks", "7|x||"), study(), "w1")
    assert [("7", "x")] == [record.cells for record in delivered.accepted]


@pytest.mark.parametrize(
    ("kept", "rules", "keep"),
    [
        ([3], ["conflicting_id", "conflicting_id"], "none"),
        ([3, 4], ["superseded"], "last"),
        ([2, 3], ["superseded"], "first"),
    ],
)
def test_of_differing_records_with_one_id_the_study_says_which_counts(kept, rules, keep):
    """Unless it says so none does; white space around an id makes no other respondent."""
    twice = raw("ID|Risks", "7|draft", "8|x", " 7 |final")
    delivered = sort_out(twice, study(respondent={"column": "ID", "keep": keep}), "w1")
    assert kept == sorted(lines(delivered))
    assert rules == [record.rule for record in delivered.refused]


@pytest.mark.parametrize("keep", ["none", "last", "first"])
def test_of_records_alike_in_every_cell_the_first_counts(keep):
    """To deliver it again, or with white space around the id, is no conflict in any case."""
    again = raw("ID|Risks", "7|x", " 7\u00a0|x", "8|y", "7|x")
    delivered = sort_out(again, study(respondent={"column": "ID", "keep": keep}), "w1")
    assert [2, 4] == sorted(lines(delivered))
    assert [(3, "", "repeated"), (5, "", "repeated")] == refused(delivered)


def test_the_last_record_counts_though_it_repeats_an_earlier_one():
    """Who changed an answer and changed it back is counted with the last word."""
    back = raw("ID|Risks", "7|a", "7|b", "7|a")
    delivered = sort_out(back, study(respondent={"column": "ID", "keep": "last"}), "w1")
    assert [(2, ("7", "a"))] == [(r.line, r.cells) for r in delivered.accepted]
    assert [(3, "", "superseded"), (4, "", "repeated")] == refused(delivered)


def test_a_broken_record_conflicts_with_no_sound_one():
    """A record without a weight does not take the place of another."""
    delivered = sort_out(raw("ID|W|Risks", "7|1|x", "7||y"), study(**WEIGHTED), "w1")
    assert [2] == lines(delivered)


def test_ids_stay_text():
    """Zeros, case and words that other readers take for missing values survive."""
    delivered_ids = ["007", "1e3", "7", "7.0", "9" * 20, "A", "NA", "None", "a"]
    delivered = sort_out(raw("ID|Risks", *(f"{i}|x" for i in delivered_ids)), study(), "w1")
    assert delivered_ids == ids(delivered)


def test_a_missing_value_is_a_blank_id():
    """What the study takes for nothing is nothing in the id column too."""
    delivered = sort_out(raw("ID|Risks", "7|x", "-|y"), study(missing=["-"]), "w1")
    assert [(3, "", "no_respondent_id")] == refused(delivered)


def test_addresses_are_no_respondent_ids():
    """The error says what to do, and quotes no address."""
    addressed = raw("ID|Risks", "7|x", "sam@example.com|x")
    with pytest.raises(SourceDataError, match=r"column #1 .*line 3.*pseudonymise: true") as caught:
        sort_out(addressed, study(), "w1")
    assert "sam" not in str(caught.value)


def test_ids_that_a_spreadsheet_rounded_into_one_are_refused():
    """Different people would be taken for one; where each stands alone they may pass."""
    rounded = raw("ID|Risks", "1.15E+19|x", "2.15E+19|y")
    assert ["1.15E+19", "2.15E+19"] == ids(sort_out(rounded, study(), "w1"))
    with pytest.raises(SourceDataError, match=r"rows 2 and 3: .*rounded number; .*as text"):
        sort_out(raw("ID|Risks", "1.15E+19|x", "1.15E+19|y"), study(), "w1")


def test_without_an_id_column_a_record_is_named_by_its_cells():
    """Those alike in every cell are different people, whatever stands between them."""
    unnamed = raw("Role|Risks", "User|cost", "User|jobs", "User|cost")
    delivered = sort_out(unnamed, study(respondent={}), "w1")
    cost, jobs = ("User", "cost"), ("User", "jobs")
    assert sorted([record_id(cost, 0), record_id(cost, 1), record_id(jobs, 0)]) == ids(delivered)
    assert [] == refused(delivered)


@pytest.mark.parametrize(
    ("counted", "exclusion"),
    [
        (["1", "4"], {"values": ["Preview", "test"]}),
        (["1", "2", "3"], {"values": [""]}),
        (["1"], {"keep": ["Done"]}),
        (["1", "4"], {"keep": ["Done", ""]}),
    ],
)
def test_the_study_excludes_records_by_what_a_cell_says(counted, exclusion):
    """They are set aside under the name that the study gives the exclusion."""
    rows = raw("ID|Status|Risks", "1| Done |x", "2|Preview|x", "3|test|x", "4||x")
    delivered = sort_out(rows, study(exclude={"trial": {"column": "Status"} | exclusion}), "w1")
    assert counted == ids(delivered)
    assert {"trial"} == {record.rule for record in delivered.refused}


def test_an_exclusion_may_name_the_label_of_a_value():
    """In statistics files a cell holds a code; the code or its label may be meant."""
    labelled = RawExport(
        SOURCE,
        (("ID", "Status", "Risks"),),
        (Record(2, ("1", "0", "x")), Record(3, ("2", "1", "x"))),
        values={1: ValueLabels({"0": "Done", "1": "Preview"})},
    )
    excluded = study(exclude={"trial": {"column": "Status", "values": ["Preview"]}})
    assert ["1"] == ids(sort_out(labelled, excluded, "w1"))


def test_an_exclusion_may_not_be_called_like_a_rule_of_the_house():
    """The two could not be told apart in the accounts."""
    excluded = study(exclude={"accepted": {"column": "Risks", "values": ["x"]}})
    with pytest.raises(StudyConfigError, match="exclude: accepted"):
        sort_out(raw("ID|Risks", "1|x"), excluded, "w1")


def test_rows_that_could_not_be_read_are_among_the_refused():
    """They stand where they stood, under the rule that the reader gives."""
    damaged = RawExport(
        SOURCE,
        (("ID", "Risks"),),
        (Record(2, ("1", "x")), Record(4, ("", ""))),
        unread=(Unread(3, "encoding", "Risks"),),
    )
    assert [(3, "Risks", "encoding"), (4, "", "blank_row")] == refused(
        sort_out(damaged, study(), "w1")
    )


def test_a_record_keeps_count_of_the_rows_it_was_made_of():
    """In a long export a record that is refused takes all its rows along."""
    long = RawExport(
        SOURCE, (("ID", "Risks"),), (Record(2, ("1", "x"), 3), Record(5, ("", "y"), 2))
    )
    delivered = sort_out(long, study(), "w1")
    assert [(2, 3)] == [(record.line, record.rows) for record in delivered.accepted]
    assert [(5, 2)] == [(record.line, record.rows) for record in delivered.refused]


def test_an_export_without_a_sound_record_is_refused():
    """Every row has a field too many: the header is wrong, not the respondents."""
    headless = raw("ID|Risks", "7|cost, say|more", "8|a|b")
    with pytest.raises(
        SourceDataError, match=r"none of its 2 records.*2 columns.*\n  field_count: 2"
    ):
        sort_out(headless, study(), "w1")


@pytest.mark.parametrize(
    ("blank", "cell"), [(True, "\u00a0\t"), (True, " - "), (False, "N/A"), (False, "None")]
)
def test_blank_is_what_holds_nothing_or_what_the_study_says(blank, cell):
    """Words that other readers take for missing values are words."""
    assert blank is is_blank(cell, ["-"])
