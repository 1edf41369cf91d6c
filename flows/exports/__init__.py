"""Exports, read from disk as they were delivered: text cells and nothing else.

What is declared is what is read: in the study file (`export`), by the suffix, or within the file
itself (a byte order mark, a `sep=` line). Nothing is guessed; a file that is not what its name
says is refused, with what it looks like.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from flows.digests import (
    digest_of_bytes,
    digest_of_code,
    digest_of_json,
    digest_of_text,
    package_versions,
)
from flows.exports.contents import bytes_of
from flows.exports.disguise import refuse_disguise
from flows.exports.suffixes import STATISTICS, SUFFIXES, TEXTS, WORKBOOKS, suffix_of
from nlp.contracts.raw import RawExport
from nlp.contracts.study import ExportLayout

__all__ = ["SUFFIXES", "TEXTS", "WORKBOOKS", "read_export", "suffix_of"]

_Reader = Callable[[Path, ExportLayout], RawExport]


def read_export(path: Path, layout: ExportLayout) -> RawExport:
    """Return the header and the records of an export, or raise SourceDataError saying why not."""
    suffix = suffix_of(path)
    content = bytes_of(path)
    refuse_disguise(content, path.name, suffix)
    if suffix in TEXTS:
        from flows.exports.delimited import read_delimited

        export = read_delimited(content, path.name, layout)
    else:
        export = _reader_for(suffix)(path, layout)
    reader = (digest_of_code(), digest_of_json(package_versions()))
    how = digest_of_text(suffix, layout.model_dump_json(), digest_of_bytes(content), *reader)
    return replace(export, digest=how)


def _reader_for(suffix: str) -> _Reader:
    """Return what reads such files; its libraries are loaded here, by those who need them."""
    if suffix in WORKBOOKS:
        from flows.exports.workbooks import read_workbook

        return read_workbook
    if suffix in STATISTICS:
        from flows.exports.statistics import read_statistics

        return read_statistics
    from flows.exports.columnar import read_parquet

    return read_parquet
