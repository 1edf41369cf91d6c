"""Which cells hold rows that a stray quotation mark has swallowed?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.errors import SourceDataError
from nlp.contracts.raw import RawExport, Record
from nlp.intake.swallowing import refuse_swallowed_rows

ORDINARY = [
    ("1", "cost, mostly", "User"),
    ("2", "time", "User"),
    ("3", "trust", "Maker"),
    ("4", "no idea", "Maker"),
]


def export(*records, columns=("ID", "Why", "Role")):
    """An export of ordinary records above the given one, cut to as many columns."""
    rows = [row[: len(columns)] for row in ORDINARY] + list(records)
    numbered = tuple(Record(line, cells) for line, cells in enumerate(rows, start=2))
    return RawExport("w1.csv", (columns,), numbered)


@pytest.mark.parametrize(
    ("rows", "record"),
    [
        ("a row", ("5", "Freedom is good,User\n6,more control", "Maker")),
        ("a row, 2 in all", ("5", "Freedom is good,User\r\n6,,Maker\r\n7,more", "Maker")),
        ("a row, 2 in all", ("5", "Freedom,User\n6,says:,Maker\n\n7,more control", "Maker")),
        ("a row, 2 in all", ("5", "Freedom,User\n6,one,two,Maker\n7,x,Maker\n8,more", "User")),
        ("a row", ("5", "x", "User\n6,more,Maker")),
    ],
)
def test_rows_within_a_cell_are_refused(rows, record):
    """One row is enough; a blank line or a broken row between them does not hide the others."""
    with pytest.raises(SourceDataError, match=rf"^w1.csv: row 6, a cell spans .* like {rows}:"):
        refuse_swallowed_rows(export(record), ",")


def test_two_columns_are_enough():
    """An id that is like the others, and new, tells a row from a line with a comma."""
    swallowed = export(("5", "Freedom is good\n6,more control"), columns=("ID", "Why"))
    with pytest.raises(SourceDataError, match=r"row 6, a cell spans 2 lines .* like a row:"):
        refuse_swallowed_rows(swallowed, ",")


def test_the_error_quotes_nobody():
    """It says where and what to do, and not what stands there."""
    with pytest.raises(SourceDataError, match=r"take the two marks out") as caught:
        refuse_swallowed_rows(export(("5", "Zebulon,User\n6,Zebulon", "Maker")), ",")
    assert "Zebulon" not in str(caught.value)


@pytest.mark.parametrize(
    "why",
    [
        "first cost, then time\nbecause, honestly, it is slow",
        "one\ntwo, three",
        "cost\ntime,money\nlaw,trust",
        "my list:\n1, cost\n2, time",
        "we lost\n10,000 jobs",
        "we lost\n4,000 jobs",
        "my number:\n6, cost",
        "of all, these:\n6,cost\nand others\nand so on",
        "cost,\ntime,\ntrust,",
        "a\n\n\nb,c",
        "in\n2024,2025",
    ],
)
@pytest.mark.parametrize("columns", [("ID", "Why"), ("ID", "Why", "Role")])
def test_an_answer_of_several_lines_passes(why, columns):
    """Commas, lists and numbers in an answer make no row of a line."""
    refuse_swallowed_rows(export(("5", why, "User")[: len(columns)], columns=columns), ",")


def test_cells_after_a_long_answer_do_not_speak_for_its_last_line():
    """That the rest of a record is sound does not make a row of the line before it."""
    wide = ("ID", "Why", "Role", "Size", "Land")
    rows = [(str(i), "time", "User", "Small", "North") for i in range(1, 9)]
    rows.append(("9", "two things:\ncost,trust", "User", "Small"))
    numbered = tuple(Record(line, cells) for line, cells in enumerate(rows, start=2))
    refuse_swallowed_rows(RawExport("w1.csv", (wide,), numbered), ",")


def test_an_answer_in_the_first_column_may_end_in_words_others_wrote():
    """The end of a first cell always fills up its record, which tells nothing."""
    rows = [("cost", "User"), ("cost", "Maker"), ("I say:\ncost", "User")]
    numbered = tuple(Record(line, cells) for line, cells in enumerate(rows, start=2))
    refuse_swallowed_rows(RawExport("w1.csv", (("Why", "Role"),), numbered), ",")


PROSE = st.lists(st.sampled_from(["cost", "time", "in 2025", "3", "User", "a lot"]), max_size=4)


@given(st.lists(PROSE.map(", ".join), max_size=5).map("\n".join))
def test_prose_is_never_taken_for_rows(why):
    """However many commas a line of prose has, a space stands behind them."""
    refuse_swallowed_rows(export(("5", f"well\n{why}", "User")), ",")
