"""Tables as CSV text that a spreadsheet cannot take for formulas, and back again."""

import csv
import io
import re

import pandas as pd

_TRIGGERED = re.compile("^'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""A cell that a spreadsheet may run: any apostrophes, then a trigger, full-width ones included."""


def as_csv(frame: pd.DataFrame) -> str:
    """Return *frame* as CSV (RFC 4180): every cell quoted, floats in full, missing cells empty.

    A text cell that starts with `=`, `+`, `-`, `@`, a tab or a line break, or with apostrophes
    before one of these, gets one apostrophe in front; `restored` takes it away again.
    """
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow([neutralised(str(name)) for name in frame.columns])
    for row in frame.itertuples(index=False, name=None):
        writer.writerow([_cell(value) for value in row])
    return written.getvalue()


def neutralised(cell: str) -> str:
    """Return *cell* so that no spreadsheet runs it.

    >>> neutralised("=1+1"), neutralised("'-1"), neutralised("'so-called'")
    ("'=1+1", "''-1", "'so-called'")
    """
    return f"'{cell}" if _TRIGGERED.match(cell) else cell


def restored(cell: str) -> str:
    """Return what `neutralised` was given.

    >>> restored("'=1+1"), restored("''-1"), restored("'so-called'")
    ('=1+1', "'-1", "'so-called'")
    """
    return cell[1:] if cell.startswith("'") and _TRIGGERED.match(cell) else cell


def _cell(value: object) -> str:
    if isinstance(value, str):
        return neutralised(value)
    if pd.isna(value):  # type: ignore[call-overload]  # every cell is a scalar
        return ""
    return repr(float(value)) if isinstance(value, float) else str(value)
