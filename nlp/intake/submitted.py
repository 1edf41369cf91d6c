"""When respondents handed in: days are read as the study file says they are written."""

import re
from collections.abc import Collection, Iterator
from datetime import date
from functools import lru_cache
from typing import Literal

from nlp.contracts.raw import Remark
from nlp.contracts.study import DayOrder, Study
from nlp.intake.places import column_name
from nlp.intake.records import SortedExport, is_blank
from nlp.intake.telling import numbered, shortened

Problem = Literal["ambiguous", "no_such_day", "not_as_declared"]

_DAY = re.compile(
    r"""(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})
    (?:(?:[T,]|\s)\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s?([AaPp]\.?[Mm]\.?)?
    \s?(?:Z|(?:[A-Z]{3,4})?\s?(?:[+-]\d{1,2}(?::?\d{2})?)?)?)?""",
    re.VERBOSE,
)
_WRITTEN: dict[DayOrder, tuple[int, int, int]] = {
    "year first": (0, 1, 2),
    "day first": (2, 1, 0),
    "month first": (2, 0, 1),
}
"""Where year, month and day stand among the three numbers."""

_CENTURY = 2000
"""Of years that are written in two digits."""

_WORDS: dict[Problem, str] = {
    "ambiguous": "ambiguous date, {row}: it is not written {order} and has two readings; "
    "set respondent.submitted.order",
    "no_such_day": "{row}: written {order}, there is no such day or time",
    "not_as_declared": "{row}: not a day written {order}",
}


@lru_cache(maxsize=65_536)
def read_day(cell: str, order: DayOrder) -> date | Problem:
    """Return the day that *cell* holds, written in *order*, or what is wrong with it.

    >>> read_day("03/04/2025 09:00", "day first")
    datetime.date(2025, 4, 3)
    >>> read_day("03/04/2025", "year first")
    'ambiguous'
    """
    match = _DAY.fullmatch(cell.strip())
    if not match:
        return "not_as_declared"
    numbers = (match[1], match[3], match[4])
    if _fits(numbers, order):
        day = _day_of(numbers, order)
        return day if day and _is_time(match) else "no_such_day"
    others = {_day_of(numbers, other) for other in _WRITTEN if _fits(numbers, other)} - {None}
    return "ambiguous" if len(others) > 1 else "not_as_declared"


def remark_on_days(delivered: SortedExport, study: Study, wave: str) -> list[Remark]:
    """Return what is odd about the days on which accepted respondents handed in."""
    said, column = study.respondent.submitted, delivered.places.submitted
    if said is None or column is None:
        return []
    name = column_name(delivered.raw, column)
    unhanded: list[int] = []
    wrong: dict[Problem, list[int]] = {}
    days: list[tuple[int, date]] = []
    for line, cell in _cells(delivered, column):
        if cell in said.not_yet or is_blank(cell, study.missing):
            unhanded.append(line)
        elif isinstance(read := read_day(cell, said.order), date):
            days.append((line, read))
        else:
            wrong.setdefault(read, []).append(line)
    remarks = [
        remark
        for problem, lines in wrong.items()
        for remark in shortened(
            Remark(
                problem, _WORDS[problem].format(row=f"row {line}", order=said.order), line, name
            )
            for line in lines
        )
    ]
    if unhanded:
        message = (
            f"not submitted: {numbered(unhanded)}; they count unless `exclude` sets them aside"
        )
        remarks.append(Remark("not_submitted", message, unhanded[0], name))
    return remarks + _outside(days, study.waves[wave].fielded, name)


def _cells(delivered: SortedExport, column: int) -> Iterator[tuple[int, str]]:
    lines = ((record.line, record.cells[column].strip()) for record in delivered.accepted)
    yield from sorted(lines)


def _fits(numbers: Collection[str], order: DayOrder) -> bool:
    """Return whether the year stands where *order* puts it: it alone may have four digits."""
    digits = [len(number) for number in numbers]
    if order == "year first":
        return digits[0] == 4 and digits[2] <= 2
    return digits[0] <= 2 and digits[2] in (2, 4)


def _day_of(numbers: tuple[str, str, str], order: DayOrder) -> date | None:
    year, month, day = (numbers[place] for place in _WRITTEN[order])
    century = _CENTURY if len(year) == 2 else 0
    try:
        return date(century + int(year), int(month), int(day))
    except ValueError:
        return None


def _is_time(match: re.Match[str]) -> bool:
    hour, minute, second = (int(match[group] or 0) for group in (5, 6, 7))
    return hour < (13 if match[8] else 24) and minute < 60 and second < 60


def _outside(days: list[tuple[int, date]], fielded: tuple[str, ...], name: str) -> list[Remark]:
    """Return a remark on who handed in before the first or after the last day in the field."""
    if not fielded:
        return []
    first, last = map(date.fromisoformat, fielded)
    lines = [line for line, day in days if not first <= day <= last]
    if not lines:
        return []
    message = f"handed in outside of the days in the field, {first} to {last}: {numbered(lines)}"
    return [Remark("outside_field", message, lines[0], name)]
