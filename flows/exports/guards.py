"""What is refused before a workbook is parsed: bombs, entities, passwords, and what is none.

A workbook is a zip archive of XML parts, or in the old format a compound (OLE) file.
"""

import contextlib
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from zipfile import ZipFile, ZipInfo

from flows.exports.archives import MOST_BYTES, MOST_RATIO, parse, swelling
from nlp.contracts.errors import SourceDataError

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_SMALL_PART = 4 * 2**20
_MOST_PARTS = 10_000
_ENCRYPTED = 0x1
_XML = (".xml", ".rels", ".vml")
_SECTOR = 512
_MARKED = "EncryptedPackage".encode("utf-16-le")
_BIFF_STARTS = (b"\x09\x08\x10\x00\x00\x06", b"\x09\x08\x08\x00\x00\x05")
_FILE_PASSWORD = 0x2F
_MOST_RECORDS = 8


class _RootReached(Exception):  # noqa: N818  (no fault)
    """All of an XML part that may hold a DTD has been read."""


def kind_of_workbook(path: Path) -> bytes:
    """Return how the file begins, ZIP or OLE; anything else is no workbook."""
    with path.open("rb") as file:
        start = file.read(len(OLE))
    for kind in (ZIP, OLE):
        if start.startswith(kind):
            return kind
    if not start:
        raise SourceDataError(f"{path.name}: empty file; ask for the export again")
    raise SourceDataError(
        f"{path.name}: not a workbook, whatever its name ends in; if it is text with delimiters, "
        "let its name end in .csv, else export it again"
    )


def refuse_protected(path: Path) -> None:
    """Raise SourceDataError if the compound file *path* can only be opened with a password."""
    content = path.read_bytes()
    if _MARKED in content or any(map(_asks_password, _sectors(content))):
        raise protected(path.name)


def refuse_unsafe_archive(archive: ZipFile, name: str) -> None:
    """Raise SourceDataError if *archive* swells, leads out of itself or declares entities."""
    members = archive.infolist()
    _refuse_odd_members(members, name)
    _refuse_swelling(members, name)
    for part in members:
        if part.filename.lower().endswith(_XML):
            _refuse_doctype(archive, part, name)


def protected(name: str) -> SourceDataError:
    """Return the error of a workbook that asks for a password."""
    return SourceDataError(
        f"{name}: the workbook is password-protected; open it and save it without a password"
    )


def _refuse_odd_members(members: list[ZipInfo], name: str) -> None:
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise protected(name)
    names = [member.filename for member in members]
    if len(names) > _MOST_PARTS or len(set(names)) < len(names):
        raise swelling(name, f"{len(names):,} parts, some of one name or too many")
    if any(_leads_out(member) for member in members):
        raise SourceDataError(
            f"{name}: a part of this workbook is named so as to land outside of it, which no "
            "program for workbooks does; do not open it, ask for the export again"
        )


def _leads_out(member: ZipInfo) -> bool:
    """Return whether *member* would be unpacked outside of its folder; none ever is."""
    path = PurePosixPath(member.filename.replace("\\", "/"))
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    return path.is_absolute() or ".." in path.parts or ":" in path.as_posix() or is_link


def _refuse_swelling(members: list[ZipInfo], name: str) -> None:
    whole = sum(member.file_size for member in members)
    if whole > MOST_BYTES:
        raise swelling(name, f"{whole / 2**20:,.0f} MB in all")
    for member in members:
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > _SMALL_PART and ratio > MOST_RATIO:
            size = member.file_size / 2**20
            raise swelling(name, f"{member.filename} has {size:,.0f} MB, {ratio:,.0f} to 1")


def _refuse_doctype(archive: ZipFile, part: ZipInfo, name: str) -> None:
    """Read up to the root element, before which alone a DTD may stand, in whatever encoding."""

    def root(*_: object) -> None:
        raise _RootReached

    def doctype(*_: object) -> None:
        raise SourceDataError(
            f"{name}: {part.filename} holds a DTD or entity, which no program for workbooks "
            "writes; do not open it, ask for the export again"
        )

    with contextlib.suppress(_RootReached):
        parse(archive, part, name, start=root, doctype=doctype)


def _sectors(content: bytes) -> Iterator[bytes]:
    """Yield the sectors of a compound file in which a stream of the old format starts."""
    for start in _BIFF_STARTS:
        at = content.find(start)
        while at >= 0:
            if at % _SECTOR == 0:
                yield content[at : at + _SECTOR]
            at = content.find(start, at + 1)


def _asks_password(sector: bytes) -> bool:
    """Return whether one of the first records of a workbook stream asks for a password."""
    at = 0
    for _ in range(_MOST_RECORDS):
        kind = int.from_bytes(sector[at : at + 2], "little")
        if kind == _FILE_PASSWORD:
            return True
        at += 4 + int.from_bytes(sector[at + 2 : at + 4], "little")
    return False
