"""What is said of rows that were set aside?"""

import pytest

from nlp.contracts.raw import RawExport, Record, Unread
from nlp.intake.records import sort_out
from nlp.intake.row_remarks import remark_on_rows
from tests.intake.small_export import SOURCE, raw, study

HEADER = "respondent_id|wave|W|role|Risks"
STUDY = study(respondent={"column": "respondent_id"}, weight={"column": "W"}, wave_column="wave")


def told(export, asked=STUDY):
    remarks = remark_on_rows(sort_out(export, asked, "w1"), asked)
    return [(remark.rule, remark.line, remark.message) for remark in remarks]


@pytest.mark.parametrize(
    ("rule", "message", "line"),
    [
        ("field_count", "row 3, expected 5 fields, found 2", "8|w1"),
        ("field_count", "row 3, expected 5 fields, found 6", "8|w1|1|a|b|c"),
        (
            "no_respondent_id",
            "row 3, column respondent_id: expected a respondent id, found none",
            " |w1|1||x",
        ),
        ("no_wave", "row 3, column wave: expected the name of a wave, found none", "8||1||x"),
        (
            "unknown_wave",
            "row 3, column wave: expected the name of a wave of the study, found another word",
            "8|w1 (pilot)|1||x",
        ),
        (
            "bad_weight",
            "row 3, column W: expected a number from zero up, such as 0.85",
            "8|w1|much||x",
        ),
    ],
)
def test_a_fault_is_told_by_row_and_column(rule, message, line):
    """What was expected is said, and what was found, never what stood there."""
    assert [(rule, 3, message)] == told(raw(HEADER, "7|w1|1|a|x", line))


def test_what_is_no_fault_is_not_told_row_by_row():
    """Blank rows, other waves and what the study excludes are only counted."""
    waves = {"w1": {"source": SOURCE}, "w2": {"source": SOURCE}}
    excluded = {"trial": {"column": "Risks", "values": ["test"]}}
    tracker = study(wave_column="wave", waves=waves, exclude=excluded)
    export = raw("ID|wave|Risks", "7|w1|x", "||", "8|w2|x", "9|w1|test")
    assert [] == told(export, tracker)


def test_a_row_that_could_not_be_read_is_told_with_its_column():
    """Known rules of readers in words, others by their name."""
    damaged = RawExport(
        SOURCE,
        (("ID", "Risks"),),
        (Record(2, ("1", "x")),),
        unread=(Unread(3, "encoding", "Risks"), Unread(4, "torn_page")),
    )
    assert [
        (
            "encoding",
            3,
            "row 3, column Risks: found bytes that are not of the encoding that was declared",
        ),
        ("torn_page", 4, "row 4: torn page"),
    ] == told(damaged, study())


def keeping(keep, **more):
    return study(respondent={"column": "ID", "keep": keep} | more)


TWICE = raw("ID|role|region|Risks", "R002|a|b|x", "R003|a|b|x", "R002|b|c|x")


@pytest.mark.parametrize(
    ("rule", "end", "keep"),
    [
        ("conflicting_id", "none of them counts", "none"),
        ("superseded", "row 4 counts", "last"),
        ("superseded", "row 2 counts", "first"),
    ],
)
def test_differing_records_of_one_id_are_told_together(rule, end, keep):
    """With the rows, the columns in which they differ, and which counts."""
    message = f"R002, rows 2 and 4, differing columns role region: {end}"
    assert [(rule, 2, message)] == told(TWICE, keeping(keep))


def test_records_alike_in_every_cell_are_told_together():
    """The first counts."""
    again = raw("ID|Risks", "1|y", "R002|x", "R002|x")
    message = "R002, rows 3 and 4: alike in every cell; row 3 counts"
    assert [("repeated", 3, message)] == told(again, study())


def test_many_differing_columns_are_counted():
    """Six are named."""
    wide = raw("ID|a|b|c|d|e|f|g|Risks", "1|1|1|1|1|1|1|1|1", "1|2|2|2|2|2|2|2|2", "2||||||||x")
    ((_, _, message),) = told(wide, study())
    assert "1, rows 2 and 3, differing columns a b c d e f and 2 more: none of them counts" == (
        message
    )


def test_ids_are_shown_only_where_they_are_no_pseudonyms_and_no_words():
    """With another column named by mistake an answer would be shown."""
    assert "rows 2 and 4" == told(TWICE, keeping("none", pseudonymise=True))[0][2][:12]
    for answer in ("too many jobs lost", "jobs"):
        answers = raw("ID|Risks", f"{answer}|x", f"{answer}|y", "2|z")
        assert "rows 2 and 3" == told(answers, study())[0][2][:12]


def test_white_space_around_an_id_is_no_difference():
    """The id is what the records share."""
    export = raw("ID|Risks", "R1|x", "R1 |y", "2|z")
    assert ["R1, rows 2 and 3, differing columns Risks: none of them counts"] == [
        message for _, _, message in told(export, study())
    ]


def test_many_faults_of_one_rule_are_shortened():
    """Twenty are told, and the number of the others."""
    remarks = told(raw("ID|Risks", "1|x", *["2"] * 25), study())
    assert (21, "and 5 more like these") == (len(remarks), remarks[-1][2])


def test_an_answer_delivered_again_is_no_respondent_delivered_again():
    """In a long export the first row of a record may be one that another row supersedes."""
    long = RawExport(
        SOURCE,
        (("ID", "Risks"),),
        (Record(2, ("1", "y"), 1),),
        unread=(Unread(2, "superseded", "Risks"), Unread(4, "repeated")),
    )
    message = "row 2, column Risks: found another answer of the same respondent, which counts"
    assert [("superseded", 2, message)] == told(long, study())
