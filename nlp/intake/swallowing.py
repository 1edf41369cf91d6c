"""Rows that a stray quotation mark has swallowed: they stand, word for word, within a cell.

A quotation mark that somebody typed first in an answer opens a quoted cell, and the next mark that
stands last in an answer closes it. Where both occur, all rows between them become one cell, and
nothing is wrong by the rules of the format. What gives them away is that the lines of that cell
read as records. Lines of a long answer do not, though they may hold as many commas.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.contracts.errors import SourceDataError
from nlp.contracts.raw import RawExport, Record

_LINE_END = re.compile("\r\n|\r|\n")
_CODE = re.compile(r"(?=\D{0,20}\d)[\w.:+/@-]{1,40}(?: [\d.:+-]{1,20}){0,2}")
"""A number, an id, a day and time: what a machine wrote, in contrast to words."""


@dataclass(frozen=True)
class _Line:
    """A line that begins within a cell: its own cells, and how many follow the closing mark."""

    cells: tuple[str, ...]
    following: int = 0


def refuse_swallowed_rows(raw: RawExport, delimiter: str) -> None:
    """Raise SourceDataError where most lines within a cell read as records of *raw*."""
    held = [(record, _lines_in(record, delimiter)) for record in raw.records]
    held = [(record, lines) for record, lines in held if any(_is_full(x, raw) for x in lines)]
    if not held:
        return
    columns = [_Column(raw.records, position) for position in range(raw.width)]
    for record, lines in held:
        rows = sum(_is_full(line, raw) and _is_record(line, columns) for line in lines)
        if 2 * rows > len(lines):
            spans = 1 + max(len(_LINE_END.findall(cell)) for cell in record.cells)
            raise SourceDataError(
                f"{raw.source}: row {record.line}, a cell spans {spans} lines and contains what "
                f"looks like a row{f', {rows} in all' if rows > 1 else ''}: a stray quotation "
                'mark (") opens it and another closes it further down; take the two marks out, '
                "or export again with quotation marks doubled"
            )


def _lines_in(record: Record, delimiter: str) -> list[_Line]:
    """Return the lines of *record* that begin within a cell; blank ones tell nothing."""
    whole = "".join(record.cells)
    if "\n" not in whole and "\r" not in whole:
        return []
    found: list[_Line] = []
    for position, cell in enumerate(record.cells):
        if "\n" in cell or "\r" in cell:
            *inner, last = (tuple(line.split(delimiter)) for line in _LINE_END.split(cell)[1:])
            found += [_Line(cells) for cells in inner]
            if position:  # the end of a first cell fills up its record in any case
                found.append(_Line(last, len(record.cells) - position - 1))
    return [line for line in found if any(cell.strip() for cell in line.cells)]


def _is_full(line: _Line, raw: RawExport) -> bool:
    return len(line.cells) + line.following == raw.width


class _Column:
    """What stands in one column, cells of several lines aside."""

    def __init__(self, records: Sequence[Record], position: int) -> None:
        held = (record.cells[position] for record in records if position < len(record.cells))
        cells = [cell for cell in held if cell.strip() and not _LINE_END.search(cell)]
        self.values = set(cells)
        self.repeats = 2 * len(self.values) <= len(cells)
        self.shapes = {_shape(cell) for cell in self.values if _CODE.fullmatch(cell)}

    def fits(self, cell: str) -> bool:
        """Return whether *cell* could stand here: as options repeat, and ids are alike but new."""
        if cell in self.values:
            return self.repeats
        return bool(_CODE.fullmatch(cell)) and _shape(cell) in self.shapes


def _shape(code: str) -> str:
    """Return *code* with all digits and letters alike; an id of five digits has five."""
    return re.sub(r"[^\W_]", "9", code)


def _is_record(line: _Line, columns: Sequence[_Column]) -> bool:
    """Return whether at least half of the cells of *line* fit their columns.

    In prose a space follows the comma; a record has none there.
    """
    if any(re.match(r"\s+\S", cell) for cell in line.cells[1:]):
        return False
    filled = [(cell, columns[i]) for i, cell in enumerate(line.cells) if cell.strip()]
    return 2 * sum(column.fits(cell) for cell, column in filled) >= len(filled)
