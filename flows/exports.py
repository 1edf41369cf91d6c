"""Exports, read from disk as they were delivered: text cells and nothing else."""

import csv
import io
from pathlib import Path

from nlp.contracts.errors import SourceDataError, StudyConfigError
from nlp.contracts.raw import RawExport, Record
from nlp.contracts.study import ExportLayout
from nlp.intake.swallowing import refuse_swallowed_rows

SUFFIXES = (".csv", ".tsv", ".txt")
"""The kinds of file that can be read: delimited text."""

_LONGEST_CELL = 2**31 - 1
_DELIMITERS = {";": "a semicolon", "\t": "a tab", "|": "a bar", ",": "a comma"}
_NO_TABLE = "; is there a title above the header? Set export.skip_rows"
_REMEDY = "export it again as CSV in UTF-8, or say in export.encoding what it is"


def read_export(path: Path, layout: ExportLayout) -> RawExport:
    """Return the header and the records of an export, or raise SourceDataError saying why not."""
    text = _text_of(_bytes_of(path), path.name, layout.encoding)
    rows = _records(text, path.name, layout.delimiter)[layout.skip_rows :]
    header, records = rows[: layout.header_rows], rows[layout.header_rows :]
    width = max((len(row.cells) for row in header), default=0)
    if not records:
        raise SourceDataError(
            f"{path.name}: no responses: {len(rows)} rows after skip_rows, "
            f"of which header_rows takes {layout.header_rows}; is the export complete?"
        )
    if width < 2:
        raise SourceDataError(_one_column(path.name, text, layout.delimiter))
    padded = tuple(row.cells + ("",) * (width - len(row.cells)) for row in header)
    export = RawExport(path.name, padded, tuple(records))
    refuse_swallowed_rows(export, layout.delimiter)
    return export


def _bytes_of(path: Path) -> bytes:
    if path.suffix.lower() not in SUFFIXES:
        raise SourceDataError(
            f"{path.name}: expected a file ending in {', '.join(SUFFIXES)}; "
            "save spreadsheets and statistics files as CSV in UTF-8"
        )
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceDataError(
            f"{path.name}: there is no such file; put it where the wave's source says"
        ) from None
    except OSError as error:
        raise SourceDataError(f"{path.name}: cannot be read: {error.strerror}") from None


def _text_of(content: bytes, name: str, encoding: str) -> str:
    text = _decode(content, name, encoding)
    if not text.strip("\0 \t\r\n"):
        raise SourceDataError(f"{name}: empty file; ask for the export again")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise SourceDataError(
            f"{name}: line {line}: found a NUL character, which no text holds; the file is in "
            f"another encoding (utf-16?) or damaged: {_REMEDY}"
        )
    return text


def _decode(content: bytes, name: str, encoding: str) -> str:
    try:
        return content.decode(encoding).lstrip("\ufeff")
    except LookupError:
        raise StudyConfigError(
            f"export.encoding: unknown encoding {encoding}; "
            "known are utf-8-sig, utf-16, cp1252, shift_jis and Python's others"
        ) from None
    except UnicodeError as error:
        start = getattr(error, "start", 0)
        reason = getattr(error, "reason", "it does not decode")
    line = content.count(b"\n", 0, start) + 1
    # raised out here: the foreign error holds the whole file, and would hang on to this one
    raise SourceDataError(
        f"{name}: line {line}, byte offset {start}: expected the encoding {encoding}, "
        f"found {reason}; the file is in another encoding or truncated: {_REMEDY}"
    )


def _records(text: str, name: str, delimiter: str) -> list[Record]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[Record] = []
    line = 1
    try:
        for cells in reader:
            records.append(Record(line, tuple(cells)))
            line = reader.line_num + 1
    except csv.Error:
        raise SourceDataError(
            f"{name}: the record that starts on line {line} has an unclosed quote, or a quotation "
            'mark within a quoted cell that is not doubled (""); mend the line or export again'
        ) from None
    return records


def _one_column(name: str, text: str, delimiter: str) -> str:
    first_line = text.splitlines()[0]
    others = [sign for sign in _DELIMITERS if sign != delimiter and sign in first_line]
    hint = f"; is it {_DELIMITERS[others[0]]}? Set export.delimiter" if others else _NO_TABLE
    sign = _DELIMITERS.get(delimiter, repr(delimiter))
    return f"{name}: expected several columns, found one where cells end at {sign}{hint}"
