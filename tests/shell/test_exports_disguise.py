"""Is a file that is not what its name says told from one that is?"""

import gzip
import io
import zipfile

import pytest

from flows.exports import read_export
from flows.exports.disguise import looks_like
from nlp.contracts.errors import SourceDataError
from nlp.contracts.study import ExportLayout


def zipped(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1")
WORKBOOK = zipped("[Content_Types].xml", "xl/workbook.xml")


@pytest.mark.parametrize(
    ("message", "name", "content"),
    [
        (r"not text: looks like HTML; .*download", "w1.csv", b"\n<!DOCTYPE html><html>"),
        (r"not text: looks like HTML", "w1.csv", b"\xef\xbb\xbf<HTML lang=en>"),
        (r"not text: looks like XML", "w1.txt", b"<?xml version='1.0'?>"),
        (r"not text: looks like JSON", "w1.csv", b'{"error":"unauthorized"}'),
        (r"not text: looks like JSON", "w1.csv", b'[\n  {"id": 1}]'),
        (r"not text: looks like a gzip archive; .*\.csv\.gz", "w1.csv", gzip.compress(b"a,b")),
        (r"not text: looks like a zip archive; unpack", "w1.csv", zipped("w1.csv")),
        (r"not text: looks like an Excel workbook \(\.xlsx\)", "w1.csv", WORKBOOK),
        (r"not text: looks like an Excel workbook \(\.xls", "w1.csv", OLE),
        (r"not text: looks like a PDF", "w1.tsv", b"%PDF-1.7"),
        (r"not text: looks like an SPSS file", "w1.csv", b"$FL2@(#)"),
        (r"not a workbook: looks like text; .*\.csv", "w1.xlsx", b"ID,Why\n1,a\n"),
        (r"not a workbook: looks like HTML", "w1.xls", b"<html><table>"),
        (r"not an SPSS file: looks like an Excel workbook", "w1.sav", WORKBOOK),
        (r"not a Parquet file: looks like a gzip", "w1.parquet", gzip.compress(b"a")),
        (r"not text: looks like HTML", "w1.csv.gz", gzip.compress(b"<html>")),
        (r"not a gzip archive: looks like an Excel", "w1.csv.gz", WORKBOOK),
        (r"not a readable gzip archive", "w1.csv.gz", b"ID,Why\n1,a\n"),
        (r"not a readable gzip archive", "w1.csv.gz", gzip.compress(b"ID,Why\n1,a\n" * 99)[:-9]),
    ],
)  # fmt: skip
def test_a_disguised_file_is_refused(delivered, message, name, content):
    """The error says what it looks like, and what to do."""
    with pytest.raises(SourceDataError, match=rf"^{name}: {message}"):
        read_export(delivered(content, name), ExportLayout())


@pytest.mark.parametrize("header", ["{id},why", "[Q1],why", "<b>ID</b>,why", "PID,why", "#,why"])
def test_odd_names_of_columns_are_text(delivered, header):
    """A header may begin with a bracket."""
    assert (tuple(header.split(",")),) == read_export(
        delivered(f"{header}\n1,a\n"), ExportLayout()
    ).header


def test_what_begins_like_nothing_known_is_left_to_its_reader():
    """Nothing is said of text, and of what is unknown."""
    assert ["", "", ""] == [looks_like(content) for content in (b"", b"ID,Why", b"\x00\x01")]
