"""Rows of text, however they were stored, laid out as an export."""

from collections.abc import Sequence
from dataclasses import replace

from flows.exports.oddities import LONGEST_IN_WORKBOOKS, is_odd, sift
from flows.exports.shape import column_namer, filled, refuse_misfit
from nlp.contracts.errors import SourceDataError
from nlp.contracts.raw import RawExport, Record
from nlp.contracts.study import ExportLayout

MOST_CELLS = 20_000_000
"""Largest table that is read: three times 100,000 respondents by 60 columns."""

Row = tuple[str, ...]


def refuse_huge(n_rows: int, n_columns: int, name: str) -> None:
    """Raise SourceDataError if so many cells are more than can be read."""
    if n_rows * n_columns > MOST_CELLS:
        raise SourceDataError(
            f"{name}: expected a table of at most {MOST_CELLS:,} cells, found one of "
            f"{n_rows:,} x {n_columns:,} cells; delete what stands far below or right of the "
            "answers, or export fewer columns"
        )


def lay_out(rows: Sequence[Row], name: str, layout: ExportLayout, header_rows: int) -> RawExport:
    """Return *rows* as header and records; the first of them is row 1 of the file.

    Records are as wide as the header, unless they hold something beyond it.
    """
    top = layout.skip_rows + header_rows
    header, below = rows[layout.skip_rows : top], rows[top:]
    if not any(map(any, below)):
        raise SourceDataError(
            f"{name}: no responses: {len(rows)} rows, of which skip_rows takes "
            f"{layout.skip_rows} and the header {header_rows}; is the export complete?"
        )
    width = max(map(filled, header))
    if not width:
        raise SourceDataError(
            f"{name}: row {layout.skip_rows + 1}: expected the names of the columns, found an "
            "empty row; set export.skip_rows to the number of rows above the header"
        )
    bare = RawExport(name, tuple(_fitted(row, width) for row in header), ())
    records = [Record(line, _fitted(row, width)) for line, row in enumerate(below, start=top + 1)]
    refuse_misfit(replace(bare, records=tuple(records)))
    suspects = [i for i, record in enumerate(records) if _is_suspect(record)]
    kept, unread, remarks = sift(records, suspects, column_namer(bare))
    return replace(bare, records=tuple(kept), unread=tuple(unread), remarks=tuple(remarks))


def _is_suspect(record: Record) -> bool:
    text = "\x1f".join(record.cells)
    return len(text) > LONGEST_IN_WORKBOOKS or is_odd(text)


def _fitted(row: Row, width: int) -> Row:
    if len(row) == width:
        return row
    if len(row) < width:
        return row + ("",) * (width - len(row))
    return row[: max(width, filled(row))]
