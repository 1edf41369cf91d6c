"""Delimited text cut into rows, and those counted a second time."""

import csv
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from flows.exports.counting import count_records, row_of_stray_quote
from flows.exports.decoding import Text
from flows.exports.dialects import Dialect, dialect_of
from flows.exports.faults import refuse_encoding
from flows.exports.guessing import delimiter_hint
from flows.exports.oddities import LONGEST_IN_WORKBOOKS
from nlp.contracts.errors import SourceDataError
from nlp.contracts.raw import Record, Remark
from nlp.contracts.study import ExportLayout

_LONGEST_CELL = 2**31 - 1


@dataclass(frozen=True)
class Rows:
    """The rows of a text, those of the header among them, and what stands between their cells.

    `odd` holds the positions of rows to look at cell by cell.
    """

    records: Sequence[Record]
    odd: frozenset[int]
    delimiter: str
    remarks: tuple[Remark, ...]


def rows_of(text: Text, name: str, layout: ExportLayout) -> Rows:
    """Return all rows of *text*, or raise SourceDataError where it is damaged as a whole."""
    lines = text.lines()
    first = next(lines, "")
    dialect = dialect_of(name, layout, first)
    records, spanning, at_fault = _cut(
        chain([] if dialect.has_sep_line else [first], lines), dialect
    )
    for _ in lines:  # what a wrong quotation kept from being looked at
        pass
    refuse_encoding(text, name)
    if at_fault:
        hint = delimiter_hint([first], dialect.delimiter)
        raise SourceDataError(
            f"{name}: row {at_fault}, unclosed quote: the record that starts there holds a "
            "quotation mark without its other half, or one within a quoted cell that is not "
            f'doubled (""); {hint or "mend it, or export again"}'
        )
    starts = [record.line for record in records]
    odd = {bisect_right(starts, number) - 1 for number in text.odd} - {-1}
    remarks = _recounted(text.as_utf8, starts, dialect, name)
    return Rows(records, frozenset(odd | spanning), dialect.delimiter, remarks)


def _cut(lines: Iterable[str], dialect: Dialect) -> tuple[list[Record], set[int], int]:
    """Return the rows that *lines* hold, and which hold a long cell of several lines.

    The last number says on which row the quotation is wrong, 0 for none. Cells that are alike
    become one object, to save memory.
    """
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(lines, delimiter=dialect.delimiter, strict=True)
    known: dict[str, str] = {}
    records: list[Record] = []
    long: set[int] = set()
    above = line = 1 + dialect.has_sep_line
    try:
        for cells in reader:
            below = reader.line_num + above
            if below - line > 1 and max(map(len, cells)) > LONGEST_IN_WORKBOOKS:
                long.add(len(records))
            records.append(Record(line, tuple(map(known.setdefault, cells, cells))))
            line = below
    except csv.Error:
        return records, long, line
    return records, long, 0


def _recounted(
    text: bytes, starts: Sequence[int], dialect: Dialect, name: str
) -> tuple[Remark, ...]:
    """Return what an independent look at *text* remarks on; raise where it counts other rows."""
    counted = count_records(text, dialect.delimiter) - dialect.has_sep_line
    if counted != len(starts):
        raise SourceDataError(
            f"{name}: {len(starts)} rows were read, but an independent count finds {counted}: "
            "quotation marks stand where they should not; export it again"
        )
    remarks = []
    if row := row_of_stray_quote(text, starts):
        words = f"row {row}: a quotation mark without its other half; was a cell damaged?"
        remarks.append(Remark("stray_quote", words, row))
    if not text.endswith((b"\n", b"\r")):
        words = f"row {starts[-1]}: the last one, and its line does not end: is the file complete?"
        remarks.append(Remark("no_line_end", words, starts[-1]))
    return tuple(remarks)
