"""The shape of an export: which rows are the header, and whether the others fit below it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from flows.exports.dialects import in_words
from flows.exports.guessing import delimiter_hint
from nlp.contracts.errors import SourceDataError
from nlp.contracts.raw import RawExport, Record, Remark
from nlp.contracts.study import ExportLayout
from nlp.intake.columns import plain
from nlp.intake.places import column_name

_SAMPLE = 200


def header_of(
    rows: Sequence[Record], name: str, layout: ExportLayout, delimiter: str
) -> RawExport:
    """Return an export of the header alone, its rows made as long as the longest.

    Raises SourceDataError where there is no response below it, or only one column.
    """
    top = layout.skip_rows + layout.header_rows
    if not any(record.cells for record in rows[top:]):
        raise SourceDataError(
            f"{name}: no responses: {max(0, len(rows) - layout.skip_rows)} rows after skip_rows, "
            f"of which header_rows takes {layout.header_rows}; is the export complete?"
        )
    header = [record.cells for record in rows[layout.skip_rows : top]]
    width = max(len(cells) for cells in header)
    if width < 2:
        hint = _one_column(rows[layout.skip_rows :][:_SAMPLE], layout, delimiter)
        raise SourceDataError(
            f"{name}: expected several columns, found one where cells end at "
            f"{in_words(delimiter)}; {hint}"
        )
    return RawExport(name, tuple(cells + ("",) * (width - len(cells)) for cells in header), ())


def column_namer(header: RawExport) -> Callable[[int], str]:
    """Return what names a column in messages, those beyond the header by their position."""

    def name(column: int) -> str:
        return column_name(header, column) if column < header.width else f"#{column + 1}"

    return name


def without_trailing(export: RawExport) -> RawExport:
    """Return *export* without columns at its end that have no name and hold nothing.

    Exporters that end each row with a delimiter make one.
    """
    width = max(filled(row) for row in export.header)
    if width == export.width and all(len(record.cells) <= width for record in export.records):
        return export
    within = (filled(record.cells[: export.width]) for record in export.records)
    width = max(width, *within) if export.records else width
    records = tuple(_cut(record, width) for record in export.records)
    n_cut = max(map(len, (*export.header, *(record.cells for record in export.records)))) - width
    header = tuple(row[:width] for row in export.header)
    if header == export.header and records == export.records:
        return export
    words = f"columns at the end without a name and without content, left out (up to {n_cut})"
    remark = Remark("trailing_column", f"{words}: each row may end with a delimiter")
    return replace(export, header=header, records=records, remarks=(*export.remarks, remark))


def refuse_misfit(export: RawExport) -> None:
    """Raise SourceDataError where most rows have the same number of cells, but not the header's.

    Then it is not the rows that are damaged, and each answer may stand in the wrong column.
    """
    rows = [record for record in export.records if record.cells]
    odd = [len(record.cells) for record in rows if not _fits(record, export.width)]
    length, n_rows = Counter(odd).most_common(1)[0] if odd else (0, 0)
    if 2 * n_rows > len(rows):
        raise SourceDataError(
            f"{export.source}: header has {export.width}, rows have {length} cells, {n_rows:,} of "
            f"{len(rows):,} rows from row {rows[0].line} on: answers would stand in the wrong "
            "columns; are delimiter, skip_rows and header_rows right? Else export it again"
        )


def _fits(record: Record, width: int) -> bool:
    cells = record.cells
    return len(cells) == width or (len(cells) > width and not any(map(str.strip, cells[width:])))


def filled(cells: Sequence[str]) -> int:
    """Return how many cells there are up to the last that holds something."""
    return next((i for i in range(len(cells), 0, -1) if plain(cells[i - 1])), 0)


def _cut(record: Record, width: int) -> Record:
    if len(record.cells) <= width or not _fits(record, width):
        return record
    return replace(record, cells=record.cells[:width])


def _one_column(rows: Sequence[Record], layout: ExportLayout, delimiter: str) -> str:
    """Return what may be the reason why the header is one column."""
    if hint := delimiter_hint([delimiter.join(record.cells) for record in rows], delimiter):
        return hint
    lengths = Counter(len(record.cells) for record in rows if len(record.cells) > 1)
    usual = lengths.most_common(1)[0][0] if lengths else 0
    title = next((i for i, record in enumerate(rows) if len(record.cells) == usual), None)
    to = f" to {layout.skip_rows + title}" if title else ""
    return f"is there a title above the header row? Set export.skip_rows{to}"
