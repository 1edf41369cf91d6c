"""Values of workbooks and statistics files as the text that a person would read in the cell."""

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal

EXACT_DIGITS = 15
"""Digits of a number that a workbook shows; those behind them are noise of its arithmetic."""

LONG_NUMBER = 10.0**EXACT_DIGITS
"""From here on a number may have had more digits when it was typed than are stored."""

EXACT_WHOLE = 2.0**53
"""Whole numbers up to it are held as they were written."""


def text_of(value: object) -> str:
    """Return *value* as text: whole numbers without a point, days as 2025-04-03, no float noise.

    >>> text_of(7.0), text_of(0.1 + 0.2), text_of(True), text_of(None), text_of(date(2025, 4, 3))
    ('7', '0.3', 'TRUE', '', '2025-04-03')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, timedelta):
        return _duration(value)
    if isinstance(value, Decimal):
        return _decimal(value)
    return _moment(value) if isinstance(value, date | time) else str(value)


def _number(value: float) -> str:
    if not math.isfinite(value):
        return ""
    if value.is_integer() and abs(value) <= EXACT_WHOLE:
        return str(int(value))
    return format(value, f".{EXACT_DIGITS}G")


def _decimal(value: Decimal) -> str:
    """Return the digits of *value*, without those that say nothing behind the point."""
    if not value.is_finite():
        return ""
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _moment(value: date | time) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec=_fineness(value))
    return value.isoformat(timespec=_fineness(value)) if isinstance(value, time) else str(value)


def _fineness(value: datetime | time) -> str:
    return "milliseconds" if value.microsecond >= 1000 else "seconds"


def _duration(value: timedelta) -> str:
    """Return hours, minutes and seconds; the hours may be more than a day's.

    >>> text_of(timedelta(hours=36, minutes=5))
    '36:05:00'
    """
    minutes, seconds = divmod(round(abs(value.total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{'-' if value < timedelta() else ''}{hours:02}:{minutes:02}:{seconds:02}"
