"""Delimited text: decoded, cut into records, and looked at for damage."""

from dataclasses import replace

from flows.exports.contents import unpacked
from flows.exports.decoding import Text, is_blank
from flows.exports.disguise import refuse_disguise
from flows.exports.faults import refuse_controls, refuse_torn_header
from flows.exports.headings import remark_on_names
from flows.exports.oddities import sift
from flows.exports.rows import Rows, rows_of
from flows.exports.shape import column_namer, header_of, refuse_misfit, without_trailing
from nlp.contracts.errors import SourceDataError
from nlp.contracts.raw import RawExport
from nlp.contracts.study import ExportLayout
from nlp.intake.swallowing import refuse_swallowed_rows


def read_delimited(content: bytes, name: str, layout: ExportLayout) -> RawExport:
    """Return the header and the records of delimited text, packed or not.

    A row with bytes that are no characters is unread, the others load. Damage that may have moved
    rows or cells refuses the file as a whole.
    """
    if name.lower().endswith(".gz"):
        content = unpacked(content, name)
        refuse_disguise(content, name, ".csv")
    if is_blank(content):
        raise SourceDataError(f"{name}: empty file; ask for the export again")
    text = Text(content, name, layout.encoding)
    rows = rows_of(text, name, layout)
    header = header_of(rows.records, name, layout, rows.delimiter)
    export = without_trailing(_looked_at(header, rows, text, layout))
    refuse_misfit(export)
    refuse_swallowed_rows(export, rows.delimiter)
    return replace(export, remarks=(*export.remarks, *remark_on_names(export)))


def _looked_at(header: RawExport, rows: Rows, text: Text, layout: ExportLayout) -> RawExport:
    """Return the export with its records, but for those that hold what is no text."""
    top, name = layout.skip_rows + layout.header_rows, header.source
    above = [position for position in rows.odd if layout.skip_rows <= position < top]
    titles, torn, said = sift(rows.records[:top], above, lambda column: f"#{column + 1}")
    refuse_torn_header(torn, text, name)
    cells = [record.cells for record in titles[layout.skip_rows :]]
    padded = tuple(row + ("",) * (header.width - len(row)) for row in cells)
    header = replace(header, header=padded)
    below = [position - top for position in rows.odd if position >= top]
    records, unread, remarks = sift(rows.records[top:], below, column_namer(header))
    refuse_controls([*said, *remarks], text, name)
    return replace(
        header,
        records=tuple(records),
        unread=tuple(unread),
        remarks=(*text.remarks(), *rows.remarks, *said, *remarks),
    )
