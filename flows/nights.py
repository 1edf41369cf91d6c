"""What a night does: every study, one after the other, whatever becomes of the one before.

One that dies may take the night with it (all studies share a process, and its memory). So that it
does not take the same studies every night, those that died come last.
"""

from collections.abc import Mapping
from logging import Logger, LoggerAdapter

from flows import commands
from flows.clock import now
from flows.guarding import guarded
from flows.plan import make_plan
from flows.run_history import read_history
from flows.session import Session, open_session
from flows.withholding import withheld
from flows.workspace import Workspace
from nlp.contracts.errors import AlreadyRunning, OpenEndsError

Log = Logger | LoggerAdapter[Logger]


def work_through(workspace: Workspace, log: Log, no_prefect: bool = False) -> dict[str, str]:
    """Run every study, and return what came of each by its name."""
    order = sorted(workspace.study_ids, key=lambda study: _died(workspace, study))
    return {study: _outcome(workspace, study, log, no_prefect) for study in order}


def failures(outcomes: Mapping[str, str]) -> str:
    """Return which studies failed, in a sentence; nothing if none did."""
    failed = [study for study, outcome in outcomes.items() if outcome.startswith("failed")]
    what = f"{len(failed)} of {len(outcomes)} studies failed: {', '.join(failed)}"
    return what if failed else ""


def _died(workspace: Workspace, study: str) -> bool:
    """Return whether the last run that came to work on *study* never ended."""
    try:
        history = read_history(workspace, study)
    except OSError:  # which its own turn will tell
        return False
    worked = [run for run in history if run["outcome"] != "skipped"]
    return bool(worked) and worked[-1]["outcome"] == "died"


def _outcome(workspace: Workspace, study: str, log: Log, no_prefect: bool) -> str:
    def run() -> str:
        session = open_session(workspace, study, now)
        if not session.delivered_waves and not _was_published(session):
            return "awaited"
        return str(commands.run(session, None, no_prefect)["outcome"])

    try:
        return guarded(workspace.interim(study), f"the night of {study}", run)
    except AlreadyRunning as busy:
        log.warning("%s is skipped: %s", study, busy)
        return "skipped"
    except OpenEndsError as error:
        log.error("%s: %s", study, withheld(error, workspace.interim(study)))
        return f"failed (exit {error.exit_code})"


def _was_published(session: Session) -> bool:
    """Return whether a wave was published whose export is gone: that is nothing to wait for."""
    return bool(make_plan(session.workspace, session.study, session.models).in_state("missing"))
