"""How far the tables of .ods and .xlsb files reach, told before they are taken into memory."""

from collections.abc import Iterator
from zipfile import ZipFile, ZipInfo

from flows.exports.archives import damaged, parse, pieces
from flows.exports.tables import refuse_huge

_ROW = 0
_CELLS = range(2, 12)
"""Records of an .xlsb that hold a value; 1 is a cell with nothing but a format."""


def refuse_huge_tables(archive: ZipFile, content: ZipInfo, name: str) -> None:
    """Raise SourceDataError if the tables of an .ods, all of them read at once, are too large."""
    tables = _Tables(name)
    parse(archive, content, name, start=tables.start, end=tables.end)


def refuse_huge_records(archive: ZipFile, sheet: ZipInfo, name: str) -> None:
    """Raise SourceDataError if a sheet of an .xlsb reaches too far."""
    row = n_rows = n_columns = 0
    for kind, number in _records(archive, sheet, name):
        if kind == _ROW:
            row = number
        elif row >= n_rows or number >= n_columns:
            n_rows, n_columns = max(n_rows, row + 1), max(n_columns, number + 1)
            refuse_huge(n_rows, n_columns, name)


class _Tables:
    """The handler of the elements of an .ods: rows and cells say how often they are repeated."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._earlier = self._row = self._rows = self._columns = 0
        self._repeated = self._cell = self._filled = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self._earlier += self._rows * self._columns
            self._row = self._rows = self._columns = 0
        elif tag == "table:table-row":
            self._repeated = int(attributes.get("table:number-rows-repeated", "1"))
            self._cell = self._filled = 0
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._cell += int(attributes.get("table:number-columns-repeated", "1"))
            if "office:value-type" in attributes:
                self._filled = self._cell

    def end(self, tag: str) -> None:
        if tag != "table:table-row":
            return
        self._row += self._repeated
        if self._filled:
            self._rows, self._columns = self._row, max(self._columns, self._filled)
            refuse_huge(self._rows, self._columns, self._name)
            refuse_huge(self._earlier + self._rows * self._columns, 1, self._name)


def _records(archive: ZipFile, sheet: ZipInfo, name: str) -> Iterator[tuple[int, int]]:
    """Yield the rows and the cells that hold a value: the record's kind, and its first number."""
    content = b"".join(pieces(archive, sheet, name))
    at = 0
    try:
        while at < len(content):
            kind, at = _compressed(content, at, 2)
            size, at = _compressed(content, at, 4)
            if kind == _ROW or kind in _CELLS:
                yield kind, int.from_bytes(content[at : at + 4], "little")
            at += size
    except IndexError:
        raise damaged(name) from None


def _compressed(content: bytes, at: int, longest: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and where the next one begins."""
    number = 0
    for i in range(longest):
        byte = content[at + i]
        number |= (byte & 0x7F) << (7 * i)
        if byte < 0x80:
            return number, at + i + 1
    return number, at + longest
