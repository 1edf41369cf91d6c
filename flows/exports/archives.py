"""The parts of a workbook that is a zip archive, read as streams; nothing is unpacked to disk.

What an archive says of its parts is not believed: they are unpacked in pieces, and counted.
"""

import copy
import posixpath
from collections.abc import Callable, Iterator
from xml.parsers import expat
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812  (it is a class)

from nlp.contracts.errors import SourceDataError

MOST_BYTES = 512 * 2**20
"""Largest workbook, unpacked: 100,000 respondents by 60 columns take 230 MB of XML."""

MOST_RATIO = 100
"""Unpacked to packed; sheets of answers, even of equal ones, reach 15."""

_PIECE = 2**18


def pieces(archive: ZipFile, part: ZipInfo, name: str) -> Iterator[bytes]:
    """Yield the unpacked bytes of *part*, however few of them the archive admits to."""
    honest = copy.copy(part)
    honest.file_size = MOST_BYTES + 1  # subtle: zipfile stops where the archive says it ends
    size = 0
    try:
        with archive.open(honest) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                if size > part.file_size:
                    raise swelling(name, f"{part.filename} is larger than the archive says")
                yield piece
    # zipfile's NotImplementedError: packed in a way that no workbook is
    except (BadZipFile, LargeZipFile, ZlibError, EOFError, NotImplementedError, OSError):
        raise damaged(name) from None


def member(archive: ZipFile, path: str, name: str) -> ZipInfo:
    """Return the part of *archive* at *path*, whether its letters are small or capital."""
    wanted = posixpath.normpath(path).lower()
    for part in archive.infolist():
        if posixpath.normpath(part.filename).lower() == wanted:
            return part
    raise damaged(name)


def parse(
    archive: ZipFile,
    part: ZipInfo,
    name: str,
    *,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    doctype: Callable[..., None] | None = None,
) -> None:
    """Hand the elements of an XML part to *start* and *end*, as they come."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    try:
        for piece in pieces(archive, part, name):
            parser.Parse(piece)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError):
        raise damaged(name) from None


def elements(archive: ZipFile, path: str, name: str) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of a small XML part and their attributes, in the order of the text."""
    found: list[tuple[str, dict[str, str]]] = []
    part = member(archive, path, name)
    parse(archive, part, name, start=lambda tag, attributes: found.append((tag, attributes)))
    return found


def damaged(name: str) -> SourceDataError:
    """Return the error of a workbook that cannot be read."""
    return SourceDataError(
        f"{name}: not a readable workbook: it is damaged or was not transferred to its end; "
        "ask for the file again, or open it and save it anew"
    )


def swelling(name: str, found: str) -> SourceDataError:
    """Return the error of a workbook that swells when it is unpacked."""
    return SourceDataError(
        f"{name}: expected a workbook that unpacks to at most {MOST_BYTES // 2**20} MB, "
        f"{MOST_RATIO} to 1; found by its uncompressed size, ratio or parts: {found}; "
        "export it again as CSV in UTF-8"
    )
