"""What the server has to know, told to it: deployments, the pool of workers, two watches.

Telling it twice changes nothing.
"""

import datetime as dt
import subprocess
import sys
from typing import Any
from uuid import uuid4

from prefect import get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.events.actions import CancelFlowRun, ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.exceptions import ObjectAlreadyExists, PrefectHTTPStatusError
from prefect.states import Crashed
from prefect.workers.process import ProcessWorker

from flows.clock import now
from flows.workspace import Workspace
from nlp.contracts.errors import StudyConfigError, WorkspaceError

POOL = "openends"
"""The work pool of every deployment."""

AT_ONCE = 1
"""Runs of the pool at a time: each loads models. A person's other number stays."""

SILENCE = dt.timedelta(seconds=90)
"""Three heartbeats; a run that is silent for so long is dead, and nobody has said so."""

LONGEST = dt.timedelta(hours=12)
"""After this a run is stopped from outside: stuck in foreign code, it would not notice itself."""

_FINAL = ("Completed", "Failed", "TimedOut", "Cancelled", "Skipped", "Crashed")
"""What the server calls the states in which a run has ended, ours included."""


def deploy(workspace: Workspace) -> dict[str, Any]:
    """Bring the server to what `configs/prefect.yaml` says, and return what it knows now."""
    with get_client(sync_client=True) as client:
        _refuse_unreachable(client)
        _make_pool(client)
        missed = _late(client)
        _deploy_all(workspace)
        _catch_up(client, missed)
        for watch in watches():
            _install(client, watch)
        _expect_signs_of_life(client)
        known = client.read_deployments()
        url = str(client.api_url)
    return {
        "study": "deployments",
        "outcome": "done",
        "server": url,
        "deployed": sorted(f"{deployment.name}/{deployment.name}" for deployment in known),
        "caught_up": sorted({run.name for run in missed}),
    }


def watches() -> tuple[AutomationCore, ...]:
    """Return what the server does about runs by itself: end the dead, stop the endless."""
    return (
        _watch(
            "openends: a run that fell silent",
            after=("Pending", "Running", "heartbeat"),  # it may die before its first heartbeat
            expect=("AwaitingConcurrencySlot", "Running", "heartbeat", *_FINAL),
            within=SILENCE,
            action=ChangeFlowRunState(
                state=StateType.CRASHED,
                message="no sign of life for 90 s: its process is gone; run it again",
            ),
        ),
        _watch(
            "openends: a run that does not end",
            after=("Running",),
            expect=_FINAL,
            within=LONGEST,
            action=CancelFlowRun(),
        ),
    )


def crash_what_runs(why: str) -> int:
    """Tell the server that no run is going on any more, and return how many it believed in."""
    with get_client(sync_client=True) as client:
        runs = _going_on(client)
        for run in runs:
            client.set_flow_run_state(run.id, Crashed(message=why), force=True)
        return len(runs)


def _watch(
    name: str,
    *,
    after: tuple[str, ...],
    expect: tuple[str, ...],
    within: dt.timedelta,
    action: CancelFlowRun | ChangeFlowRunState,
) -> AutomationCore:
    return AutomationCore(
        name=name,
        trigger=EventTrigger(
            match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
            for_each={"prefect.resource.id"},
            after={f"prefect.flow-run.{event}" for event in after},
            expect={f"prefect.flow-run.{event}" for event in expect},
            posture=Posture.Proactive,
            threshold=1,
            within=within,
        ),
        actions=[action],
    )


def _install(client: SyncPrefectClient, watch: AutomationCore) -> None:
    """Create *watch*, or bring the one of its name to what it says.

    One that says so already is left alone: changed, it would forget what it waits for.
    """
    known = client.read_automations_by_name(watch.name)
    if not known:
        client.create_automation(watch)
    elif _said_by(known[0]) != _said_by(watch):
        client.update_automation(known[0].id, watch)


def _said_by(watch: AutomationCore) -> tuple[object, ...]:
    trigger = watch.trigger.model_dump(mode="json", exclude={"id"})
    return trigger, [action.model_dump(mode="json") for action in watch.actions]


def _going_on(client: SyncPrefectClient) -> list[FlowRun]:
    """Return the runs that the server believes to be at work."""
    at_work = {"state": {"type": {"any_": ["RUNNING", "PENDING", "CANCELLING"]}}}
    return client.read_flow_runs(flow_run_filter=FlowRunFilter.model_validate(at_work))


def _expect_signs_of_life(client: SyncPrefectClient) -> None:
    """Have the watch wait for a heartbeat of each run that is believed to be at work.

    A server that was killed has forgotten what it was told last, that a run had begun among it:
    so a heartbeat is said for each, and who does not follow it up with one of its own is dead.
    """
    events = [
        {
            "id": str(uuid4()),
            "occurred": now().isoformat(),
            "event": "prefect.flow-run.heartbeat",
            "resource": {"prefect.resource.id": f"prefect.flow-run.{run.id}"},
        }
        for run in _going_on(client)
    ]
    if events:
        client.request("POST", "/events", json=events)


def _refuse_unreachable(client: SyncPrefectClient) -> None:
    if client.api_healthcheck() is not None:
        raise WorkspaceError(f"Prefect at {client.api_url} does not answer; is it running?")
    try:
        client.read_work_pools(limit=1)
    except PrefectHTTPStatusError as error:
        raise WorkspaceError(
            f"Prefect at {client.api_url} refuses us (HTTP {error.response.status_code}); is "
            "PREFECT_API_AUTH_STRING its name and password?"
        ) from None


def _make_pool(client: SyncPrefectClient) -> None:
    pool = WorkPoolCreate(
        name=POOL,
        type=ProcessWorker.type,
        base_job_template=ProcessWorker.get_default_base_job_template(),
        concurrency_limit=AT_ONCE,
    )
    try:
        client.create_work_pool(pool)
    except ObjectAlreadyExists:
        return


def _deploy_all(workspace: Workspace) -> None:
    file = workspace.deployments_file
    if not file.is_file():
        raise StudyConfigError(f"{file} is missing; copy it from the project")
    command = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"]
    ended = subprocess.run(  # noqa: S603  (our own words)
        [*command, "--prefect-file", str(file)],
        cwd=workspace.root,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        said = (ended.stdout + ended.stderr).strip()
        raise StudyConfigError(f"{file} cannot be deployed; Prefect says:\n{said}")


def _late(client: SyncPrefectClient) -> list[FlowRun]:
    """Return the runs that a schedule wanted before now; deploying deletes them."""
    wanted = {
        "state": {"type": {"any_": ["SCHEDULED"]}},
        "expected_start_time": {"before_": now().isoformat()},
    }
    runs = client.read_flow_runs(flow_run_filter=FlowRunFilter.model_validate(wanted))
    return [run for run in runs if run.auto_scheduled and run.deployment_id is not None]


def _catch_up(client: SyncPrefectClient, missed: list[FlowRun]) -> None:
    """Start each deployment once, however many of its runs were missed."""
    for deployment in {run.deployment_id for run in missed if run.deployment_id is not None}:
        client.create_flow_run_from_deployment(deployment, name="caught up")
