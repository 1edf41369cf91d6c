"""Does a long export become one record per respondent, with no row lost?"""

import csv
import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.errors import SourceDataError, StudyConfigError
from nlp.contracts.raw import RawExport, Record, Unread, ValueLabels
from nlp.contracts.tables import Answers, build
from nlp.intake.answers import read_answers
from nlp.intake.records import sort_out
from nlp.intake.reshaping import MOST_QUESTIONS, widen
from nlp.intake.responses import read_responses
from tests.intake.small_export import raw, study

LONG = {"long": {"question": "Question", "answer": "Answer"}}
EXPORT = raw(
    "ID|Region|Question|Answer|Note",
    "1|North|Why?|x|",
    "2|South|Why?|y|n",
    "1||How, and for how long do you expect it to last?|z|",
    "2|South|Where?|here|n",
)


def long_study(**changes):
    return study(export=LONG, **changes)


def records(export):
    return [(record.line, *record.cells, record.rows) for record in export.records]


def test_answers_become_columns_behind_the_others():
    """Questions are named by their text, in alphabetical order; what was not asked is blank."""
    wide = widen(EXPORT, long_study(), "w1")
    long_question = "How, and for how long do you expect it to last?"
    assert (("ID", "Region", "Note", long_question, "Where?", "Why?"),) == wide.header
    assert [
        (2, "1", "North", "", "z", "", "x", 2),
        (3, "2", "South", "n", "", "here", "y", 2),
    ] == (records(wide))
    assert (len(EXPORT), EXPORT.digest, ()) == (len(wide), wide.digest, wide.remarks)


def test_a_wide_export_is_left_alone():
    """Only what the study calls long is reshaped."""
    assert EXPORT is widen(EXPORT, study(), "w1")


def test_a_row_that_says_too_little_is_unread():
    """Blank rows, ids and questions, and rows of another shape; all of them are counted."""
    export = raw(
        "ID|Question|Answer", "1|Why?|x", "||", "|Why?|x", "1| |x", "1|Why?|x|x", "1|Why?"
    )
    wide = widen(export, long_study(), "w1")
    assert [
        Unread(3, "blank_row"),
        Unread(4, "no_respondent_id"),
        Unread(5, "no_question", "Question"),
        Unread(6, "field_count"),
        Unread(7, "field_count"),
    ] == list(wide.unread)
    assert len(export) == len(wide)


@pytest.mark.parametrize(
    ("expected", "keep"),
    [
        (("", [(3, "conflicting_answer"), (4, "repeated"), (5, "conflicting_answer")]), "none"),
        (("x", [(4, "repeated"), (5, "superseded")]), "first"),
        (("y", [(3, "superseded"), (4, "repeated")]), "last"),
    ],
)
def test_two_answers_to_one_question(expected, keep):
    """Of answers alike the first counts; of answers that differ, what the study keeps."""
    export = raw("ID|Question|Answer", "1|Why?|", "1|Why?|x", "1|Why?|x", "1|Why?|y", "1|Who?|z")
    who = {"column": "ID", "keep": keep}
    wide = widen(export, long_study(respondent=who), "w1")
    cell, unread = expected
    assert ("1", "z", cell) == wide.records[0].cells
    assert unread == [(row.line, row.rule) for row in wide.unread]
    assert len(export) == len(wide)


def test_who_only_contradicts_themselves_has_no_record():
    """There is nothing left to count."""
    export = raw("ID|Question|Answer", "1|Why?|x", "1|Why?|y", "2|Why?|z")
    wide = widen(export, long_study(), "w1")
    assert [(4, "2", "z", 1)] == records(wide)
    assert len(export) == len(wide)


def test_a_check_all_question_may_have_a_row_per_option():
    """Its separator joins them, and the reader takes them apart again."""
    export = raw("ID|Question|Answer", "1|Which?|Law", "1|Which?|Cost", "1|Why?|x")
    which = {"column": "Which?", "label": "W", "kind": "multiple", "separator": ";"}
    why = {"risks": {"column": "Why?", "label": "Why"}}
    asked = long_study(closed_questions={"which": which}, open_questions=why)
    delivered = sort_out(widen(export, asked, "w1"), asked, "w1")
    assert ["Cost", "Law"] == list(read_answers(delivered, asked, "w1")["option"])
    assert 3 == delivered.accepted[0].rows


def test_what_differs_between_the_rows_of_one_respondent_is_remarked():
    """Most rows win, and where none do, the alphabet; blanks say nothing."""
    export = raw(
        "ID|Region|Size|Question|Answer",
        "1|North|S|a|x",
        "1|South|L|b|x",
        "1|South||c|x",
        "2|East|L|a|x",
    )
    wide = widen(export, long_study(), "w1")
    assert ("1", "South", "L") == wide.records[0].cells[:3]
    assert [("Region", 2), ("Size", 2)] == [(said.column, said.line) for said in wide.remarks]


def test_waves_in_one_long_export_stay_apart():
    """Who answered in two waves has a record for each."""
    export = raw("ID|Wave|Question|Answer", "1|w1|Why?|x", "1|w2|Why?|y")
    wide = widen(export, long_study(wave_column="Wave"), "w1")
    assert [(2, "1", "w1", "x", 1), (3, "1", "w2", "y", 1)] == records(wide)


def test_labels_of_values_move_with_their_columns():
    """A question goes by its label, and its answers keep theirs."""
    roles, answers = ValueLabels({"1": "Maker"}), ValueLabels({"1": "Yes"}, frozenset({"9"}))
    export = dataclasses.replace(
        raw("Question|ID|Answer|Role", "7|1|1|1"),
        values={0: ValueLabels({"7": "Useful?"}), 2: answers, 3: roles},
    )
    wide = widen(export, long_study(), "w1")
    assert (("ID", "Role", "Useful?"),) == wide.header
    assert {1: roles, 2: answers} == wide.values


def test_every_row_of_the_header_is_kept():
    """A question stands in each of them."""
    export = raw("A|B|C", "ID|Question|Answer", "1|Why?|x", header_rows=2)
    assert (("A", "Why?"), ("ID", "Why?")) == widen(export, long_study(), "w1").header


def test_columns_that_are_not_there_are_told_at_once():
    """A study file for another export shows all its loose ends."""
    with pytest.raises(SourceDataError) as caught:
        widen(raw("ID|Text", "1|x"), long_study(), "w1")
    assert "export.long.question: no column is named Question" in str(caught.value)
    assert "export.long.answer: no column is named Answer" in str(caught.value)


def test_a_long_export_needs_ids():
    """Without them nobody knows which answers belong together."""
    with pytest.raises(StudyConfigError, match="an export with one row per answer needs one"):
        widen(EXPORT, long_study(respondent={}), "w1")


def test_a_column_of_answers_is_not_taken_for_the_questions():
    """What people wrote would become the header, which messages quote."""
    rows = tuple(Record(n, (str(n), f"secret {n}", "x")) for n in range(2, MOST_QUESTIONS + 3))
    export = RawExport("w1.csv", (("ID", "Question", "Answer"),), rows)
    with pytest.raises(SourceDataError, match="column #2 names 1001 questions") as caught:
        widen(export, long_study(), "w1")
    assert "secret" not in str(caught.value)


CELLS = st.sampled_from(["", " ", "1", "2", "x", "y"])


@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1), st.randoms())
def test_no_row_is_lost_and_their_order_means_nothing(rows, drawn):
    """Shuffled rows keep their lines, so all but the order of unread rows is the same."""
    lines = [Record(n, cells) for n, cells in enumerate(rows, start=2)]
    shuffled = drawn.sample(lines, len(lines))
    wide, again = (
        widen(
            RawExport("w1.csv", (("ID", "Region", "Question", "Answer"),), tuple(some)),
            long_study(),
            "w1",
        )
        for some in (lines, shuffled)
    )
    assert wide == again
    assert len(rows) == len(wide)


def test_lines_aside_the_order_of_rows_means_nothing():
    """Delivered the other way round, the same respondents say the same."""
    rows = [record.cells for record in EXPORT.records]
    turned = [Record(n, cells) for n, cells in enumerate(reversed(rows), start=2)]
    wide, again = (
        {record.cells for record in widen(export, long_study(), "w1").records}
        for export in (EXPORT, dataclasses.replace(EXPORT, records=tuple(turned)))
    )
    assert wide == again


def test_a_real_long_export_loads(shared_data):
    """The Australian consultation: every answer of every submission arrives at its question."""
    path = shared_data / "aus_responsible_ai_2023" / "aus_responsible_ai_2023_long.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    export = RawExport(
        path.name, (tuple(header),), tuple(Record(n, tuple(r)) for n, r in enumerate(rows, 2))
    )
    question = "Q02 Other AI risks and recommendations for regulation"
    asked = study(
        export={"long": {"question": "question", "answer": "answer"}},
        respondent={"column": "sub_num"},
        open_questions={"risks": {"column": question, "label": "Risks"}},
    )
    delivered = sort_out(widen(export, asked, "w1"), asked, "w1")
    written = read_responses(delivered, build([], Answers), asked, "w1")["verbatim"]
    expected = sorted(cells[3] for cells in rows if cells[2] == question and cells[3].strip())
    assert expected == sorted(cell for cell in written if cell.strip())
    assert (313, 3968) == (len(delivered.accepted), sum(r.rows for r in delivered.accepted))
