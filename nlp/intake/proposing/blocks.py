"""Columns that belong to one question: options to tick, rows of a grid, an "Other" field."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from nlp.contracts.raw import RawExport
from nlp.intake.proposing.kinds import MOST_VALUES, is_other_text, kind_of
from nlp.intake.proposing.names import asks_for_all
from nlp.intake.proposing.sightings import Sighting

_TICKS = (
    ("1", "0"),
    ("y", "n"),
    ("true", "false"),
    ("checked", "unchecked"),
    ("selected", "not selected"),
    ("quoted", "not quoted"),
    ("mentioned", "not mentioned"),
    ("yes", "no"),
)
"""What platforms write where an option is chosen, and where it is not."""

TICKS = tuple(frozenset(pair) for pair in _TICKS)
CHOSEN = frozenset(chosen for chosen, _ in _TICKS)
NOT_CHOSEN = frozenset(unchosen for _, unchosen in _TICKS)

_YES_NO = frozenset({"yes", "no"})
_FEWEST_COLUMNS = 2

Shape = Literal["ticks", "grid", "column", "other"]


@dataclass(frozen=True)
class Part:
    """Columns that make one question, or one that stands alone.

    Of `ticks` that are `exclusive` no record has two: one choice, spread over columns.
    """

    shape: Shape
    columns: tuple[Sighting, ...]
    exclusive: bool = False

    @property
    def group(self) -> str:
        """Return what the headers of its columns share."""
        return self.columns[0].group


def find_parts(export: RawExport, columns: Sequence[Sighting]) -> list[Part]:
    """Return *columns* by the questions that they belong to, in their order."""
    parts: list[Part] = []
    for run in _runs(columns):
        for shape, same in groupby(_shaped(run), key=lambda pair: pair[0]):
            parts += _parts_of(shape, [column for _, column in same], len(run) > 1)
    return [_with_exclusive(export, part) for part in parts]


def _runs(columns: Sequence[Sighting]) -> Iterator[list[Sighting]]:
    """Return the stretches of neighbours whose headers share their group."""
    run: list[Sighting] = []
    for column in columns:
        if run and (column.position > run[-1].position + 1 or column.group != run[-1].group):
            yield run
            run = []
        run.append(column)
    if run:
        yield run


def _shaped(run: Sequence[Sighting]) -> list[tuple[Shape, Sighting]]:
    """Return the columns of a run with their shapes; empty ones take that of their neighbours."""
    shapes = [_shape(column) for column in run]
    known = [shape for shape, column in zip(shapes, run, strict=True) if column.values]
    alone: Shape = next((shape for shape in known if shape != "other"), "column")
    filler: Shape = "ticks" if "ticks" in known else alone
    return [
        (shape if column.values else filler, column)
        for shape, column in zip(shapes, run, strict=True)
    ]


def _shape(column: Sighting) -> Shape:
    if is_other_text(column):
        return "other"
    values = frozenset(value.casefold() for value in column.values)
    if len(values) == 1 and column.words < 40:
        return "ticks"
    pair = next((pair for pair in TICKS if values <= pair), None)
    if pair is not None and (pair != _YES_NO or asks_for_all(column.names)):
        return "ticks"
    return "grid" if kind_of(column) == "closed" else "column"


def _parts_of(shape: Shape, columns: list[Sighting], among_others: bool) -> Iterable[Part]:
    if shape == "ticks" and (len(columns) >= _FEWEST_COLUMNS or _is_lone_tick(columns[0])):
        return [Part("ticks", tuple(some)) for some in _by_prefix(columns)]
    if shape == "grid" and len(columns) >= _FEWEST_COLUMNS:
        return _grids(columns)
    if shape == "other":
        return [Part("other", (column,)) for column in columns]
    return [Part("column", (column,)) for column in columns]


def _is_lone_tick(column: Sighting) -> bool:
    """Return whether one column is a question to tick: `G03Q01[SQ001]` with Y."""
    return column.own[-1].endswith("]") and {v.casefold() for v in column.values} <= CHOSEN


def _by_prefix(columns: list[Sighting]) -> list[list[Sighting]]:
    """Return a flattened grid (`Write code - Never`, `Write code - Often`, …) row by row."""
    heads = [column.item.rsplit(" - ", 1)[0] for column in columns]
    rows = [
        [column for _, column in same]
        for _, same in groupby(zip(heads, columns, strict=True), key=lambda pair: pair[0])
    ]
    flattened = all(" - " in column.item for column in columns) and len(rows) > 1
    return rows if flattened and min(map(len, rows)) > 1 else [columns]


def _grids(columns: list[Sighting]) -> list[Part]:
    """Return the stretches of columns that share their options."""
    found: list[list[Sighting]] = []
    for column in columns:
        if found and _alike([*found[-1], column]):
            found[-1].append(column)
        else:
            found.append([column])
    return [
        Part("grid" if len(some) >= _FEWEST_COLUMNS else "column", tuple(some)) for some in found
    ]


def _alike(columns: list[Sighting]) -> bool:
    filled = [set(column.values) for column in columns if column.values]
    union = set().union(*filled)
    return len(union) <= MOST_VALUES + 2 and all(2 * len(some) >= len(union) for some in filled)


def _with_exclusive(export: RawExport, part: Part) -> Part:
    if part.shape != "ticks" or len(part.columns) < _FEWEST_COLUMNS:
        return part
    if asks_for_all(part.columns[0].names):
        return part
    positions = [column.position for column in part.columns]
    most = max(
        sum(_is_chosen(record.cells, i, part.columns[0]) for i in positions)
        for record in export.records
    )
    return Part("ticks", part.columns, exclusive=most <= 1)


def _is_chosen(cells: Sequence[str], position: int, first: Sighting) -> bool:
    cell = cells[position].strip() if position < len(cells) else ""
    return bool(cell) and cell.casefold() not in NOT_CHOSEN
