"""Are rows of text laid out as an export, and cells as a person would read them?"""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.exports.cell_texts import text_of
from flows.exports.tables import MOST_CELLS, lay_out, refuse_huge
from nlp.contracts.errors import SourceDataError
from nlp.contracts.study import ExportLayout

LAYOUT = ExportLayout()
HEADER = ("ID", "Why")


def laid_out(*rows, layout=LAYOUT):
    return lay_out(rows, "w1.xlsx", layout, layout.header_rows)


def test_rows_below_the_header_become_records():
    """They are as wide as the header unless they hold more, and know their row."""
    export = laid_out(("ID", "Why", ""), ("1",), ("2", "b", " "), ("3", "c", "d"))
    assert ((HEADER), 3) == (export.header[0], len(export))
    assert [(2, ("1", "")), (3, ("2", "b")), (4, ("3", "c", "d"))] == [
        (record.line, record.cells) for record in export.records
    ]


def test_odd_characters_are_remarked_on_as_in_delimited_text():
    """NUL is taken out, half a character makes the row unread, broken letters are named."""
    export = laid_out(HEADER, ("1", "a\0"), ("2", "\ud83d"), ("3", "cafÃ©"))
    assert [("1", "a"), ("3", "cafÃ©")] == [record.cells for record in export.records]
    assert [(3, "surrogate", "Why")] == [(u.line, u.rule, u.column) for u in export.unread]
    assert [("nul", 2), ("mojibake", 4)] == [(r.rule, r.line) for r in export.remarks]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([HEADER], "no responses"),
        ([HEADER, ("", "")], "no responses"),
        ([("", ""), HEADER, ("1", "a")], "row 1: expected the names of the columns"),
        ([("Title", ""), HEADER, ("1", "a")], "header has 1, rows have 2"),
    ],
)
def test_what_is_no_table_is_refused(rows, message):
    """The message says which row is wrong."""
    with pytest.raises(SourceDataError, match=message):
        laid_out(*rows)


def test_tables_have_a_largest_size():
    """It is told before memory is taken."""
    refuse_huge(MOST_CELLS, 1, "w1.xlsx")
    with pytest.raises(SourceDataError, match=r"w1\.xlsx: expected a table of at most"):
        refuse_huge(MOST_CELLS // 2, 3, "w1.xlsx")


@given(st.floats(-1e300, 1e300))
def test_the_text_of_a_number_is_that_number(number):
    """To fifteen digits; whole ones are exact."""
    text = text_of(number)
    assert math.isclose(number, float(text), rel_tol=1e-14)
    assert not text.endswith(".0")
    if number.is_integer() and abs(number) < 2**53:
        assert int(number) == int(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_the_text_of_a_decimal_is_exact(number):
    """Not one digit is lost, and none is added."""
    assert number == Decimal(text_of(number))
    assert "E" not in text_of(number)


@pytest.mark.parametrize("value", [None, math.nan, math.inf, Decimal("NaN"), ""])
def test_what_is_no_value_is_blank(value):
    """None of them is an answer."""
    assert "" == text_of(value)
