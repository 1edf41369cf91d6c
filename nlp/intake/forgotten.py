"""People who asked to be forgotten: their rows are counted, and nothing of them is read."""

from collections.abc import Callable
from dataclasses import replace

from nlp.contracts.ids import short_hash
from nlp.contracts.raw import RawExport, Record, Unread
from nlp.contracts.study import Study, column_in
from nlp.intake.columns import find_column
from nlp.intake.records import Refused, SortedExport
from nlp.intake.rules import FORGOTTEN

IsForgotten = Callable[[str], bool]
"""Tells of a respondent id, as delivered, whether its owner asked to be forgotten."""


def leave_out(
    export: RawExport, study: Study, wave: str, is_forgotten: IsForgotten
) -> tuple[RawExport, tuple[Record, ...]]:
    """Return *export* without the rows of the forgotten, and those rows.

    They are unread under a rule of their own, so that every row delivered is still accounted for.
    An export without a column of ids is returned as it is: `set_aside_forgotten` comes after.
    """
    ref = study.respondent.column
    name = None if ref is None else column_in(ref, wave)
    if name is None:
        return export, ()
    column = find_column(export, name)
    ids = {record.cells[column] for record in export.records if column < len(record.cells)}
    gone = {cell for cell in ids if cell.strip() and is_forgotten(cell.strip())}
    theirs = tuple(r for r in export.records if column < len(r.cells) and r.cells[column] in gone)
    if not theirs:
        return export, ()
    lines = {record.line for record in theirs}
    unread = [*export.unread, *(Unread(line, FORGOTTEN) for line in lines)]
    kept = replace(
        export,
        records=tuple(record for record in export.records if record.line not in lines),
        unread=tuple(sorted(unread, key=lambda row: row.line)),
        digest=short_hash(export.digest, FORGOTTEN, *map(str, sorted(lines))),
    )
    return kept, theirs


def set_aside_forgotten(delivered: SortedExport, is_forgotten: IsForgotten) -> SortedExport:
    """Return *delivered* with the forgotten among the refused, where cells name records."""
    gone = [record for record in delivered.accepted if is_forgotten(record.respondent_id)]
    if delivered.places.respondent is not None or not gone:
        return delivered
    refused = [Refused(record.line, "", FORGOTTEN, record.rows) for record in gone]
    return replace(
        delivered,
        accepted=tuple(record for record in delivered.accepted if record not in gone),
        refused=tuple(
            sorted([*delivered.refused, *refused], key=lambda one: (one.line, one.column))
        ),
    )
