"""Which rows of a file stand above the first respondent."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.intake.proposing.sightings import DAY, NUMBER, is_import_id

MOST_HEADER_ROWS = 3
MOST_TITLE_ROWS = 10
ROWS_LOOKED_AT = 300
"""Rows of data that are compared with a row that may be a header."""

_FEWEST_ROWS = 5
_MOST_OPTIONS = 12
_MANY_UNNAMED = 0.3
_MARKERS = frozenset({"response", "open-ended response"})
_MARKED = re.compile(r"other \(please .*\)", re.IGNORECASE)
_LEGACY = re.compile(r"V\d+")

Row = Sequence[str]


@dataclass(frozen=True)
class HeaderRows:
    """How many rows to pass over, how many name the columns, and why."""

    skip_rows: int
    header_rows: int
    because: tuple[str, ...]
    holds_answers: bool = False
    """Whether the row that should name the columns looks like a respondent's."""


def find_header(rows: Sequence[Row]) -> HeaderRows:
    """Return which of the first *rows* of a file are its title and its header."""
    skipped = _title_rows(rows)
    rest = rows[skipped : skipped + ROWS_LOOKED_AT]
    titles = (
        "row 1 is a title and names"
        if skipped == 1
        else f"rows 1 to {skipped} are a title and name"
    )
    because = [f"{titles} no column"] if skipped else []
    for find in (_by_import_ids, _by_legacy_codes):
        if found := find(rest):
            n_rows, reason = found
            return HeaderRows(skipped, n_rows, (*because, reason))
    n_rows = 1
    while n_rows < min(MOST_HEADER_ROWS, len(rest) - 1):
        reason = _names_columns(rest, n_rows)
        if not reason:
            break
        n_rows += 1
        because.append(f"row {skipped + n_rows} belongs to the header: {reason}")
    return HeaderRows(skipped, n_rows, tuple(because), n_rows == 1 and _holds_answers(rest))


def _title_rows(rows: Sequence[Row]) -> int:
    """Return how many rows at the top hold one cell at most while those below hold many."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows[: MOST_TITLE_ROWS + 1]]
    if max(filled, default=0) < 3:
        return 0
    return next((i for i, count in enumerate(filled) if count > 1), 0)


def _by_import_ids(rows: Sequence[Row]) -> tuple[int, str] | None:
    for i, row in enumerate(rows[:4]):
        if sum(is_import_id(cell) for cell in row) > len(row) / 2:
            return i + 1, f"row {i + 1} holds the ImportIds of Qualtrics, which ends its header"
    return None


def _by_legacy_codes(rows: Sequence[Row]) -> tuple[int, str] | None:
    if len(rows) > 1 and sum(bool(_LEGACY.fullmatch(cell.strip())) for cell in rows[0]) >= 5:
        return 2, "V1, V2, … over their meanings, as older exports of Qualtrics have them"
    return None


def _names_columns(rows: Sequence[Row], at: int) -> str:
    """Return why the row *at* is one more row of the header; nothing where it holds answers."""
    row, above, below = rows[at], rows[at - 1], rows[at + 1 :]
    marked = sum(_is_marker(cell) for cell in row)
    if marked and not any(_is_marker(cell) for other in below for cell in other):
        return "it holds 'Response' or 'Other (please …)', as SurveyMonkey writes under questions"
    if at == 1 and _names_what_is_unnamed(above, row):
        return "the row above leaves columns without a name, and it names them all"
    if len(below) < _FEWEST_ROWS:
        return ""
    if sum(_votes(row, above, below)) <= max(1.0, 0.2 * sum(bool(cell.strip()) for cell in row)):
        return ""
    return "what stands in it is unlike what stands below it"


def _holds_answers(rows: Sequence[Row]) -> bool:
    """Return whether the first row is like those below it, as where no row names the columns."""
    votes = _votes(rows[0], (), rows[1:]) if len(rows) > _FEWEST_ROWS else []
    return sum(votes) < 0 and -1.0 in votes


def _votes(row: Row, above: Row, below: Sequence[Row]) -> list[float]:
    return [
        _vote(
            cell.strip(), above[i].strip() if i < len(above) else "", _column(below, i), len(below)
        )
        for i, cell in enumerate(row)
    ]


def _names_what_is_unnamed(above: Row, row: Row) -> bool:
    names = [cell.strip() for cell in row]
    unnamed = sum(not cell.strip() for cell in above[: len(row)])
    if unnamed < _MANY_UNNAMED * len(row) or len(set(names)) < len(names) or "" in names:
        return False
    return not any(NUMBER.fullmatch(name) or DAY.fullmatch(name) for name in names)


def _is_marker(cell: str) -> bool:
    bare = cell.strip()
    return bare.casefold() in _MARKERS or bool(_MARKED.fullmatch(bare))


def _column(below: Sequence[Row], i: int) -> Counter[str]:
    return Counter(cell for row in below if i < len(row) if (cell := row[i].strip()))


def _vote(cell: str, above: str, column: Counter[str], rows: int) -> float:
    """Return how much *cell* looks like a name (above zero) or a value (below) of *column*."""
    filled = sum(column.values())
    if filled < _FEWEST_ROWS:
        return 0.0
    if not cell:
        return 1.0 if above and filled >= 0.98 * rows and len(column) == filled else 0.0
    if cell == above and cell not in column:
        return 1.0
    for shape in (NUMBER, DAY):
        if sum(n for v, n in column.items() if shape.fullmatch(v)) >= 0.9 * filled:
            return -1.0 if shape.fullmatch(cell) else 1.0
    return _vote_of_words(cell, above, column, rows)


def _vote_of_words(cell: str, above: str, column: Counter[str], rows: int) -> float:
    filled = sum(column.values())
    if len(column) == 1:  # a ticked option is named like its column
        if cell not in column:
            return 1.0
        return -1.0 if filled >= 0.98 * rows else (0.3 if not above else 0.1)
    if len(column) <= _MOST_OPTIONS and filled >= _FEWEST_ROWS * len(column):
        return -1.0 if cell in column else 1.0
    return 0.0
