"""What ran, when and with what outcome: a line per run, kept beside the tables of its study.

A run that comes to work on its study writes a line when it begins and another when it ends; one
that is killed leaves the first alone. A line holds names, counts and times, never a word.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from functools import wraps
from os import getpid
from typing import Any, Concatenate, Literal, ParamSpec

from flows.durable import add_line, writing_to
from flows.locking import is_held
from flows.session import Session
from flows.structured_logs import log_event, log_problem
from flows.workspace import Workspace
from nlp.contracts.errors import AlreadyRunning, HeldBack, OpenEndsError, WorkspaceError

Outcome = Literal["done", "unchanged", "failed", "held", "skipped", "under way", "died"]
"""`skipped` is a run that found another one at work. The last two are told from what is missing:
a run that has begun and not ended is under way if it holds the lock of its study, else it died."""

INTERRUPTED = 130
"""The exit code of whoever is interrupted at a terminal."""

Entry = dict[str, Any]
"""A run, as the history tells it."""

Params = ParamSpec("Params")


@dataclass
class Record:
    """A run that is going on."""

    run: str
    verb: str
    pid: int
    started: str
    ended: str = ""
    outcome: Outcome = "done"
    exit_code: int = 0
    error: str = ""
    """The name of the error that ended it."""

    seconds: float = 0.0
    waves: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    """What held it back."""

    computed: int = 0
    found: int = 0
    """Tables that were computed, and tables that were there already."""

    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    """Rows delivered by wave and fate."""


_going_on: ContextVar[Record | None] = ContextVar("going_on", default=None)


@contextmanager
def recorded(session: Session, verb: str) -> Iterator[Record]:
    """Yield the record of this run, and add it to the history when it ends, however it ends.

    Inside another run, which records itself, that one's record.
    """
    outer = _going_on.get()
    if outer is not None:
        yield outer
        return
    record, begun = _new(session, verb), time.monotonic()
    token = _going_on.set(record)
    try:
        yield record
    except BaseException as error:
        note_error(record, error)
        _end(session, record, begun)
        raise
    else:
        _end(session, record, begun)
    finally:
        _going_on.reset(token)


def remembered(
    verb: str,
) -> Callable[
    [Callable[Concatenate[Session, Params], Entry]],
    Callable[Concatenate[Session, Params], Entry],
]:
    """Return what makes a command whose runs are recorded, with the outcome that it answers."""

    def decorate(
        command: Callable[Concatenate[Session, Params], Entry],
    ) -> Callable[Concatenate[Session, Params], Entry]:
        @wraps(command)
        def call(session: Session, /, *args: Params.args, **kwargs: Params.kwargs) -> Entry:
            with recorded(session, verb) as record:
                answer = command(session, *args, **kwargs)
                record.outcome = answer["outcome"]
            return answer

        return call

    return decorate


@contextmanager
def at_work(session: Session, verb: str, waves: Sequence[str]) -> Iterator[None]:
    """Record what is done to *waves* while this lasts; the lock of the study is held."""
    with recorded(session, verb) as record:
        record.waves = list(waves)
        _add(session, asdict(record) | {"outcome": "under way"})
        try:
            yield
        finally:
            _count(session, record)


def read_history(workspace: Workspace, study_id: str) -> list[Entry]:
    """Return the runs of a study, the first one first; a line that a crash cut short is none."""
    runs: dict[str, Entry] = {}
    blank = asdict(Record(run="", verb="", pid=0, started=""))  # what an earlier release left out
    path = workspace.history_file(study_id)
    lines = path.read_bytes().splitlines() if path.is_file() else []
    for line in lines:
        try:
            entry = json.loads(line)
            runs[entry["run"]] = {**blank, **entry, "outcome": entry["outcome"]}
        except (ValueError, LookupError, TypeError):
            continue
    at_work = is_held(path.parent)
    last = next((e["run"] for e in reversed(runs.values()) if e["outcome"] == "under way"), None)
    for run, entry in runs.items():
        if entry["outcome"] == "under way" and not (at_work and run == last):
            entry["outcome"] = "died"
    return list(runs.values())


def list_history(session: Session, last: int) -> Entry:
    """Return the *last* runs of a study, the latest one last."""
    study_id = session.study.study_id
    runs = read_history(session.workspace, study_id)
    return {"study": study_id, "runs": runs[-last:], "earlier": max(0, len(runs) - last)}


def _new(session: Session, verb: str) -> Record:
    started, pid = session.clock().isoformat(), getpid()
    earlier = len(read_history(session.workspace, session.study.study_id))
    return Record(run=f"{started} {pid} {earlier}", verb=verb, pid=pid, started=started)


def note_error(record: Record, error: BaseException) -> None:
    """Note in *record* what an error makes of the run."""
    record.outcome, record.exit_code, record.error = "failed", 1, type(error).__name__
    if isinstance(error, HeldBack):
        record.outcome, record.figures = "held", list(error.figures)
    elif isinstance(error, AlreadyRunning):
        record.outcome = "skipped"
    if isinstance(error, OpenEndsError):
        record.exit_code = error.exit_code
    elif isinstance(error, KeyboardInterrupt):
        record.exit_code = INTERRUPTED


def _count(session: Session, record: Record) -> None:
    """Note how much was computed, and what became of the rows, as far as the run has come."""
    for wave, run in session.runs.items():
        if wave not in session.study.waves:  # a look at what is no wave alone
            continue
        record.computed += len(run.computed)
        record.found += len(run.records) - len(set(run.computed))
        if "RecordCounts" in run.records:
            from nlp.contracts.tables import RecordCounts

            counts = run.table(RecordCounts)
            fates = counts.groupby("fate")["n_rows"].sum()
            record.rows[wave] = {str(fate): int(n) for fate, n in fates.items()}


def _end(session: Session, record: Record, begun: float) -> None:
    record.ended = session.clock().isoformat()
    record.seconds = round(time.monotonic() - begun, 1)
    facts = {name: getattr(record, name) for name in ("verb", "outcome", "exit_code", "seconds")}
    log_event("run ended", study=session.study.study_id, waves=record.waves, **facts)
    try:
        _add(session, asdict(record))
    except WorkspaceError as problem:
        if record.error:  # which is what a person has to hear of
            log_problem(str(problem))
        else:
            raise


def _add(session: Session, entry: Entry) -> None:
    study_id = session.study.study_id
    path = session.workspace.history_file(study_id)
    with writing_to(path.parent):
        session.workspace.interim(study_id)
    add_line(path, json.dumps(entry, ensure_ascii=False))
