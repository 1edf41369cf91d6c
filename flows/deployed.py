"""The flows that Prefect starts by itself or for people; `configs/prefect.yaml` deploys them.

They run where their worker stands: in the project's folder. Parameters are names and choices.
"""

import datetime as dt
import logging
from pathlib import Path

from prefect import flow, get_run_logger
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import State, StateType
from prefect.runtime import flow_run

from flows.clock import now
from flows.nights import failures, work_through
from flows.surroundings import prepare_surroundings
from flows.telling import send_word
from flows.wanted import Wanted, WantedReport, carry_out
from flows.workspace import Workspace, open_workspace
from nlp.contracts.errors import AlreadyRunning

LATEST = dt.timedelta(days=1)
"""How late a nightly run may start: then a younger one is due, and missed nights do not add up."""


@flow(name="nightly", flow_run_name="nightly", persist_result=False)
def nightly() -> State[None] | None:
    """Code what is new or changed in every study, one after the other, and make the reports.

    A study that fails does not stop the others; the run then ends as failed and names it.
    """
    workspace = _workspace()
    if now() - flow_run.scheduled_start_time >= LATEST:
        return _skipped("it is more than a day late, and a younger run is due")
    outcomes = work_through(workspace, get_run_logger())
    failed = failures(outcomes)
    if failed:  # also of studies that came to nothing before they could send word themselves
        send_word("OpenEnds: the night", f"{failed}. Look: openends history STUDY")
    create_table_artifact(
        [{"study": study, "outcome": outcome} for study, outcome in outcomes.items()],
        key="nightly",
        description="What the last night came to, study by study.",
    )
    return State(type=StateType.FAILED, message=failed) if failed else None


@flow(name="code-wave", flow_run_name="{wanted.study} {wanted.wave}", persist_result=False)
def code_wave(wanted: Wanted) -> State[None] | None:
    """Code and publish a wave of a study, or every wave that is new or changed."""
    return _as_wanted(wanted)


@flow(name="report", flow_run_name="{wanted.study} {wanted.wave}", persist_result=False)
def report(wanted: WantedReport) -> State[None] | None:
    """Make the report of a study over all its waves, after waves that changed."""
    return _as_wanted(wanted)


def _workspace() -> Workspace:
    prepare_surroundings()
    logging.getLogger("flows").setLevel(logging.INFO)  # names and counts, for Prefect's pages
    return open_workspace(Path())


def _as_wanted(wanted: Wanted) -> State[None] | None:
    workspace = _workspace()
    try:
        answers = carry_out(workspace, wanted)
    except AlreadyRunning as busy:
        return _skipped(str(busy))
    for answer in answers:
        waves = ", ".join(answer["waves"]) or "no wave"
        get_run_logger().info("%s: %s; %s", wanted.study, answer["outcome"], waves)
    return None


def _skipped(why: str) -> State[None]:
    return State(type=StateType.CANCELLED, name="Skipped", message=f"Skipped: {why}")
