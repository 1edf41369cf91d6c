"""Who a record is about: identifying columns emptied, respondent ids made pseudonyms."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from heapq import nsmallest
from typing import NamedTuple

from nlp.contracts.errors import StudyConfigError, listed
from nlp.contracts.ids import pseudonym, short_hash
from nlp.contracts.raw import RawExport, Record, Remark
from nlp.contracts.study import Study
from nlp.intake.columns import header_cells, plain
from nlp.intake.likenesses import looks_like
from nlp.intake.places import LONGEST_NAME, Places, column_name, locate
from nlp.intake.pseudonyms import (
    pseudonyms,
    refuse_shared,
    remarks_on_delivered,
    without_labels,
)

_LOOKED_AT = 500
"""Different cells that are looked at for what identifies: enough to know a column by."""

POSITION = re.compile(r"#(\d+)(?:\s*-\s*#?(\d+))?")


class _Use(NamedTuple):
    place: str
    column: int


def shield(export: RawExport, study: Study, wave: str, key: bytes) -> RawExport:
    """Return *export* without what the study calls identifying, its ids made pseudonyms if asked.

    Names of no column are remarked on: the wave may not have it, or it is misspelt. Raises
    StudyConfigError if the study uses a column that it calls identifying.
    """
    places = locate(export, study, wave)
    columns = _identifying(export, study)
    _refuse_use(_uses(places), columns, export)
    respondent = places.respondent if study.respondent.pseudonymise else None
    remarks = [_emptied_remark(export, column) for column in columns]
    remarks += _remarks_on_strangers(export, study)
    values = {c: labels for c, labels in export.values.items() if c not in columns}
    names: dict[str, str] = {}
    if respondent is not None:
        refuse_shared(export, study, wave, places, respondent)
        names = pseudonyms(export, study, places, respondent, key)
        remarks += remarks_on_delivered(export, study, respondent)
        values = without_labels(values, respondent)
    elif not remarks:
        return export
    return replace(
        export,
        records=tuple(_shielded(record, columns, respondent, names) for record in export.records),
        remarks=(*export.remarks, *remarks),
        values=values,
        digest=short_hash(export.digest, *map(str, columns), pseudonym(key, study.study_id, "")),
    )


def suspects(export: RawExport, study: Study, wave: str) -> list[Remark]:
    """Return a remark for every column that looks identifying and is not declared to be.

    What a header says counts, and what more than half of the different cells are; blank columns
    do not.
    """
    declared = set(_identifying(export, study))
    uses: dict[int, str] = {}
    for use in _uses(locate(export, study, wave)):
        uses.setdefault(use.column, use.place)
    remarks = []
    for column in range(export.width):
        cells = [] if column in declared else _sample(export, column, study.missing)
        if cells and (what := looks_like([row[column] for row in export.header], cells)):
            remarks.append(_suspect_remark(export, column, what, uses.get(column)))
    return remarks


def _identifying(export: RawExport, study: Study) -> tuple[int, ...]:
    """Return the columns that the study calls identifying, all that a name may mean."""
    return tuple(sorted({c for ref in study.identifying for c in _columns(export, ref)}))


def _columns(export: RawExport, ref: str) -> set[int]:
    wanted = plain(ref).casefold()
    if at := POSITION.fullmatch(wanted):
        first, last = int(at[1]), int(at[2] or at[1])
        return {c for c in range(first - 1, last) if 0 <= c < export.width}
    return {c for c in range(export.width) if _is_named(export, c, wanted)}


def _remarks_on_strangers(export: RawExport, study: Study) -> list[Remark]:
    """Return a remark on each name that is no column of the export."""
    return [
        Remark(
            "not_identified",
            f"identifying: {plain(ref)[:LONGEST_NAME]} is no column of this export, so nothing "
            "was emptied for it; is it spelt as in the header?",
        )
        for ref in dict.fromkeys(study.identifying)
        if not _columns(export, ref)
    ]


def _is_named(export: RawExport, column: int, wanted: str) -> bool:
    """Return whether *wanted* is a header cell over the column, its path, or a pattern of one.

    Case does not matter. A cell to the left counts only in an upper row, as the heading of a
    block.
    """
    own = [plain(row[column]) for row in export.header]
    cells = header_cells(export, column)
    above = cells[:-1] if own[-1] else ()
    names = {name.casefold() for name in (*own, *above, " / ".join(cells)) if name}
    return wanted in names or any(fnmatchcase(name, wanted) for name in names)


def _uses(places: Places) -> Iterator[_Use]:
    """Return every column that the study reads, and for what."""
    single = {
        "respondent.column": places.respondent,
        "weight.column": places.weight,
        "wave_column": places.wave,
        "respondent.submitted.column": places.submitted,
        **{f"exclude.{key}": column for key, column in places.exclude.items()},
        **{f"open_questions.{key}": column for key, column in places.open_questions.items()},
    }
    yield from (_Use(place, column) for place, column in single.items() if column is not None)
    for key, block in places.closed_questions.items():
        yield from (_Use(f"closed_questions.{key}", column) for column in block)


def _refuse_use(uses: Iterator[_Use], columns: Collection[int], export: RawExport) -> None:
    problems = [
        f"{use.place}: reads column {column_name(export, use.column)} (#{use.column + 1}), which "
        "`identifying` has emptied"
        for use in uses
        if use.column in columns
    ]
    if problems:
        hint = "take it out of `identifying` (ids: respondent.pseudonymise), or do not use it"
        raise StudyConfigError(listed("identifying columns are in use:", [*problems, hint]))


def _shielded(
    record: Record, columns: Collection[int], respondent: int | None, names: Mapping[str, str]
) -> Record:
    cells = list(record.cells)
    for column in columns:
        if column < len(cells):
            cells[column] = ""
    if respondent is not None and respondent < len(cells):
        cells[respondent] = names.get(cells[respondent], cells[respondent])
    return replace(record, cells=tuple(cells))


def _emptied_remark(export: RawExport, column: int) -> Remark:
    records, name = export.records, column_name(export, column)
    n_filled = sum(1 for r in records if column < len(r.cells) and r.cells[column].strip())
    message = (
        f"column {name} is identifying: emptied in {n_filled} records, as the study file says"
    )
    return Remark("identifying", message, 0, name)


def _sample(export: RawExport, column: int, missing: Collection[str]) -> list[str]:
    """Return different cells, whatever the order of the records."""
    delivered = {record.cells[column] for record in export.records if column < len(record.cells)}
    return nsmallest(_LOOKED_AT, set(map(str.strip, delivered)).difference(missing, {""}))


def _suspect_remark(export: RawExport, column: int, what: str, place: str | None) -> Remark:
    name = column_name(export, column)
    told = f"column {name} (#{column + 1}) looks like {what}"
    if place is None:
        told += "; the study does not read it: name it in `identifying`, so that it is emptied"
    else:
        told += f"; {place} reads it: is that meant?"
    return Remark("looks_identifying", told, 0, name)
