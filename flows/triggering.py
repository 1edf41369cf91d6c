"""What the commands that start runs do, answered in plain values."""

import logging
import signal
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from types import FrameType
from typing import TYPE_CHECKING, Any, Literal

from flows.clock import now
from flows.digests import digest_of_file
from flows.files import known_wave
from flows.inbox_ledger import Seen
from flows.session import Session
from flows.starting import Directly, Errand, Starter, after
from flows.taking import run_key
from flows.watching import Watch
from flows.workspace import Workspace
from nlp.contracts.errors import SourceDataError, WorkspaceError

if TYPE_CHECKING:
    from prefect.client.schemas.objects import FlowRun

    from flows.submitting import ByPrefect

log = logging.getLogger(__name__)

Stages = Literal["all", "code", "report"]


def watch_over(workspace: Workspace, starter: Starter) -> Watch:
    """Return the watch over the inbox of *workspace*."""
    return Watch(workspace, now, starter)


def starter(workspace: Workspace, direct: bool) -> Starter:
    """Return what starts runs: this process, or the server that the project can reach."""
    return Directly(workspace) if direct else _by_prefect(workspace)


def _by_prefect(workspace: Workspace) -> "ByPrefect":
    from flows.server_access import reach_server

    url = reach_server(workspace)  # before Prefect is imported
    from flows.submitting import ByPrefect

    return ByPrefect(url)


def one_look(watch: Watch) -> dict[str, Any]:
    """Return what a look at the inbox came to."""
    seen = watch.look()
    outcome = "looked" if any(asdict(seen).values()) else "nothing there"
    return {"inbox": str(watch.inbox), "outcome": outcome, **asdict(seen)}


def exit_code(answer: dict[str, Any]) -> int:
    """Return 4 if a run could not be started, 3 if a file was refused, else 0."""
    if answer["not_started"]:
        return WorkspaceError.exit_code
    return SourceDataError.exit_code if answer["refused"] else 0


def keep_watch(watch: Watch, tell: Callable[[str], object]) -> None:
    """Look again and again, until SIGTERM or SIGINT; a look may be broken off anywhere."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave)
    tell(f"Watching {watch.inbox}, every {watch.every_seconds} s.")
    while True:
        try:
            for line in in_words(watch.look()):
                tell(line)
        except WorkspaceError as error:  # a full disk, another watch: it may be over next time
            log.warning("the inbox could not be looked at: %s", error)
        time.sleep(watch.every_seconds)


def look_in_words(answer: dict[str, Any]) -> str:
    """Return what a look came to, with the reasons, for whoever asked."""
    seen = Seen(**{key: answer[key] for key in asdict(Seen())})
    reasons = [
        *(f"{entry['file']}: waits, for {entry['why']}" for entry in seen.waiting),
        *(f"{entry['folder']}: {entry['reason']}" for entry in seen.refused),
        *(f"{entry['study']} {entry['wave']}: {entry['why']}" for entry in seen.not_started),
    ]
    return "\n".join([*in_words(seen), *reasons]) or f"{answer['inbox']}: nothing to take."


def in_words(seen: Seen) -> list[str]:
    """Return a line per thing that happened: names and ids, no reasons, for they name columns."""
    return [
        *(f"{e['study']} {e['wave']}: taken" for e in seen.taken),
        *(f"{e['study']} {e['wave']}: started, run {e['run']}" for e in seen.started),
        *(f"{e['study']} {e['wave']}: {e['outcome']}, run {e['run']}" for e in seen.ended),
        *(f"not taken; the reason is in {e['folder']}" for e in seen.refused),
        *(f"{e['study']} {e['wave']}: no run could be started" for e in seen.not_started),
    ]


def submit(session: Session, wave: str | None, stages: Stages, redo: bool) -> dict[str, Any]:
    """Ask Prefect for a run of *wave*, or of whatever is new or changed; say which run it is.

    A run of a wave is asked for by what its export holds, so asking again finds the same run,
    unless it failed; with *redo*, and where no wave is named, each asking is a run of its own.
    """
    study_id, key = session.study.study_id, ""
    if wave is not None:
        source = session.workspace.source_file(
            session.study.waves[known_wave(session.study, wave)].source
        )
        if not source.is_file():
            raise SourceDataError(f"wave {wave}: {source} is missing; deliver the export there")
        key = "" if redo else run_key(session, wave, digest_of_file(source))
        if key and stages != "all":  # a run that does less is not the one that does all
            key = f"{key}:{stages}"
    run = _alive(_by_prefect(session.workspace), Errand(study_id, wave or "", key, stages, redo))
    return {
        "study": study_id,
        "outcome": "submitted",
        "run": str(run.id),
        "state": run.state.name if run.state else "",
        "wave": wave or "",
    }


def _alive(by: "ByPrefect", errand: Errand) -> "FlowRun":
    """Return the run of *errand*; one that came to a bad end is followed by another."""
    run = by.submit(errand)
    while errand.key and run.state and run.state.is_final() and not run.state.is_completed():
        errand = replace(errand, key=after(errand.key, str(run.id)))
        run = by.submit(errand)
    return run
