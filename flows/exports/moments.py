"""Days and times of statistics files: numbers, counted from a day of the program's own."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from flows.exports.cell_texts import text_of

_SPSS_START = datetime(1582, 10, 14)  # noqa: DTZ001  (files hold no time zone)
_SPSS_DAYS = ("DATE", "ADATE", "EDATE", "JDATE", "SDATE", "QYR", "MOYR", "WKYR")
_SPSS_MOMENTS = ("DATETIME", "YMDHMS")
_SPSS_TIMES = ("TIME", "DTIME", "MTIME")

_STATA_START = datetime(1960, 1, 1)  # noqa: DTZ001
_STATA_FORMAT = re.compile(r"%-?(t[cCdwmqh]|d)(.*)")
_STATA_DATE_SIGNS = re.compile(r"[CcYyDdNnWwJj]|[Mm]on")
_STATA_PERIODS: Mapping[str, int] = {"w": 52, "m": 12, "q": 4, "h": 2}
"""Periods of a year."""

Moment = Callable[[float], str]
"""The text of a number that stands for a moment; raises OverflowError beyond the year 9999."""


def moments_of_spss(format_: str) -> Moment | None:
    """Return what tells the moments of an SPSS variable; None if its numbers are numbers.

    >>> tell = moments_of_spss("EDATE10")
    >>> tell(13_744_944_000.0)
    '2018-05-06'
    """
    kind = format_.rstrip("0123456789.").upper()
    if kind in _SPSS_DAYS:
        return lambda seconds: text_of((_SPSS_START + timedelta(seconds=seconds)).date())
    if kind in _SPSS_MOMENTS:
        return lambda seconds: text_of(_SPSS_START + timedelta(seconds=seconds))
    if kind in _SPSS_TIMES:
        return lambda seconds: text_of(timedelta(seconds=seconds))
    return None


def moments_of_stata(format_: str) -> Moment | None:
    """Return what tells the moments of a Stata variable; None if its numbers are numbers.

    >>> moments_of_stata("%td")(21_310), moments_of_stata("%tq")(201)
    ('2018-05-06', '2010q2')
    """
    found = _STATA_FORMAT.fullmatch(format_)
    if found is None:
        return None
    kind, shown = found[1].removeprefix("t"), found[2]
    if kind in _STATA_PERIODS:
        return lambda number: _period(number, kind)
    if kind == "d":
        return lambda days: text_of((_STATA_START + timedelta(days=days)).date())
    if "H" in shown.upper() and not _STATA_DATE_SIGNS.search(shown):
        return lambda milliseconds: text_of(timedelta(milliseconds=milliseconds))
    return lambda milliseconds: text_of(_STATA_START + timedelta(milliseconds=milliseconds))


def _period(number: float, kind: str) -> str:
    years, period = divmod(int(number), _STATA_PERIODS[kind])
    return f"{_STATA_START.year + years}{kind}{period + 1}"
