"""Remarks on a sheet: what is in its cells that their text does not say."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from flows.exports.cell_texts import EXACT_DIGITS
from flows.exports.sheet_facts import Address, SheetFacts
from flows.exports.tables import Row
from nlp.contracts.raw import RawExport, Remark
from nlp.intake.places import column_name

_MOST_LISTED = 20
"""Cells of one kind that are remarked on one by one; the others are counted."""

_LONGEST_FORMAT = 30


@dataclass(frozen=True)
class Sheet:
    """The texts of a sheet from its first row and column on, and the cells that need a remark."""

    rows: Sequence[Row]
    long_numbers: Sequence[Address]
    merged: Sequence[tuple[Address, Address]]

    def is_blank(self, cell: Address) -> bool:
        """Return whether nothing is held there."""
        row, column = cell
        return not (
            row < len(self.rows) and self.rows[row][column : column + 1] not in [(), ("",)]
        )


def address_of(cell: Address) -> str:
    """Return the name of a cell, as a sheet shows it.

    >>> address_of((1, 4)), address_of((1_048_575, 16_383))
    ('E2', 'XFD1048576')
    """
    letters = ""
    rest = cell[1] + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{cell[0] + 1}"


def remarks_on_cells(export: RawExport, sheet: Sheet, top: int) -> list[Remark]:
    """Return remarks on merged cells and on numbers that are too long, from row *top* on."""
    ranges = {first: last for first, last in sheet.merged if last[0] >= top}
    return [
        *_each(
            export,
            "merged_cells",
            ranges,
            lambda cell: (
                f"{address_of(cell)}:{address_of(ranges[cell])} is merged: its value is "
                f"read in {address_of(cell)}, the other cells as blank"
            ),
        ),
        *_each(
            export,
            "long_number",
            (cell for cell in sheet.long_numbers if cell[0] >= top),
            lambda cell: (
                f"{address_of(cell)} is a number of more than {EXACT_DIGITS} digits, of "
                "which a workbook loses the last; ids are safe as text"
            ),
        ),
    ]


def remarks_on_facts(export: RawExport, sheet: Sheet, facts: SheetFacts, top: int) -> list[Remark]:
    """Return remarks on errors, formulas without a value, and numbers shown otherwise."""
    errors = [cell for cell in facts.errors if cell[0] >= top]
    failed = set(errors)
    formulas = [cell for cell in facts.formulas if cell[0] >= top and cell not in failed]
    return [
        *_each(
            export,
            "formula_without_value",
            filter(sheet.is_blank, formulas),
            lambda cell: (
                f"{address_of(cell)} formula without value, read as blank; open the "
                "workbook and save it, so that its formulas are worked out"
            ),
        ),
        *_each(
            export,
            "error_value",
            errors,
            lambda cell: (
                f"{address_of(cell)} error value, read as blank though the sheet shows "
                "something there"
            ),
        ),
        *_formats(export, facts, top),
    ]


def _formats(export: RawExport, facts: SheetFacts, top: int) -> Iterator[Remark]:
    for column, (code, cell) in sorted(facts.formats.items()):
        if cell[0] < top or column >= export.width:
            continue
        name = column_name(export, column)
        shown = code if len(code) <= _LONGEST_FORMAT else code[:_LONGEST_FORMAT] + "…"
        yield Remark(
            "display_format",
            f"{name} is numeric with a display format ({shown}): read as stored, without what the "
            f"format adds, as in {address_of(cell)}; ids are safe as text",
            cell[0] + 1,
            name,
        )


def _each(
    export: RawExport, rule: str, cells: Iterable[Address], words: Callable[[Address], str]
) -> Iterator[Remark]:
    """Yield a remark for each cell up to the most that are listed, and one for the others."""
    found = sorted(cells)
    for row, column in found[:_MOST_LISTED]:
        name = column_name(export, column) if column < export.width else f"#{column + 1}"
        yield Remark(rule, words((row, column)), row + 1, name)
    if len(found) > _MOST_LISTED:
        row, column = found[_MOST_LISTED]
        more = f"{len(found) - _MOST_LISTED:,} more like {address_of((row, column))}"
        yield Remark(rule, f"{rule.replace('_', ' ')}: {more}", row + 1)
