"""What stands in the place of respondent ids, and what only the delivered ids can tell."""

from collections.abc import Mapping

from nlp.contracts.errors import StudyConfigError
from nlp.contracts.ids import pseudonym
from nlp.contracts.raw import RawExport, Remark, ValueLabels
from nlp.contracts.study import Study
from nlp.intake.columns import plain
from nlp.intake.places import Places, column_name
from nlp.intake.records import Accepted, Judge, is_blank
from nlp.intake.respondent_ids import looks_rounded, refuse_rounded, remark_on_ids


def pseudonyms(
    export: RawExport, study: Study, places: Places, column: int, key: bytes
) -> dict[str, str]:
    """Return what stands in the place of each cell in *column*, the respondent ids.

    A blank cell stays what it is. So does an id that the study sets aside by name, as a pseudonym
    would get past the exclusion; no record that counts holds one.
    """
    said = export.labels_of(column)
    blank = said.missing.union(study.missing)
    labels = {plain(value): plain(label) for value, label in said.labels.items()}
    set_aside = _set_aside(study, places, column)
    names = {}
    for cell in {record.cells[column] for record in export.records if column < len(record.cells)}:
        named = set_aside & {plain(cell), labels.get(plain(cell), plain(cell))}
        if named:
            names[cell] = min(named)
        elif not is_blank(cell, blank):
            names[cell] = pseudonym(key, study.study_id, cell.strip())
    return names


def _set_aside(study: Study, places: Places, column: int) -> set[str]:
    """Return the ids that the study excludes by name, or raise StudyConfigError if it keeps some.

    Which ids are kept by name could be told only by leaving them in the records that count.
    """
    exclusions = [rule for rule, place in places.exclude.items() if place == column]
    for rule in exclusions:
        if study.exclude[rule].keep:
            raise StudyConfigError(
                f"exclude.{rule}.keep: reads the respondent ids, which respondent.pseudonymise "
                "replaces; name the ids that do not count in `values`, or keep by another column"
            )
    return {plain(value) for rule in exclusions for value in study.exclude[rule].values}


def without_labels(values: Mapping[int, ValueLabels], column: int) -> dict[int, ValueLabels]:
    """Return *values* without the labels of *column*, which may be names; missing codes stay."""
    kept = {place: said for place, said in values.items() if place != column}
    if column in values and values[column].missing:
        kept[column] = ValueLabels(missing=values[column].missing)
    return kept


def remarks_on_delivered(export: RawExport, study: Study, column: int) -> list[Remark]:
    """Return what is odd about the delivered ids, which nothing after this will see."""
    cells = [(r.cells[column].strip(), r.line) for r in export.records if column < len(r.cells)]
    known = [(cell, line) for cell, line in cells if not is_blank(cell, study.missing)]
    return remark_on_ids(known, column_name(export, column))


def refuse_shared(export: RawExport, study: Study, wave: str, places: Places, column: int) -> None:
    """Raise SourceDataError if differing records that count share a rounded id.

    Their pseudonyms would not tell that the ids were rounded.
    """
    judge = Judge(export, places, study, wave)
    sharing: dict[str, list[Accepted]] = {}
    for record in export.records:
        if column < len(record.cells) and looks_rounded(record.cells[column].strip()):
            judged = judge(record)
            if isinstance(judged, Accepted):
                sharing.setdefault(judged.respondent_id, []).append(judged)
    conflicting = [
        (respondent_id, record.line)
        for respondent_id, records in sharing.items()
        if len({record.cells for record in records}) > 1
        for record in records
    ]
    refuse_rounded(conflicting, export.source)
