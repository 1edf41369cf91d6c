"""Words by which a study file names columns: each leads to these columns and to no others."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import combinations, takewhile
from typing import TypeVar

from nlp.contracts.errors import SourceDataError
from nlp.contracts.raw import RawExport
from nlp.intake.columns import find_block, find_column, plain
from nlp.intake.proposing.names import is_other_field
from nlp.intake.proposing.sightings import GENERIC, Sighting
from nlp.intake.redaction import fully_masked

LONGEST_REF = 120
"""Characters; a longer header cell is passed over for a shorter way to say it."""

_SPECIAL = re.compile(r"[*?\[\]]")

_Found = TypeVar("_Found")


def ref_to_column(export: RawExport, column: Sighting) -> str:
    """Return what leads to *column* alone, by `find_column` and by `find_block` alike."""
    return next(
        ref
        for ref in _names_of_one(column)
        if _found(find_column, export, ref) == column.position
        and _found(find_block, export, ref) == (column.position,)
    )


def ref_to_block(
    export: RawExport, block: Sequence[Sighting], fields: Collection[int] = ()
) -> str:
    """Return what leads to all columns of *block*, and to no others but its "Other" *fields*."""
    if len(block) == 1:
        return ref_to_column(export, block[0])
    wanted = {column.position for column in block}
    for ref in _names_of_all(block):
        found = set(_found(find_block, export, ref) or ())
        if wanted <= found and found <= wanted.union(fields):
            return ref
    raise AssertionError("a run of columns has positions")  # pragma: no cover


def _names_of_one(column: Sighting) -> Iterator[str]:
    names = sorted((n for n in column.own if _may_be_ref(n)), key=_shortness)
    telling = [name for name in names if not _is_general(name)]
    yield from telling
    cells = [name for name in column.names if _may_be_ref(name)]
    for size in range(2, len(cells) + 1):
        yield from (" / ".join(chosen) for chosen in combinations(cells, size))
    yield from (name for name in names if name not in telling)
    yield f"#{column.position + 1}"


def _may_be_ref(name: str) -> bool:
    """Return whether *name* is short, and holds nothing to mask: a header may hold answers."""
    return len(name) <= LONGEST_REF and fully_masked(name) == name


def _is_general(name: str) -> bool:
    """Return whether many questions have a column of this name."""
    return name.casefold() in GENERIC or is_other_field(name)


def _names_of_all(block: Sequence[Sighting]) -> Iterator[str]:
    shared = [name for name in block[0].names[:-1] if all(name in c.names for c in block)]
    yield from sorted((name for name in shared if _may_be_ref(name)), key=_shortness)
    for row in zip(*(column.own for column in block), strict=False):
        yield from _patterns(row)
    first, last = block[0].position, block[-1].position
    yield f"#{first + 1}-#{last + 1}"


def _patterns(names: Sequence[str]) -> Iterator[str]:
    """Return patterns that fit names such as Q8_1, Q8_2 and G01[SQ001]."""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    start = _SPECIAL.sub("?", "".join(letters[0] for letters in alike).rstrip("0123456789"))
    if len(start) < 2 or " " in start:
        return
    yield f"{start}*"
    endings = [name[len(start) :] for name in names]
    if all(len(ending) == 1 and ending.isdigit() for ending in endings):
        yield f"{start}[{min(endings)}-{max(endings)}]"
    yield f"{start}[0-9]*"


def _shortness(name: str) -> tuple[bool, int]:
    """Order names: codes before questions, short ones first."""
    return " " in name, len(name)


def _found(find: Callable[[RawExport, str], _Found], export: RawExport, ref: str) -> _Found | None:
    if not plain(ref):
        return None
    try:
        return find(export, ref)
    except SourceDataError:
        return None
