"""When did respondents hand in?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.intake.records import sort_out
from nlp.intake.submitted import read_day, remark_on_days
from tests.intake.small_export import raw, study

APRIL_3 = date(2025, 4, 3)


@pytest.mark.parametrize(
    ("order", "cell"),
    [
        ("year first", "2025-04-03"),
        ("year first", " 2025/4/3 "),
        ("year first", "2025-04-03T23:30:00-05:00"),
        ("year first", "2025-04-03T23:30:00.123Z"),
        ("year first", "2025/04/03 9:00:00 AM GMT"),
        ("year first", "2025/04/03 9:00:00 AM GMT+1"),
        ("day first", "03/04/2025"),
        ("day first", "3.4.2025, 14:05"),
        ("day first", "3-4-25"),
        ("month first", "04/03/2025 11:59 PM"),
        ("month first", "4/3/25"),
    ],
)
def test_a_day_is_read_in_the_order_that_is_declared(order, cell):
    """The time after it may be written in any usual way."""
    assert APRIL_3 == read_day(cell, order)


@pytest.mark.parametrize(
    ("problem", "order", "cell"),
    [
        ("no_such_day", "year first", "0000-04-03"),
        ("ambiguous", "year first", "03/04/2025"),
        ("ambiguous", "year first", "1/2/25 11:59 PM"),
        ("not_as_declared", "year first", "31/12/2025"),
        ("not_as_declared", "year first", "04/04/2025"),
        ("not_as_declared", "day first", "2025-04-03"),
        ("not_as_declared", "year first", "45750"),
        ("not_as_declared", "year first", "soon"),
        ("not_as_declared", "year first", "2025-04/03"),
        ("no_such_day", "year first", "2025-02-30"),
        ("no_such_day", "day first", "04/13/2025"),
        ("no_such_day", "month first", "13/04/2025"),
        ("no_such_day", "year first", "2025-04-03 25:00"),
        ("no_such_day", "month first", "04/03/2025 13:30 PM"),
    ],
)
def test_nothing_is_guessed_about_a_day(problem, order, cell):
    """What is not written as declared is told apart by how it might have been meant."""
    assert problem == read_day(cell, order)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_as_it_was_written(day):
    """In each order, whatever the other orders would make of it."""
    ordered = {"year first": "%Y-%m-%d", "day first": "%d/%m/%Y", "month first": "%m/%d/%Y"}
    assert {day} == {read_day(day.strftime(form), order) for order, form in ordered.items()}


@pytest.mark.parametrize(
    ("order", "cell"), [("year first", "0025-04-03"), ("day first", "03/04/0025")]
)
def test_a_year_of_four_digits_is_of_no_other_century(order, cell):
    """Damage is not mended: two digits are short for a year of this century, four are not."""
    assert date(25, 4, 3) == read_day(cell, order)


def remarks(*cells, wave=None, **submitted):
    asked = study(
        respondent={"column": "ID", "submitted": {"column": "Day"} | submitted},
        waves={"w1": {"source": "a"} | (wave or {})},
    )
    rows = (f"{number}|{cell}|x" for number, cell in enumerate(cells))
    delivered = sort_out(raw("ID|Day|Risks", *rows), asked, "w1")
    return [(r.rule, r.line, r.message) for r in remark_on_days(delivered, asked, "w1")]


def test_odd_days_are_told_by_row():
    """In the order of rows; the cell is not shown."""
    assert [
        (
            "ambiguous",
            2,
            "ambiguous date, row 2: it is not written year first and has two readings; "
            "set respondent.submitted.order",
        ),
        ("not_as_declared", 4, "row 4: not a day written year first"),
    ] == remarks("03/04/2025", "2025-04-03", "45750")


def test_who_has_not_handed_in_is_counted():
    """Platforms write the empty cell or a day long past; they count all the same."""
    said = "not submitted: rows 2 and 3; they count unless `exclude` sets them aside"
    assert [("not_submitted", 2, said)] == remarks("1980-01-01 00:00:00", "", "2025-04-03")


def test_days_outside_of_the_field_are_told():
    """The first and the last day belong to it."""
    said = "handed in outside of the days in the field, 2025-04-01 to 2025-04-03: row 4"
    wave = {"fielded": ["2025-04-01", "2025-04-03"]}
    assert [("outside_field", 4, said)] == remarks(
        "2025-04-01", "2025-04-03 23:59", "2025-04-04", wave=wave
    )


def test_many_odd_days_are_shortened():
    """Twenty rows are told, and how many more there are."""
    told = remarks(*["45750"] * 25)
    assert (21, "and 5 more like these") == (len(told), told[-1][2])


def test_without_a_declared_column_no_day_is_read():
    """A study that does not ask when is told nothing."""
    delivered = sort_out(raw("ID|Day|Risks", "1|45750|x"), study(), "w1")
    assert [] == remark_on_days(delivered, study(), "w1")
