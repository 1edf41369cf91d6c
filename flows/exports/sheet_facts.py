"""What the XML of a sheet says beside its values: formulas, errors, formats, and its extent.

The parser of workbooks tells a formula without a value, an error and a blank cell alike, and takes
the memory of the whole rectangle between the first and the last cell. So the sheet is read once
before it, as a stream of which nothing is kept but what is odd.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from zipfile import ZipFile

from flows.exports.archives import elements, member, parse
from flows.exports.tables import refuse_huge

Address = tuple[int, int]
"""Row and column of a cell, counted from 0."""

_Relations = Mapping[str, tuple[str, str]]
_DIGITS = "0123456789"
_PERCENT = {"9": "0%", "10": "0.00%"}
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_PADDED = re.compile(r"[^.E]*0[^.#?E]*0[^E]*")


@dataclass
class SheetFacts:
    """The cells of one sheet that are more than a value."""

    formulas: list[Address] = field(default_factory=list)
    """Those that must have a value; formulas of texts may well give a blank one."""

    errors: list[Address] = field(default_factory=list)
    formats: dict[int, tuple[str, Address]] = field(default_factory=dict)
    """Column → a format that shows its numbers otherwise than stored, and the last such cell."""


def facts_of_sheet(archive: ZipFile, sheet: str, name: str) -> SheetFacts:
    """Return the facts of one sheet of an .xlsx or .xlsm, or raise SourceDataError if it is huge.

    Args:
        archive: The workbook.
        sheet: The sheet's name.
        name: The file's name, for messages.
    """
    workbook = workbook_part(archive, name)
    relations = _relations(archive, workbook, name)
    styles = _of_kind(relations, "styles")
    reader = _SheetReader(name, _formats(archive, styles, name) if styles else {})
    part = member(archive, _sheet_part(archive, workbook, relations, sheet, name), name)
    parse(archive, part, name, start=reader.start)
    return reader.facts


def workbook_part(archive: ZipFile, name: str) -> str:
    """Return the path of the part that lists the sheets of an Excel workbook."""
    return _of_kind(_relations(archive, "", name), "officeDocument")


class _SheetReader:
    """The handler of a sheet's elements: called some million times, so it does little."""

    def __init__(self, name: str, formats: Mapping[str, str]) -> None:
        self.facts = SheetFacts()
        self._name, self._formats = name, formats
        self._kinds: dict[str, str] = {}
        self._columns: dict[str, int] = {}
        self._cell: Mapping[str, str] = {}
        self._row = self._column = -1
        self._n_rows = self._n_columns = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = self._kinds.get(tag) or self._kinds.setdefault(tag, _local(tag))
        if kind == "c":
            self._cell = attributes
            self._step_to(attributes.get("r", ""))
        elif kind in ("v", "is"):
            self._note_value()
        elif kind == "f" and self._cell.get("t") != "str":
            self.facts.formulas.append((self._row, self._column))
        elif kind == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1

    def _step_to(self, reference: str) -> None:
        letters = reference.rstrip(_DIGITS)
        if not letters:
            self._column += 1
            return
        if letters not in self._columns:
            self._columns[letters] = _index_of_column(letters)
        self._column = self._columns[letters]
        self._row = int(reference[len(letters) :]) - 1

    def _note_value(self) -> None:
        row, column = self._row, self._column
        if row >= self._n_rows or column >= self._n_columns:
            self._n_rows = max(self._n_rows, row + 1)
            self._n_columns = max(self._n_columns, column + 1)
            refuse_huge(self._n_rows, self._n_columns, self._name)
        kind = self._cell.get("t", "n")
        if kind == "e":
            self.facts.errors.append((row, column))
        elif kind == "n" and (code := self._formats.get(self._cell.get("s", ""))):
            self.facts.formats[column] = code, (row, column)


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _index_of_column(letters: str) -> int:
    """Return the position of a column, counted from 0.

    >>> _index_of_column("A"), _index_of_column("XFD")
    (0, 16383)
    """
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _relations(archive: ZipFile, part: str, name: str) -> _Relations:
    """Return what *part* leads to: the relation's id → its kind and the path of the other part."""
    folder, file = posixpath.split(part)
    found = elements(archive, posixpath.join(folder, "_rels", f"{file}.rels"), name)
    return {
        attributes.get("Id", ""): (
            attributes.get("Type", "").rpartition("/")[2],
            posixpath.join("/", folder, attributes.get("Target", "")).lstrip("/"),
        )
        for tag, attributes in found
        if _local(tag) == "Relationship"
    }


def _of_kind(relations: _Relations, kind: str) -> str:
    return next((path for found, path in relations.values() if found == kind), "")


def _sheet_part(
    archive: ZipFile, workbook: str, relations: _Relations, sheet: str, name: str
) -> str:
    """Return the path of the one part that holds *sheet*; empty if none or several do."""
    parts = [
        relations.get(value, ("", ""))[1]
        for tag, attributes in elements(archive, workbook, name)
        if _local(tag) == "sheet" and attributes.get("name") == sheet
        for key, value in attributes.items()
        if _local(key) == "id"
    ]
    return parts[0] if len(parts) == 1 else ""


def _formats(archive: ZipFile, part: str, name: str) -> dict[str, str]:
    """Return style → number format, of the formats that show numbers otherwise than stored."""
    codes = dict(_PERCENT)
    styles: list[str] = []
    is_cell_style = False
    for tag, attributes in elements(archive, part, name):
        kind = _local(tag)
        if kind == "numFmt" and _shows_otherwise(attributes.get("formatCode", "")):
            codes[attributes.get("numFmtId", "")] = attributes["formatCode"]
        elif kind == "xf" and is_cell_style:
            styles.append(attributes.get("numFmtId", "0"))
        elif kind in ("cellXfs", "cellStyles", "cellStyleXfs", "dxfs"):
            is_cell_style = kind == "cellXfs"
    return {str(i): codes[number] for i, number in enumerate(styles) if number in codes}


def _shows_otherwise(code: str) -> bool:
    """Return whether a number format pads with zeros, groups digits as in ids, or says percent.

    >>> [_shows_otherwise(code) for code in ("00000000", "000-00-0000", "0%", "#,##0.00", "0E+00")]
    [True, True, True, False, False]
    """
    plain = _LITERALS.sub("", code.split(";")[0])
    return "%" in plain or _PADDED.fullmatch(plain) is not None
