"""Column references, resolved in the header of an export.

A reference names a column by any of its header cells, by several of them (`upper / lower`), or by
its position (`#12`, counted from 1). A block of columns is named by the header cell they share, by
a pattern (`Q8_*`, `Q1_[0-6]`), or by positions (`#12-#16`). Brackets that match no column so stand
for themselves, as in the codes of LimeSurvey (`G01Q01[SQ*]`).

Platforms write the question of a block over its first column only:

    Which models?  (blank)       (blank)         Anything else?
    Open source    Open weights  In-house model  Open-Ended Response

so a blank cell takes the cell to its left, until a new cell stands in its row or in a row above.
"""

import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from itertools import combinations, pairwise

from nlp.contracts.errors import SourceDataError
from nlp.contracts.raw import RawExport
from nlp.intake.telling import and_joined

POSITION = re.compile(r"#(\d+)(?:\s*-\s*#?(\d+))?")
_PATTERN = re.compile(r"[*?\[]")
_SINGLE_ANSWER = "Response"
"""What SurveyMonkey writes over the one column of a single choice, beside its `Other` column."""

_LONGEST_QUOTE = 80
_MOSTPOSITIONS = 8


@dataclass(frozen=True)
class _Column:
    """What stands over a column: `own` as delivered, `cells` with blanks taken from the left."""

    own: tuple[str, ...]
    cells: tuple[str, ...]
    joined: frozenset[str]


def plain(text: str) -> str:
    """Return *text* in composed characters, every stretch of white space one space.

    >>> plain("  Open   source ")
    'Open source'
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def find_column(raw: RawExport, ref: str) -> int:
    """Return the one column that *ref* names by its own cells, else joined, else from the left."""
    wanted = plain(ref)
    if POSITION.fullmatch(wanted):
        return _only(raw, ref, _at_positions(raw, wanted))
    columns = _columns(raw.header)
    tiers = (
        [i for i, column in enumerate(columns) if wanted in column.own],
        [i for i, column in enumerate(columns) if wanted in column.joined],
        [i for i, column in enumerate(columns) if wanted in column.cells],
    )
    unique = (found for found in tiers if len(found) == 1)
    fallback = next((found for found in tiers if found), [])
    return _only(raw, ref, next(unique, fallback))


def find_block(raw: RawExport, ref: str) -> tuple[int, ...]:
    """Return the columns that *ref* names, in their order; often it is one.

    Where one column of a block is headed `Response`, it alone is meant: the others hold what a
    single choice left open.
    """
    wanted = plain(ref)
    if POSITION.fullmatch(wanted):
        return _at_positions(raw, wanted)
    columns = _columns(raw.header)
    shared = [i for i, column in enumerate(columns) if wanted in column.cells[:-1]]
    lowest = [i for i, column in enumerate(columns) if wanted == column.cells[-1]]
    if len(lowest) == 1 and lowest[0] in shared:
        return (lowest[0],)  # named in every row of the header: it stands for itself
    if shared and _adjacent(shared):
        single = [i for i in shared if columns[i].cells[-1] == _SINGLE_ANSWER]
        return (single[0],) if len(single) == 1 else tuple(shared)
    joined = [i for i, column in enumerate(columns) if wanted in column.joined]
    found = shared or lowest or joined
    if not found and _PATTERN.search(wanted):
        matching = _matching(columns, wanted) or _matching(columns, wanted.replace("[", "[[]"))
        if matching:
            return matching
    return (_only(raw, ref, found),)


def _matching(columns: Sequence[_Column], pattern: str) -> tuple[int, ...]:
    return tuple(
        i
        for i, column in enumerate(columns)
        if any(fnmatchcase(cell, pattern) for cell in column.cells if cell)
    )


def header_cells(raw: RawExport, column: int) -> tuple[str, ...]:
    """Return the header cells over *column* that are not blank, from the top."""
    return tuple(cell for cell in _columns(raw.header)[column].cells if cell)


@lru_cache(maxsize=16)
def _columns(header: tuple[tuple[str, ...], ...]) -> tuple[_Column, ...]:
    columns = []
    cells: tuple[str, ...] = ("",) * len(header)
    for delivered in zip(*header, strict=True):
        own = tuple(plain(cell) for cell in delivered)
        top = next((row for row, cell in enumerate(own) if cell), None)
        cells = own if top is None else cells[:top] + own[top:]
        columns.append(_Column(own, cells, _joined([cell for cell in cells if cell])))
    return tuple(columns)


def _joined(cells: Sequence[str]) -> frozenset[str]:
    return frozenset(
        " / ".join(chosen)
        for size in range(2, len(cells) + 1)
        for chosen in combinations(cells, size)
    )


def _at_positions(raw: RawExport, wanted: str) -> tuple[int, ...]:
    first, last = (int(n) if n else None for n in POSITION.findall(wanted)[0])
    chosen = tuple(range((first or 0) - 1, last or first or 0))
    if not chosen or chosen[0] < 0 or chosen[-1] >= raw.width:
        raise SourceDataError(
            f"{raw.source}: no column at {wanted}; columns are #1 to #{raw.width}"
        )
    return chosen


def _adjacent(columns: Sequence[int]) -> bool:
    return all(right - left == 1 for left, right in pairwise(columns))


def _only(raw: RawExport, ref: str, found: Sequence[int]) -> int:
    if len(found) == 1:
        return found[0]
    if not found:
        raise SourceDataError(f"{raw.source}: no column is named {_short(ref)}; {_hint(raw, ref)}")
    positions = [i + 1 for i in found]
    shown = and_joined(positions[:_MOSTPOSITIONS])
    more = ", …" if len(found) > _MOSTPOSITIONS else ""
    raise SourceDataError(
        f"{raw.source}: duplicate column {_short(ref)}, positions {shown}{more}; "
        f"name one as 'upper / lower' header cell, or by its position, such as #{positions[0]}"
    )


def _hint(raw: RawExport, ref: str) -> str:
    """Return a name like *ref*; others are not shown, as a misplaced header may hold answers."""
    known = {_short(cell) for column in _columns(raw.header) for cell in column.own if cell}
    near = difflib.get_close_matches(_short(ref), sorted(known), n=1, cutoff=0.7)
    if near:
        return f"did you mean {near[0]}?"
    return (
        f"none of the {raw.width} columns has a name like it; "
        "did you mean another skip_rows, header_rows or delimiter?"
    )


def _short(text: str) -> str:
    text = plain(text)
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
