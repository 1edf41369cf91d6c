"""Parquet files, their values as text."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from flows.exports.cell_texts import text_of
from flows.exports.naming import refuse_header_rows
from flows.exports.tables import Row, lay_out, refuse_huge
from nlp.contracts.errors import SourceDataError
from nlp.contracts.raw import RawExport, Remark
from nlp.contracts.study import ExportLayout

_BATCH = 10_000
_MOST_BYTES = 2 * 2**30


def read_parquet(path: Path, layout: ExportLayout) -> RawExport:
    """Return the rows of a Parquet file as text; the header is the names of its columns.

    Columns that pandas made of an index are columns like others. Lists and the like become JSON,
    bytes that are no text blank cells; there is a remark for each column of such.
    """
    refuse_header_rows(path.name, layout)
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            _refuse_huge(file, path.name)
            schema = file.schema_arrow
            rows = [tuple(schema.names), *_rows(file)]
            promised = file.metadata.num_rows
    except (pa.ArrowException, OSError, UnicodeError, ValueError, OverflowError):
        raise _damaged(path.name) from None
    if len(rows) - 1 != promised:
        raise _damaged(path.name)
    export = lay_out(rows, path.name, layout, layout.header_rows)
    return replace(export, remarks=(*export.remarks, *_remarks(schema)))


def _refuse_huge(file: pq.ParquetFile, name: str) -> None:
    about = file.metadata
    refuse_huge(about.num_rows, about.num_columns, name)
    n_bytes = sum(about.row_group(i).total_byte_size for i in range(about.num_row_groups))
    if n_bytes > _MOST_BYTES:
        raise SourceDataError(
            f"{name}: expected a file that unpacks to at most {_MOST_BYTES // 2**30} GB, found "
            f"one of {n_bytes / 2**30:.0f} GB; export fewer columns"
        )


def _rows(file: pq.ParquetFile) -> Iterator[Row]:
    known: dict[str, str] = {}
    for batch in file.iter_batches(batch_size=_BATCH):
        columns = []
        for column in batch.columns:
            column, text = _texts_of(column)
            texts = (text(value) for value in column.to_pylist())
            columns.append([known.setdefault(cell, cell) for cell in texts])
        yield from zip(*columns, strict=True)


def _texts_of(column: pa.Array) -> tuple[pa.Array, Callable[[Any], str]]:
    """Return *column* as values that have a text, and what gives it."""
    kind = column.type
    if pa.types.is_nested(kind):
        return column, _json_of
    if _is_bytes(kind):
        return column, _text_of_bytes
    if pa.types.is_float32(kind) or pa.types.is_float16(kind):
        # the shortest text, as its seven digits are noise in the fifteen that are shown of others
        return column.cast(pa.string()), lambda text: "" if text is None else text_of(float(text))
    return column, text_of


def _json_of(value: object) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, default=text_of)


def _text_of_bytes(value: bytes | None) -> str:
    try:
        return "" if value is None else value.decode()
    except UnicodeDecodeError:
        return ""


def _is_bytes(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_fixed_size_binary(kind)
    )


def _remarks(schema: pa.Schema) -> Iterator[Remark]:
    for field in schema:
        if pa.types.is_nested(field.type):
            words = f"{field.name} holds lists or the like: read as their JSON"
            yield Remark("nested_column", words, column=field.name)
        elif _is_bytes(field.type):
            words = f"{field.name} holds bytes: those that are no text in UTF-8 are read as blank"
            yield Remark("binary_column", words, column=field.name)


def _damaged(name: str) -> SourceDataError:
    return SourceDataError(
        f"{name}: not a readable Parquet file: it is damaged, cut off, or of a kind that is not "
        "read; ask for it again, or export it as CSV in UTF-8"
    )
