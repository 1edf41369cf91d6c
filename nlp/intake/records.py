"""Which records of an export count, and why the others do not."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from nlp.contracts.errors import SourceDataError, listed
from nlp.contracts.ids import record_id
from nlp.contracts.raw import RawExport, Record
from nlp.contracts.study import Study
from nlp.intake.columns import plain
from nlp.intake.places import Places, locate
from nlp.intake.respondent_ids import refuse_addresses, refuse_rounded
from nlp.intake.rules import explained, refuse_house_words

_NUMBER = re.compile(r"\+?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LIGHTEST, _HEAVIEST = 1e-9, 1e9
"""Weights beyond these are damage, and their sums or squares no numbers any more."""

_MOST_WAVES_NAMED = 3
_LIKE_A_WAVE = re.compile(r"(?=.*\d)(?!.*\d{5})[\w./-]{1,8}")
"""2024-Q3, W1: a word that may be shown, as no answer and no respondent's id looks like it."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A record that counts: whose it is, how many people it stands for, and its cells."""

    line: int
    respondent_id: str
    weight: float
    cells: tuple[str, ...]
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Refused:
    """What does not count: a row, or of a single choice its further options; `column` is where."""

    line: int
    column: str
    rule: str
    rows: int = 1


@dataclass(frozen=True)
class SortedExport:
    """An export whose every row is accepted or refused; the order of its rows changes nothing.

    `accepted` is in the order of respondent ids, `refused` in that of lines, rows that could not
    be read included.
    """

    raw: RawExport
    places: Places
    accepted: tuple[Accepted, ...]
    refused: tuple[Refused, ...]

    def __len__(self) -> int:
        """Return how many rows were delivered."""
        return len(self.raw)

    def set_aside(self) -> Counter[str]:
        """Return how many rows were set aside, by rule."""
        counts: Counter[str] = Counter()
        for record in self.refused:
            counts[record.rule] += record.rows
        return counts


def sort_out(raw: RawExport, study: Study, wave: str) -> SortedExport:
    """Return the records that count and those that do not: each is in one of the two.

    Ids are compared as delivered, but for white space around them, which no record keeps. Records
    of one id that are alike in every cell are one; of those that differ the study says which
    counts, if any.
    """
    refuse_house_words(study.exclude)
    places = locate(raw, study, wave)
    judge = Judge(raw, places, study, wave)
    judged = [judge(record) for record in raw.records]
    sound = [record for record in judged if isinstance(record, Accepted)]
    refused = [record for record in judged if isinstance(record, Refused)]
    refused += [Refused(row.line, row.column, row.rule) for row in raw.unread]
    if places.respondent is None:
        accepted = _named(sound)
    else:
        ids = [(record.respondent_id, record.line) for record in sound]
        refuse_addresses(ids, raw.source, places.respondent)
        accepted, again = _one_each(sound, study.respondent.keep)
        differing = {record.line for record in again if record.rule != "repeated"}
        refuse_rounded([one for one in ids if one[1] in differing], raw.source)
        refused += again
    if not accepted:
        raise SourceDataError(_nothing_left(raw, study, places, wave, refused))
    return SortedExport(
        raw,
        places,
        tuple(sorted(accepted, key=lambda record: record.respondent_id)),
        tuple(sorted(refused, key=lambda record: (record.line, record.column))),
    )


def is_blank(cell: str, missing: Collection[str]) -> bool:
    """Return whether *cell* holds nothing, or a value that the study takes for nothing."""
    bare = cell.strip()
    return not bare or bare in missing


def misshapen(cells: Sequence[str], width: int, missing: Collection[str]) -> str:
    """Return the rule by which *cells* are no record, `blank_row` or `field_count`, if any."""
    if all(is_blank(cell, missing) for cell in cells):
        return "blank_row"
    fits = len(cells) >= width and not any(map(str.strip, cells[width:]))
    return "" if fits else "field_count"


class Judge:
    """Tells of one record after the other whether it counts, its id not yet compared."""

    def __init__(self, raw: RawExport, places: Places, study: Study, wave: str) -> None:
        self._width, self._places, self._values = raw.width, places, raw.values
        self._missing = frozenset(study.missing)
        self._own_wave = plain(study.waves[wave].value or wave)
        self._other_waves = frozenset(map(plain, study.values_elsewhere(wave)))
        self._exclusions = [
            (rule, column, frozenset(map(plain, said.values or said.keep)), bool(said.keep))
            for rule, column in places.exclude.items()
            for said in [study.exclude[rule]]
        ]

    def __call__(self, record: Record) -> Accepted | Refused:
        """Return *record* as accepted, or refused by the first rule that it breaks."""
        cells, places = record.cells, self._places
        rule = misshapen(cells, self._width, self._missing) or self._outside(cells)
        if rule:
            return Refused(record.line, "", rule, record.rows)
        if places.respondent is not None and self._is_blank(cells, places.respondent):
            return Refused(record.line, "", "no_respondent_id", record.rows)
        weight = 1.0 if places.weight is None else self._number(cells, places.weight)
        if weight is None:
            return Refused(record.line, "weight", "bad_weight", record.rows)
        kept, respondent_id = cells[: self._width], ""
        if (place := places.respondent) is not None:
            respondent_id = kept[place].strip()
            kept = (*kept[:place], respondent_id, *kept[place + 1 :])
        return Accepted(record.line, respondent_id, weight, kept, record.rows)

    def _outside(self, cells: tuple[str, ...]) -> str:
        """Return the rule by which the record is not one of the wave's, or of the study's."""
        if rule := self._of_no_such_wave(cells):
            return rule
        for rule, place, values, kept in self._exclusions:
            if values.isdisjoint(self._names(cells, place)) == kept:
                return rule
        return ""

    def _of_no_such_wave(self, cells: tuple[str, ...]) -> str:
        column = self._places.wave
        if column is None or self._own_wave in (names := self._names(cells, column)):
            return ""
        if self._is_blank(cells, column):
            return "no_wave"
        return "unknown_wave" if self._other_waves.isdisjoint(names) else "other_wave"

    def _names(self, cells: tuple[str, ...], column: int) -> set[str]:
        """Return what the study file may call the cell: itself, its label, `""` where blank."""
        cell = plain(cells[column])
        names = {cell, ""} if self._is_blank(cells, column) else {cell}
        if column in self._values and cell in self._values[column].labels:
            names.add(plain(self._values[column].labels[cell]))
        return names

    def _is_blank(self, cells: tuple[str, ...], column: int) -> bool:
        said = self._values.get(column)
        return is_blank(cells[column], self._missing) or (
            said is not None and cells[column].strip() in said.missing
        )

    def _number(self, cells: tuple[str, ...], column: int) -> float | None:
        bare = cells[column].strip()
        if self._is_blank(cells, column) or not _NUMBER.fullmatch(bare):
            return None
        number = float(bare)
        return number if number == 0 or _LIGHTEST <= number <= _HEAVIEST else None


def _named(sound: Iterable[Accepted]) -> list[Accepted]:
    """Return records without an id under one made of their cells."""
    alike: Counter[tuple[str, ...]] = Counter()
    named = []
    for record in sound:
        name = record_id(record.cells, alike[record.cells])
        alike[record.cells] += 1
        named.append(replace(record, respondent_id=name))
    return named


def _one_each(sound: Iterable[Accepted], keep: str) -> tuple[list[Accepted], list[Refused]]:
    """Return at most one record of each respondent id, and the others with their rule."""
    delivered: dict[str, list[Accepted]] = {}
    for record in sound:
        delivered.setdefault(record.respondent_id, []).append(record)
    accepted: list[Accepted] = []
    refused: list[Refused] = []
    for records in delivered.values():
        records.sort(key=lambda record: record.line)
        first_alike = {record.cells: record for record in reversed(records)}
        refused += [
            Refused(record.line, "", "repeated", record.rows)
            for record in records
            if first_alike[record.cells] is not record
        ]
        conflict = keep == "none" and len(first_alike) > 1
        chosen = first_alike[records[-1 if keep == "last" else 0].cells]
        accepted += [] if conflict else [chosen]
        refused += [
            Refused(record.line, "", "conflicting_id" if conflict else "superseded", record.rows)
            for record in first_alike.values()
            if conflict or record is not chosen
        ]
    return accepted, refused


def _nothing_left(
    raw: RawExport, study: Study, places: Places, wave: str, refused: Sequence[Refused]
) -> str:
    headline = (
        f"{raw.source}: none of its {len(raw)} records can be used "
        f"(the header has {raw.width} columns)"
    )
    foreign = {r.line for r in refused if r.rule in ("other_wave", "unknown_wave")}
    if places.wave is not None and foreign:
        known = set(map(plain, study.values_elsewhere(wave)))
        found = Counter(plain(r.cells[places.wave]) for r in raw.records if r.line in foreign)
        shown = [name for name in sorted(found) if name in known or _LIKE_A_WAVE.fullmatch(name)]
        said = ", ".join(sorted(shown, key=lambda name: -found[name])[:_MOST_WAVES_NAMED])
        headline += f"; file says wave {said or 'something else'}, run asked for {wave}"
    return listed(f"{headline}:", explained(refused, study.exclude))
