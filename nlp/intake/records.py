"""Which records of an export count, and where in them the study's columns stand."""

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from nlp.contracts.errors import SourceDataError, listed
from nlp.contracts.ids import pseudonym
from nlp.contracts.raw import RawExport, Record
from nlp.contracts.study import ColumnRef, Study, column_in
from nlp.intake.columns import find_block, find_column

RULES = {
    "blank_row": "nothing stands in them",
    "field_count": "they have fewer or more cells than the header; an unquoted delimiter?",
    "no_respondent_id": "their respondent id is blank",
    "bad_weight": "their weight is not a number from zero up, written with a decimal point",
    "superseded": "their respondent id is delivered again, on the line that counts",
}
"""Why a whole record is refused."""

_NUMBER = re.compile(r"\+?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")

Found = TypeVar("Found")


@dataclass(frozen=True)
class Places:
    """The columns of the study in one export; None or empty where the wave has none."""

    respondent: int | None
    weight: int | None
    open_questions: Mapping[str, int | None]
    closed_questions: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class Accepted:
    """A record that counts: whose it is, how many people it stands for, and its cells."""

    line: int
    respondent_id: str
    weight: float
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Refused:
    """What does not count: a record, or where `column` says so, what it holds there."""

    line: int
    column: str
    rule: str


def locate(raw: RawExport, study: Study, wave: str) -> Places:
    """Return where the study's columns stand, or raise SourceDataError naming all that do not."""
    problems: list[str] = []

    def resolve(
        find: Callable[[RawExport, str], Found], place: str, ref: ColumnRef | None
    ) -> Found | None:
        name = None if ref is None else column_in(ref, wave)
        if name is None:
            return None
        try:
            return find(raw, name)
        except SourceDataError as error:
            problems.append(f"{place}.column: {str(error).removeprefix(f'{raw.source}: ')}")
            return None

    named = study.respondent.column
    if named is not None and column_in(named, wave) is None:
        problems.append(f"respondent.column: names no column for wave {wave}; add it")
    respondent = resolve(find_column, "respondent", study.respondent.column)
    weight = resolve(find_column, "weight", study.weight.column if study.weight else None)
    opens = {
        key: resolve(find_column, f"open_questions.{key}", question.column)
        for key, question in study.open_questions.items()
    }
    closed = {
        key: resolve(find_block, f"closed_questions.{key}", question.column) or ()
        for key, question in study.closed_questions.items()
    }
    if problems:
        raise SourceDataError(listed(f"{raw.source} does not fit the study file:", problems))
    return Places(respondent, weight, opens, closed)


def sort_out(raw: RawExport, study: Study, wave: str) -> tuple[list[Accepted], list[Refused]]:
    """Return the records that count, in file order, and those that do not.

    Every record is in one of the two. Of records with one id the study keeps the first or last
    that is sound; ids are compared as delivered, but for white space around them.
    """
    places = locate(raw, study, wave)
    judged = [_judge(record, places, raw.width, study.missing) for record in raw.records]
    sound = [record for record in judged if isinstance(record, Accepted)]
    refused = [record for record in judged if isinstance(record, Refused)]
    ordered = sound if study.respondent.keep == "last" else reversed(sound)
    kept = {record.respondent_id: record.line for record in ordered}
    accepted = [record for record in sound if kept[record.respondent_id] == record.line]
    refused += [
        Refused(record.line, "", "superseded")
        for record in sound
        if kept[record.respondent_id] != record.line
    ]
    if not accepted:
        raise SourceDataError(_nothing_left(raw, refused))
    return _named(accepted, raw, study, places), sorted(refused, key=lambda r: r.line)


def is_blank(cell: str, missing: Collection[str]) -> bool:
    """Return whether *cell* holds nothing, or a value that the study takes for nothing."""
    bare = cell.strip()
    return not bare or bare in missing


def _judge(
    record: Record, places: Places, width: int, missing: Collection[str]
) -> Accepted | Refused:
    cells = record.cells
    if all(is_blank(cell, missing) for cell in cells):
        return Refused(record.line, "", "blank_row")
    if len(cells) < width or any(cell.strip() for cell in cells[width:]):
        return Refused(record.line, "", "field_count")
    respondent_id = f"line {record.line}"
    if places.respondent is not None:
        respondent_id = cells[places.respondent].strip()
    if is_blank(respondent_id, missing):
        return Refused(record.line, "", "no_respondent_id")
    weight = 1.0 if places.weight is None else _number(cells[places.weight], missing)
    if weight is None:
        return Refused(record.line, "weight", "bad_weight")
    return Accepted(record.line, respondent_id, weight, cells)


def _number(cell: str, missing: Collection[str]) -> float | None:
    bare = cell.strip()
    if is_blank(bare, missing) or not _NUMBER.fullmatch(bare):
        return None
    number = float(bare)
    return number if math.isfinite(number) else None


def _named(
    accepted: list[Accepted], raw: RawExport, study: Study, places: Places
) -> list[Accepted]:
    """Return the records under the ids they go by in tables."""
    if study.respondent.pseudonymise:
        return [
            Accepted(r.line, pseudonym(study.study_id, r.respondent_id), r.weight, r.cells)
            for r in accepted
        ]
    addresses = [record.line for record in accepted if "@" in record.respondent_id]
    if addresses and places.respondent is not None:
        raise SourceDataError(
            f"{raw.source}: {len(addresses)} respondent ids in column #{places.respondent + 1} "
            f"hold an @, as e-mail addresses do (first on line {addresses[0]}); "
            "name another column, or set respondent.pseudonymise: true"
        )
    return accepted


def _nothing_left(raw: RawExport, refused: Sequence[Refused]) -> str:
    counts = Counter(record.rule for record in refused)
    return listed(
        f"{raw.source}: none of its {len(refused)} records can be used "
        f"(the header has {raw.width} columns):",
        (f"{rule}: {counts[rule]} records; {RULES[rule]}" for rule in RULES if counts[rule]),
    )
