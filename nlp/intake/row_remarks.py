"""Remarks on the rows that were set aside for a fault: which, where, what was expected."""

import re
from collections.abc import Mapping

from nlp.contracts.raw import RawExport, Record, Remark
from nlp.contracts.study import Study
from nlp.intake.places import column_name
from nlp.intake.records import Refused, SortedExport
from nlp.intake.rules import UNREADABLE, is_fault
from nlp.intake.telling import numbered, shortened

_AGAIN = ("repeated", "superseded", "conflicting_id")
"""Rules on ids that are delivered more than once."""

_LIKE_AN_ID = re.compile(r"(?=.*\d)[\w.:/-]{1,40}")
"""What is shown of ids; with another column named by mistake an answer may stand there, and a
word without a digit is more often that."""

_MOST_COLUMNS = 6


def remark_on_rows(delivered: SortedExport, study: Study) -> list[Remark]:
    """Return a remark on each row that was set aside for a fault, on twenty of each rule."""
    found: dict[str, list[Refused]] = {}
    again: dict[int, str] = {}
    unread = {(row.line, row.rule) for row in delivered.raw.unread}
    for record in delivered.refused:
        if record.rule in _AGAIN and (record.line, record.rule) not in unread:
            again[record.line] = record.rule
        elif is_fault(record.rule, study.exclude):
            found.setdefault(record.rule, []).append(record)
    lengths = {
        record.line: len(record.cells)
        for record in (delivered.raw.records if "field_count" in found else ())
    }
    remarks = [
        remark
        for records in found.values()
        for remark in shortened(_on_row(delivered, record, lengths) for record in records)
    ]
    return remarks + (_on_ids(delivered, study, again) if again else [])


def _on_row(delivered: SortedExport, record: Refused, lengths: Mapping[int, int]) -> Remark:
    raw, places = delivered.raw, delivered.places
    row, column = f"row {record.line}", record.column
    if record.line in lengths and record.rule == "field_count":
        message = f"{row}, expected {raw.width} fields, found {lengths[record.line]}"
        return Remark(record.rule, message, record.line)
    held = {
        "no_respondent_id": (places.respondent, "expected a respondent id, found none"),
        "no_wave": (places.wave, "expected the name of a wave, found none"),
        "unknown_wave": (
            places.wave,
            "expected the name of a wave of the study, found another word",
        ),
        "bad_weight": (places.weight, "expected a number from zero up, such as 0.85"),
    }
    unread = UNREADABLE.get(record.rule, record.rule.replace("_", " "))
    place, said = held.get(record.rule, (None, unread))
    column = column if place is None else column_name(raw, place)
    where = f"{row}, column {column}" if column else row
    return Remark(record.rule, f"{where}: {said}", record.line, column)


def _on_ids(delivered: SortedExport, study: Study, again: Mapping[int, str]) -> list[Remark]:
    """Return a remark on each id that was delivered more than once, on twenty of each kind."""
    raw, place = delivered.raw, delivered.places.respondent
    if place is None:
        return []
    unfit = {record.line for record in delivered.refused} - set(again)
    sound = [record for record in raw.records if record.line not in unfit]
    groups: dict[str, list[Record]] = {
        record.cells[place].strip(): [] for record in sound if record.line in again
    }
    for record in sound:
        if (respondent_id := record.cells[place].strip()) in groups:
            groups[respondent_id].append(record)
    remarks: dict[str, list[Remark]] = {}
    for respondent_id, records in groups.items():
        rule, said = _on_id(raw, place, sorted(records, key=lambda record: record.line), again)
        shown = not study.respondent.pseudonymise and _LIKE_AN_ID.fullmatch(respondent_id)
        who = f"{respondent_id}, " if shown else ""
        line = min(record.line for record in records)
        remark = Remark(rule, who + said, line, column_name(raw, place))
        remarks.setdefault(rule, []).append(remark)
    return [
        remark
        for alike in remarks.values()
        for remark in shortened(sorted(alike, key=lambda remark: remark.line))
    ]


def _on_id(
    raw: RawExport, place: int, records: list[Record], again: Mapping[int, str]
) -> tuple[str, str]:
    """Return the rule that the records of one id broke, and where."""
    where = numbered([record.line for record in records])
    kept = ", ".join(f"row {record.line} counts" for record in records if record.line not in again)
    columns = _differing(raw, place, records)
    if not columns:
        return "repeated", f"{where}: alike in every cell; {kept}"
    rule = "superseded" if kept else "conflicting_id"
    return rule, f"{where}, differing columns {columns}: {kept or 'none of them counts'}"


def _differing(raw: RawExport, place: int, records: list[Record]) -> str:
    """Return the names of the columns in which records of the id in column *place* differ."""
    columns = [
        column
        for column in range(raw.width)
        if column != place and len({record.cells[column] for record in records}) > 1
    ]
    names = " ".join(column_name(raw, column) for column in columns[:_MOST_COLUMNS])
    more = len(columns) - _MOST_COLUMNS
    return f"{names} and {more} more" if more > 0 else names
