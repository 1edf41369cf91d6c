"""Runs asked of a Prefect server: by name, with a key that makes asking twice one run."""

from typing import Any, ClassVar
from uuid import UUID

import httpx
from prefect import get_client
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound
from prefect.settings import get_current_settings

from flows.starting import Errand, Fate
from nlp.contracts.errors import StudyConfigError, WorkspaceError

DEPLOYMENT = "code-wave/code-wave"


class ByPrefect:
    """Asks the server that PREFECT_API_URL names."""

    _fates: ClassVar[dict[StateType, Fate]] = {
        StateType.COMPLETED: "done",
        StateType.CRASHED: "died",
        StateType.FAILED: "ended",
        StateType.CANCELLED: "ended",
    }

    def __init__(self) -> None:
        url = get_current_settings().api.url
        if url is None:
            raise WorkspaceError(
                "no Prefect server is named: set PREFECT_API_URL to the one that `openends serve` "
                "starts, or say --direct"
            )
        self.url = url

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
                f"Prefect at {self.url} knows no deployment {DEPLOYMENT}; run `openends deploy`"
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
        return "under way" if state is None else self._fates.get(state.type, "under way")

    def _in_our_words(self, error: httpx.HTTPError) -> WorkspaceError | StudyConfigError:
        """Return *error* without what was sent: it holds the credentials."""
        if not isinstance(error, httpx.HTTPStatusError):
            return WorkspaceError(
                f"Prefect at {self.url} does not answer; start it (`openends serve`), or say "
                "--direct"
            )
        code = error.response.status_code
        if code in (401, 403):
            return WorkspaceError(
                f"Prefect at {self.url} wants other credentials ({code}); set "
                "PREFECT_API_AUTH_STRING as on the server"
            )
        if code in (409, 422):
            return StudyConfigError(
                f"Prefect at {self.url} refuses study, wave or stages ({code}): its deployments "
                "may be older than this program; run `openends deploy`"
            )
        return WorkspaceError(f"Prefect at {self.url} answered with {code}; look at its log")
