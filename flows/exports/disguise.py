"""Files that are not what their name says: told by how they begin, and refused."""

import re
from collections.abc import Mapping

from flows.exports.contents import GZIP_MAGIC
from flows.exports.suffixes import WORKBOOKS
from nlp.contracts.errors import SourceDataError

_HEAD = 4096
_MAGIC: Mapping[bytes, str] = {
    GZIP_MAGIC: "a gzip archive",
    b"PK": "a zip archive",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an Excel workbook (.xls, or one with a password)",
    b"%PDF": "a PDF",
    b"PAR1": "a Parquet file",
    b"$FL": "an SPSS file",
    b"<stata_dta>": "a Stata file",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a rar archive",
    b"SQLite format 3": "an SQLite database",
    b"{\\rtf": "a rich text document",
}
_MARKUP = re.compile(rb"<(?:!doctype html|html|head|body|table)\b", re.IGNORECASE)
_XML = re.compile(rb"<\?xml\b", re.IGNORECASE)
_JSON = re.compile(rb'\{\s*["}]|\[\s*[\[{"\]]')

_WORKBOOK_LIKE = ("an Excel workbook", "an OpenDocument spreadsheet", "a zip archive")
_FITTING: Mapping[str, tuple[str, ...]] = {
    ".gz": ("a gzip archive",),
    **dict.fromkeys(WORKBOOKS, _WORKBOOK_LIKE),
    ".sav": ("an SPSS file",),
    ".zsav": ("an SPSS file",),
    ".dta": ("a Stata file",),
    ".parquet": ("a Parquet file",),
}
"""What a file may look like, by how its suffix ends; what looks like nothing known may be any."""


def looks_like(content: bytes) -> str:
    """Return what a file is by how it begins, with its article; empty for text and the unknown."""
    head = content[:_HEAD]
    magic = next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), "")
    if magic == "a zip archive":
        return _zipped(content)
    if magic:
        return magic
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    kinds = {"HTML": _MARKUP, "XML": _XML, "JSON": _JSON}
    return next((kind for kind, start in kinds.items() if start.match(text)), "")


def refuse_disguise(content: bytes, name: str, suffix: str) -> None:
    """Raise SourceDataError where the content is surely not what *suffix* says.

    A file that begins like nothing known is left to its reader; but a workbook is never text.
    """
    if not content:
        return
    kind = looks_like(content)
    fitting = next((kinds for end, kinds in _FITTING.items() if suffix.endswith(end)), ())
    if kind.startswith(fitting) if kind and fitting else not kind and suffix not in WORKBOOKS:
        return
    expected = fitting[0] if fitting else "text"
    if suffix in WORKBOOKS:
        expected = "a workbook"
    raise SourceDataError(f"{name}: not {expected}: looks like {kind or 'text'}; {_remedy(kind)}")


def _zipped(content: bytes) -> str:
    """Return what kind of zip archive *content* is, by the names of what it holds."""
    names = content[:_HEAD] + content[-16 * _HEAD :]
    if b"application/vnd.oasis.opendocument" in names:
        return "an OpenDocument spreadsheet"
    if b"xl/" in names or b"[Content_Types].xml" in names:
        return "an Excel workbook (.xlsx)"
    return "a zip archive"


def _remedy(kind: str) -> str:
    """Return what to do about a file that is *kind* and should not be."""
    if kind == "HTML":
        return "perhaps a sign-in page or an expired link; download the export again"
    if kind in ("JSON", "XML"):
        return "perhaps the answer of a server; export it again as CSV in UTF-8"
    if not kind:
        return "give it a name that ends in .csv, or save it as a workbook"
    if "gzip" in kind:
        return "give it a name that ends in .csv.gz, or unpack it"
    if "archive" in kind:
        return "unpack it"
    return "give it the name it should have, or save it as CSV in UTF-8"
