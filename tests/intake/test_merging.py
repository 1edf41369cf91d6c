"""How do the rows of one respondent become one record?"""

import pytest

from nlp.contracts.raw import Record
from nlp.intake.merging import Merge, Row
from nlp.intake.places import LONGEST_NAME
from tests.intake.small_export import study


def row(line, question, answer, *about, who="1"):
    return Row(line, (who, ""), question, answer, (who, *about))


def merge(*questions, **changes):
    return Merge(study(**changes), "w1", questions)


def test_a_record_starts_on_its_first_row_whatever_the_order_of_the_rows():
    """Respondents come in the order of their first rows; each holds all questions."""
    rows = [row(4, "a", "x"), row(3, "b", "y", who="2"), row(2, "b", "z")]
    expected = [Record(2, ("1", "x", "z"), 2), Record(3, ("2", "", "y"), 1)]
    assert expected == merge("a", "b").records(rows)


def test_the_last_answer_may_be_one_that_was_given_before():
    """Who goes back to an earlier answer means that one, though its row is a repeat."""
    made = merge("a", respondent={"column": "ID", "keep": "last"})
    records = made.records([row(2, "a", "x"), row(3, "a", "y"), row(4, "a", "x")])
    assert [Record(2, ("1", "x"), 1)] == records
    assert {(4, "repeated"), (3, "superseded")} == {(one.line, one.rule) for one in made.unread}


def test_a_blank_answer_contradicts_nothing():
    """Its row counts, and the words of the other row are the answer."""
    made = merge("a", missing=["-"])
    assert [Record(2, ("1", "x"), 2)] == made.records([row(2, "a", "-"), row(3, "a", "x")])
    assert [] == made.unread


@pytest.mark.parametrize("again", ["too  slow", " too slow", "too slow\n", "too\u00a0slow"])
def test_white_space_makes_no_conflict(again):
    """The same words are the same answer; what was delivered first stands."""
    made = merge("a")
    records = made.records([row(2, "a", "too slow"), row(3, "a", again)])
    assert [Record(2, ("1", "too slow"), 1)] == records
    assert [(3, "repeated")] == [(one.line, one.rule) for one in made.unread]


@pytest.mark.parametrize(("keep", "line"), [("last", 2), ("first", 4)])
def test_of_answers_that_differ_one_is_set_aside_whatever_its_white_space(keep, line):
    """The answer that counts is none of the others, however it was spaced."""
    made = merge("a", respondent={"column": "ID", "keep": keep})
    made.records([row(2, "a", "x"), row(3, "a", " x"), row(4, "a", "y"), row(5, "a", "y ")])
    rules = {(one.line, one.rule) for one in made.unread}
    assert {(3, "repeated"), (5, "repeated"), (line, "superseded")} == rules


def test_joined_answers_are_told_apart_by_their_words():
    """An option is not chosen twice for a space."""
    closed = {"use": {"column": "a", "label": "A", "kind": "multiple", "separator": ";"}}
    made = merge("a", closed_questions=closed)
    records = made.records([row(2, "a", "x "), row(3, "a", "y"), row(4, "a", "x")])
    assert [Record(2, ("1", "x;y"), 2)] == records


@pytest.mark.parametrize("length", [LONGEST_NAME, LONGEST_NAME + 1])
def test_a_long_question_is_not_named_beside_a_conflict(length):
    """What stands in the column of questions may be an answer; only a short one is shown."""
    question = "q" * length
    made = merge(question)
    assert [] == made.records([row(2, question, "x"), row(3, question, "y")])
    shown = question if length == LONGEST_NAME else ""
    assert [shown, shown] == [one.column for one in made.unread]


def test_remarks_name_columns_and_never_what_stood_there():
    """One remark per column, with how many respondents and where first."""
    made = merge("a", "b")
    rows = [
        row(line, "ab"[line % 2], "x", f"secret {line}", who=str(line // 2)) for line in (2, 3)
    ]
    made.records([*rows, row(8, "a", "x", "", who="4"), row(9, "b", "x", "known", who="4")])
    (remark,) = made.remarks(["ID", "Region"])
    assert ("differing", 2, "Region") == (remark.rule, remark.line, remark.column)
    assert "of 1 respondents" in remark.message
    assert "secret" not in remark.message
