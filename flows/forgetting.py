"""`openends forget`: a person removed from every store and output, and the proof of it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.forgotten import add_forgotten, forgotten_in
from flows.locking import locked
from flows.people import Person, find_person, holds_forgotten, kept_deliveries
from flows.publishing import VERSIONS
from flows.searching import Traces, found_in, holds, text_of
from flows.session import Session, open_session
from flows.sharding.stages import clear_parts
from flows.vector_needs import drop, needs_of, unneeded
from flows.withdrawn import write_withdrawn
from flows.workspace import ALL_WAVES
from nlp.contracts.errors import (
    HeldBack,
    OpenEndsError,
    OutputsChanged,
    SourceDataError,
    StudyConfigError,
    listed,
)

Facts = dict[str, Any]

_STAY = (".lock", "runs.jsonl")
"""What lies among the tables of a study and says nothing of anybody."""

BY_PEOPLE = "people wrote or keep it; take their words out by hand, then run again"


def forget(session: Session, person: str) -> Facts:
    """Remove the owner of an id from all that is kept or published of a study, and prove it.

    First a keyed hash of the id is written down, so that from now on the exports are read without
    them. Then all tables of the study and the copies of deliveries that hold them are deleted,
    everything is made and published anew, and older versions and the vectors that nobody needs go.
    At last every file is searched. Killed in between, it is simply said again.

    Raises StudyConfigError if nobody has this id, OutputsChanged if something is still found.
    """
    _refuse_what_cannot_be_published(session)
    who = _known_person(session, person)
    folder = session.workspace.interim(session.study.study_id)
    with locked(folder, session.clock):
        day = session.clock().date().isoformat()
        add_forgotten(session.workspace, session.study.study_id, {person, *who.ids}, day)
        deleted = {
            "copies of deliveries": _delete_copies(session),
            "parts of stages": clear_parts(session),  # before folders: they may lie elsewhere
            "tables": _delete_tables(folder),
        }
    _publish_anew(session)
    with locked(folder, session.clock):
        deleted["old versions"] = _delete_versions(session)
        deleted["vectors"] = _delete_vectors(session)
        searched, cannot = _prove(session, who)
    return {
        "study": session.study.study_id,
        "outcome": "forgotten",
        "rows_by_wave": who.rows,
        "deleted": deleted,
        "files_searched": searched,
        "cannot_change": cannot,
    }


def _known_person(session: Session, person: str) -> Person:
    """Return whose the id is; one that was forgotten before need not be found any more."""
    who = find_person(session, person)
    is_forgotten = forgotten_in(session.workspace, session.study.study_id)
    if not who.ids and not (is_forgotten and is_forgotten(person)):
        raise StudyConfigError(
            f"{session.study.study_id}: nobody has this id in its exports and kept deliveries; "
            "expected one as delivered, or from the column respondent_id of coded_responses.csv"
        )
    return who


def _refuse_what_cannot_be_published(session: Session) -> None:
    """Raise SourceDataError if something published could not be made without the person."""
    outputs = session.workspace.outputs(session.study.study_id)
    shown = {path.name for path in outputs.glob("*") if path.is_symlink() or path.is_dir()}
    lost = sorted(shown - {ALL_WAVES, VERSIONS, *session.delivered_waves})
    if lost or not session.delivered_waves:
        raise SourceDataError(
            listed(
                "these could not be published without the person, as their export is not there; "
                "deliver it, or delete the folder and the wave's versions:",
                [str(outputs / name) for name in lost] or [str(outputs)],
            )
        )


def _delete_copies(session: Session) -> int:
    """Delete the kept deliveries that hold a row of somebody forgotten; say how many."""
    deleted = 0
    for wave in session.wave_order:
        for path in kept_deliveries(session, wave):
            if holds_forgotten(session, wave, path):
                path.unlink()
                deleted += 1
    return deleted


def _delete_tables(folder: Path) -> int:
    """Delete all tables of a study, and whatever else its runs left beside them."""
    tables = len(list(folder.rglob("*.parquet")))
    for path in sorted(folder.iterdir()):
        if path.name in _STAY:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    return tables


def _publish_anew(session: Session) -> None:
    """Make and publish everything again, as if the person had never answered."""
    from flows.run_study import plainly, run_study

    session.runs.clear()
    try:
        run_study(session, session.delivered_waves, plainly)
    except HeldBack as held:
        raise HeldBack(
            f"{session.study.study_id}: the person is NOT forgotten yet: what is published still "
            f"holds them, until this is let through, and `openends forget` said again:\n{held}",
            held.figures,
        ) from None


def _delete_versions(session: Session) -> int:
    """Delete every version but those shown, which are new; nothing is rolled back any more."""
    outputs = session.workspace.outputs(session.study.study_id)
    home = outputs / VERSIONS
    write_withdrawn(outputs, {})
    shown = {path.resolve().name for path in outputs.glob("*") if path.is_symlink()}
    old = [path for path in home.iterdir() if path.name not in shown]
    for path in old:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    return len(old)


def _delete_vectors(session: Session) -> int:
    """Delete the vectors that no study needs now: the person's are among them."""
    workspace = session.workspace
    sessions = [session]
    for study_id in workspace.study_ids:
        if study_id != session.study.study_id:
            try:
                sessions.append(open_session(workspace, study_id, session.clock))
            except OpenEndsError:
                continue  # a study that cannot run needs no vector; they are made when it can
    needs = needs_of(sessions)
    shards = unneeded(workspace.vectors, needs, float("inf"))
    drop(shards, needs)
    return sum(shard.vectors for shard in shards)


def _prove(session: Session, who: Person) -> tuple[int, list[str]]:
    """Return how many files were searched, and where the person stays for others to remove.

    Raises OutputsChanged if something of theirs is found in what is ours to change.
    """
    workspace, study_id = session.workspace, session.study.study_id
    theirs = _files_of_people(session)
    texts = {path: text_of(path) for path in theirs}
    written = {path: found_in(text, who.traces.words) for path, text in texts.items()}
    cannot = [f"{path}: the delivered export; ask who delivers it" for path in who.exports]
    cannot += [f"{path}: {BY_PEOPLE}" for path, found in written.items() if found]
    cannot += _themes(session, who.traces)
    left = who.traces.without(piece for found in written.values() for piece in found)
    ours = sorted({path for folder in _ours(session) for path in folder.rglob("*")})
    ours = [path for path in ours if path.is_file() and not path.is_symlink()]
    delivered = {workspace.source_file(wave.source) for wave in session.study.waves.values()}
    ours = [path for path in ours if path not in delivered]
    found = [str(path) for path in ours if holds(path, left)]
    if found:
        raise OutputsChanged(listed(f"{study_id}: the person is still found in:", found))
    elsewhere = [
        path for path in _elsewhere(session) if holds(path, Traces(frozenset(), left.words))
    ]
    cannot += [
        f"{path}: of another study, or waiting; forget them there too" for path in elsewhere
    ]
    return len(ours) + len(theirs), [
        *cannot,
        *_waiting(session),
        "backups, and copies of reports that were handed out",
    ]


def _ours(session: Session) -> Iterator[Path]:
    """Yield the folders in which nothing of the person may be left."""
    workspace, study_id = session.workspace, session.study.study_id
    yield from (workspace.interim(study_id), workspace.raw(study_id), workspace.outputs(study_id))


def _elsewhere(session: Session) -> list[Path]:
    """Return the files of other studies, and of deliveries that wait."""
    workspace = session.workspace
    stores = (workspace.key_file.parent, workspace.vectors, workspace.exported_models)
    ours = {*_ours(session), *stores}
    delivered = {session.workspace.source_file(w.source) for w in session.study.waves.values()}
    folders = (workspace.root / "data", workspace.root / "outputs")
    found = (path for folder in folders for path in sorted(folder.rglob("*")))
    return [
        path
        for path in found
        if path.is_file() and not path.is_symlink() and path not in delivered
        if ours.isdisjoint(path.parents)
    ]


def _waiting(session: Session) -> list[str]:
    """Return what is to be said of the inbox: nobody has read what lies there."""
    inbox = session.workspace.root / session.operation.inbox.folder
    files = [path for path in inbox.rglob("*") if path.is_file() and path.name != "reason.txt"]
    words = "delivered, and waiting or refused: look whether they are among them"
    return [f"{inbox}: {len(files)} files {words}"] if files else []


def _files_of_people(session: Session) -> list[Path]:
    """Return what people wrote: everything in configs/, and the answers that they coded."""
    configs = session.workspace.studies.parent
    labels = session.workspace.source_file(session.study.mentions.labels or "configs")
    files = [path for path in sorted(configs.rglob("*")) if path.is_file()]
    return files + [path for path in [labels] if path.is_file() and path not in files]


def _themes(session: Session, traces: Traces) -> list[str]:
    """Return which themes of the codebook in use are made of the person's words."""
    return [
        f"theme {theme.theme_id}: its {what} {number}"
        for theme in session.codebook.themes
        for what, texts in (("example", theme.examples), ("keyword", theme.keywords))
        for number, text in enumerate(texts, start=1)
        if found_in(text, traces.words)
    ]
