"""What a night does: every study, one after the other, whatever becomes of the one before."""

from collections.abc import Mapping
from logging import Logger, LoggerAdapter

from flows import commands
from flows.clock import now
from flows.session import open_session
from flows.workspace import Workspace
from nlp.contracts.errors import AlreadyRunning, OpenEndsError

Log = Logger | LoggerAdapter[Logger]


def work_through(workspace: Workspace, log: Log, no_prefect: bool = False) -> dict[str, str]:
    """Run every study, and return what came of each by its name."""
    studies = sorted(path.stem for path in workspace.studies.glob("*.yaml"))
    return {study: _outcome(workspace, study, log, no_prefect) for study in studies}


def failures(outcomes: Mapping[str, str]) -> str:
    """Return which studies failed, in a sentence; nothing if none did."""
    failed = [study for study, outcome in outcomes.items() if outcome.startswith("failed")]
    what = f"{len(failed)} of {len(outcomes)} studies failed: {', '.join(failed)}"
    return what if failed else ""


def _outcome(workspace: Workspace, study: str, log: Log, no_prefect: bool) -> str:
    try:
        session = open_session(workspace, study, now)
        if not session.delivered_waves:
            return "awaited"
        return str(commands.run(session, None, no_prefect)["outcome"])
    except AlreadyRunning as busy:
        log.warning("%s is skipped: %s", study, busy)
        return "skipped"
    except OpenEndsError as error:
        log.error("%s: %s", study, error)
        return f"failed (exit {error.exit_code})"
    except Exception as error:  # its words may quote an answer
        log.error("%s fell over with %s", study, type(error).__name__)
        return f"failed ({type(error).__name__})"
