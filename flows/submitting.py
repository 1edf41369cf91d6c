"""Runs asked of a Prefect server: by name, with a key that makes asking twice one run."""

from typing import Any, ClassVar
from uuid import UUID

import httpx
from prefect import get_client
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound

from flows.starting import Errand, Fate
from nlp.contracts.errors import StudyConfigError, WorkspaceError

DEPLOYMENT = "code-wave/code-wave"

SKIPPED = "Skipped"
"""What a run is called that found another one at work on its study, and did nothing."""


class ByPrefect:
    """Asks the server that this process has been told how to reach."""

    _fates: ClassVar[dict[StateType, Fate]] = {
        StateType.COMPLETED: "done",
        StateType.CRASHED: "died",
        StateType.FAILED: "ended",
        StateType.CANCELLED: "ended",
    }

    def __init__(self, url: str) -> None:
        self._url = url

    def start(self, errand: Errand) -> str:
        """Return the id of the run; the same for every errand of the same key."""
        return str(self.submit(errand).id)

    def submit(self, errand: Errand) -> FlowRun:
        """Return the run of *errand*, which a worker takes up; nobody waits for it."""
        wanted: dict[str, Any] = {
            "study": errand.study_id,
            "wave": errand.wave,
            "stages": errand.stages,
            "redo": errand.redo,
        }
        try:
            run = run_deployment(
                DEPLOYMENT,
                parameters={"wanted": wanted},
                idempotency_key=errand.key or None,
                timeout=0,
                as_subflow=False,
            )
        except ObjectNotFound:
            raise WorkspaceError(
                f"Prefect at {self._url} knows no deployment {DEPLOYMENT}; run `openends deploy`"
            ) from None
        except httpx.HTTPError as error:
            raise self._in_our_words(error) from None
        return run  # type: ignore[return-value]  # called from where nothing is awaited

    def fate(self, run: str) -> Fate:
        """Return what became of the run of that id; one that the server forgot has ended."""
        try:
            with get_client(sync_client=True) as client:
                state = client.read_flow_run(UUID(run)).state
        except ObjectNotFound:
            return "ended"
        except httpx.HTTPError as error:
            raise self._in_our_words(error) from None
        if state is None:
            return "under way"
        if state.name == SKIPPED:
            return "died"
        return self._fates.get(state.type, "under way")

    def _in_our_words(self, error: httpx.HTTPError) -> WorkspaceError | StudyConfigError:
        """Return *error* without what was sent: it holds the credentials."""
        if not isinstance(error, httpx.HTTPStatusError):
            return WorkspaceError(
                f"Prefect at {self._url} does not answer; start it (`openends serve`), or do "
                "without it: `openends run --no-prefect`, `openends watch --direct`"
            )
        code = error.response.status_code
        if code in (401, 403):
            return WorkspaceError(
                f"Prefect at {self._url} wants other credentials ({code}); is "
                "PREFECT_API_AUTH_STRING its name and password?"
            )
        if code in (409, 422):
            return StudyConfigError(
                f"Prefect at {self._url} refuses study, wave or stages ({code}): its deployments "
                "may be older than this program; run `openends deploy`"
            )
        return WorkspaceError(f"Prefect at {self._url} answered with {code}; look at its log")
