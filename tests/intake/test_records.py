"""Which records count?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.errors import SourceDataError
from nlp.contracts.ids import pseudonym
from nlp.contracts.raw import RawExport, Record
from nlp.intake.records import RULES, locate, sort_out
from tests.intake.small_export import SOURCE, raw, study

WEIGHTED = {"weight": {"column": "W"}}
CELL = st.sampled_from(["", " ", "1", "2", "3", "x", "-1"])


@given(
    st.lists(st.lists(CELL, min_size=0, max_size=5), max_size=8),
    st.sampled_from(["first", "last"]),
)
def test_every_record_is_accepted_or_refused(rows, keep):
    """Accepted and refused records together are the records of the export, each once."""
    rows = [["sound", "1", "x"], *rows]
    records = tuple(Record(line, tuple(row)) for line, row in enumerate(rows, start=2))
    export = RawExport(SOURCE, (("ID", "W", "Risks"),), records)
    respondent = {"column": "ID", "keep": keep}
    accepted, refused = sort_out(export, study(respondent=respondent, **WEIGHTED), "w1")
    lines = [record.line for record in (*accepted, *refused)]
    assert [record.line for record in records] == sorted(lines)
    assert len(accepted) == len({record.respondent_id for record in accepted})


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
        ("bad_weight", "weight", "8|0,5|x"),
    ],
)
def test_a_record_is_refused_by_the_first_rule_it_breaks(rule, column, line):
    """The refusal names line, rule and, where one cell broke it, the column."""
    _, refused = sort_out(raw("ID|W|Risks", "7|1|x", line), study(**WEIGHTED), "w1")
    assert [(3, column, rule)] == [(r.line, r.column, r.rule) for r in refused]


@pytest.mark.parametrize(
    ("weight", "cell"), [(0.5, " 0.5 "), (0, "0"), (1200, "1.2e3"), (2, "+2")]
)
def test_a_weight_is_a_plain_number(weight, cell):
    """Numbers from zero up are weights, however they are written."""
    accepted, _ = sort_out(raw("ID|W|Risks", f"7|{cell}|x"), study(**WEIGHTED), "w1")
    assert [weight] == [record.weight for record in accepted]


def test_empty_cells_beyond_the_header_do_no_harm():
    """Trailing delimiters, as spreadsheets leave them, lose no respondent."""
    accepted, _ = sort_out(raw("ID|Risks", "7|x||"), study(), "w1")
    assert ["7"] == [record.respondent_id for record in accepted]


@pytest.mark.parametrize(("kept", "keep"), [(4, "last"), (2, "first")])
def test_of_records_with_one_id_the_study_says_which_counts(kept, keep):
    """The others are superseded; white space around an id makes no other respondent."""
    export = raw("ID|Risks", "7|draft", "8|x", " 7 |final")
    accepted, refused = sort_out(export, study(respondent={"column": "ID", "keep": keep}), "w1")
    assert {3, kept} == {record.line for record in accepted}
    assert [(6 - kept, "superseded")] == [(r.line, r.rule) for r in refused]


def test_a_broken_record_supersedes_no_sound_one():
    """A later record without a weight does not take the place of the earlier one."""
    accepted, _ = sort_out(raw("ID|W|Risks", "7|1|x", "7||y"), study(**WEIGHTED), "w1")
    assert [2] == [record.line for record in accepted]


def test_ids_stay_text():
    """Zeros, case and words that other readers take for missing values survive."""
    ids = ["007", "7", "7.0", "1e3", "NA", "None", "a", "A"]
    accepted, _ = sort_out(raw("ID|Risks", *(f"{i}|x" for i in ids)), study(), "w1")
    assert ids == [record.respondent_id for record in accepted]


def test_a_missing_value_is_a_blank_id():
    """What the study takes for nothing is nothing in the id column too."""
    _, refused = sort_out(raw("ID|Risks", "7|x", "-|y"), study(missing=["-"]), "w1")
    assert ["no_respondent_id"] == [record.rule for record in refused]


def test_addresses_are_no_respondent_ids():
    """The error says what to do, and quotes no address."""
    export = raw("ID|Risks", "7|x", "sam@example.com|x")
    with pytest.raises(SourceDataError, match=r"column #1 .*line 3.*pseudonymise: true") as caught:
        sort_out(export, study(), "w1")
    assert "sam" not in str(caught.value)


def test_pseudonyms_replace_delivered_ids():
    """With pseudonyms an address may be the id: it does not travel on."""
    respondent = {"column": "ID", "pseudonymise": True}
    accepted, _ = sort_out(
        raw("ID|Risks", "sam@example.com|x"), study(respondent=respondent), "w1"
    )
    assert [pseudonym("s", "sam@example.com")] == [record.respondent_id for record in accepted]


def test_an_export_without_a_sound_record_is_refused():
    """Every row has a field too many: the header is wrong, not the respondents."""
    export = raw("ID|Risks", "7|cost, say|more", "8|a|b")
    with pytest.raises(
        SourceDataError, match=r"none of its 2 records.*2 columns.*\n  field_count: 2"
    ):
        sort_out(export, study(), "w1")


def test_all_wrong_columns_are_told_at_once():
    """Each problem names its place in the study file."""
    wrong = study(respondent={"column": "Idd"}, **WEIGHTED)
    with pytest.raises(SourceDataError, match=r"respondent\.column: .*\n.*weight\.column: "):
        locate(raw("ID|Risks", "7|x"), wrong, "w1")


def test_a_wave_without_an_id_column_is_refused():
    """A mapping that leaves out the wave leaves its respondents without ids."""
    elsewhere = study(waves={"w1": {"source": "a"}, "w2": {"source": "b"}})
    elsewhere = elsewhere.model_copy(
        update={"respondent": elsewhere.respondent.model_copy(update={"column": {"w2": "ID"}})}
    )
    with pytest.raises(SourceDataError, match=r"respondent\.column: .* wave w1"):
        locate(raw("ID|Risks", "7|x"), elsewhere, "w1")


def test_every_rule_is_explained():
    """Each rule that a whole record can break has its sentence."""
    assert {"blank_row", "field_count", "no_respondent_id", "bad_weight", "superseded"} == set(
        RULES
    )


def test_without_an_id_column_every_record_is_a_respondent():
    """Records are named by their line, so that one can be found again in the export."""
    export = raw("Risks", "cost", "jobs")
    accepted, refused = sort_out(export, study(respondent={}), "w1")
    assert (["line 2", "line 3"], []) == ([one.respondent_id for one in accepted], refused)
