"""Who somebody is in the exports of a study: their ids, their rows, and words only they said."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flows.exports import read_export
from flows.forgotten import forgotten_in
from flows.keys import pseudonym_key
from flows.searching import Piece, Traces, found_in, pieces_of
from flows.session import Session
from nlp.contracts.errors import OpenEndsError
from nlp.contracts.ids import pseudonym, response_id
from nlp.contracts.raw import RawExport
from nlp.contracts.study import column_in
from nlp.intake.forgotten import IsForgotten, leave_out
from nlp.intake.identities import shield
from nlp.intake.records import sort_out
from nlp.intake.reshaping import widen


@dataclass(frozen=True)
class Person:
    """What the exports and kept deliveries of a study say of somebody."""

    ids: frozenset[str]
    """As delivered and as published; empty where nobody was found."""

    rows: dict[str, int]
    """How many rows of the export of each wave are theirs."""

    exports: tuple[Path, ...]
    """The exports, which others deliver, that hold them."""

    traces: Traces


def find_person(session: Session, person: str) -> Person:
    """Return whose the id *person* is, by all exports and kept deliveries that can be read.

    It may be an id as delivered, or as published: a pseudonym, or the name of a record.
    """
    search = _Search(session, person)
    for wave in session.wave_order:
        source = session.workspace.source_file(session.study.waves[wave].source)
        for path in (source, *kept_deliveries(session, wave)):
            search.look_into(wave, path, is_export=path == source)
    return search.found()


def holds_forgotten(session: Session, wave: str, path: Path) -> bool:
    """Return whether a kept delivery holds somebody forgotten; one that cannot be read may."""
    is_forgotten = forgotten_in(session.workspace, session.study.study_id)
    if is_forgotten is None:
        return False
    try:
        _, theirs, _ = _sorted(session, wave, path, is_forgotten)
    except OpenEndsError:
        return True
    return bool(theirs)


def kept_deliveries(session: Session, wave: str) -> list[Path]:
    """Return the copies of deliveries of *wave* that are kept."""
    folder = session.workspace.raw(session.study.study_id, wave)
    sources = {session.workspace.source_file(one.source) for one in session.study.waves.values()}
    ours = folder.glob("[0-9a-f]" * 12 + "-*")
    return sorted(path for path in ours if path.is_file() and path not in sources)


class _Search:
    """Gathers what files say of one person and of all others."""

    def __init__(self, session: Session, person: str) -> None:
        study_id = session.study.study_id
        key = pseudonym_key(session.workspace)
        known = forgotten_in(session.workspace, study_id)
        self._session = session
        self._person, self._key = person, key
        self._ids: set[str] = set()
        self._rows: Counter[str] = Counter()
        self._exports: list[Path] = []
        self._pieces: set[Piece] = set()
        self._others: list[str] = []
        self._again = known is not None and known(person)

    def look_into(self, wave: str, path: Path, *, is_export: bool) -> None:
        """Take up what the file at *path* says; one that cannot be read says nothing."""
        if not path.is_file():
            return
        try:
            ids, theirs, others = _sorted(self._session, wave, path, self._is_theirs)
        except OpenEndsError:
            return
        self._ids |= {name for one in ids for name in (one, self._as_pseudonym(one))}
        self._others += others
        for cell in theirs:
            self._pieces |= pieces_of(cell)
        if ids and is_export:
            self._rows[wave] += len(ids)
            self._exports += [path] if path not in self._exports else []

    def found(self) -> Person:
        """Return what was gathered; words that others said too tell nothing."""
        words = self._pieces - found_in("\n".join(self._others), self._pieces)
        names = self._ids | ({self._person} if self._ids or self._again else set())
        asked = self._session.study.open_questions
        rows = {
            response_id(wave, name, question)
            for wave in self._session.wave_order
            for name in names
            for question in asked
        }
        traces = Traces(frozenset(names | rows), frozenset(words))
        return Person(frozenset(self._ids), dict(self._rows), tuple(self._exports), traces)

    def _as_pseudonym(self, respondent_id: str) -> str:
        return pseudonym(self._key, self._session.study.study_id, respondent_id)

    def _is_theirs(self, respondent_id: str) -> bool:
        return self._person in (respondent_id, self._as_pseudonym(respondent_id))


def _sorted(
    session: Session, wave: str, path: Path, is_theirs: IsForgotten
) -> tuple[list[str], list[str], list[str]]:
    """Return the ids of the rows that are theirs, the cells of these, and those of the others."""
    study = session.study_of(wave)
    export = read_export(path, study.layout_of(wave))
    ref = study.respondent.column
    if ref is None or column_in(ref, wave) is None:
        return _sorted_by_name(session, wave, export, is_theirs)
    others, theirs = leave_out(export, study, wave, is_theirs)
    cells = [cell for record in theirs for cell in record.cells]
    ids = [
        next(cell.strip() for cell in record.cells if is_theirs(cell.strip())) for record in theirs
    ]
    return ids, cells, _different(record.cells for record in others.records)


def _sorted_by_name(
    session: Session, wave: str, export: RawExport, is_theirs: IsForgotten
) -> tuple[list[str], list[str], list[str]]:
    """Return the same of an export without ids, whose records are named by their cells."""
    study = session.study_of(wave)
    delivered = sort_out(shield(widen(export, study, wave), study, wave, b""), study, wave)
    theirs = [one for one in delivered.accepted if is_theirs(one.respondent_id)]
    others = [one.cells for one in delivered.accepted if not is_theirs(one.respondent_id)]
    ids = [record.respondent_id for record in theirs]
    return ids, [cell for record in theirs for cell in record.cells], _different(others)


def _different(rows: Iterable[Iterable[str]]) -> list[str]:
    return sorted({cell for row in rows for cell in row if not cell.isdigit()})
