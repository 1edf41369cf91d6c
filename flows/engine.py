"""The flows as Prefect runs them: a run per study, a task per step, nothing kept by Prefect.

Tasks take names only. What passes between them are files of the workspace, named by what is in
them, so a result store, a cache key or a parameter never holds an answer.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from prefect import flow, get_client, task
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext
from prefect.settings import get_current_settings

from flows import run_study as work
from flows.clock import now
from flows.files import known_wave
from flows.session import Session, open_session
from flows.structured_logs import announce
from flows.telling import told
from flows.withholding import in_full, withheld
from flows.workspace import Workspace
from nlp.contracts.errors import OpenEndsError, WorkspaceError

TAGS = ["openends"]


def as_task(folder: Path, name: str, subject: str, step: work.Step) -> None:
    """Call *step* as a Prefect task, shown by name and subject; *folder* keeps an error's words.

    No retries: a step works on files of this machine with weights of this machine, and what
    stops it (an export, a codebook, a full disk) does not heal by waiting.
    """

    @task(
        name=name,
        task_run_name=f"{subject}: {name}",
        tags=TAGS,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=0,
    )
    def call(subject: str) -> None:
        _telling_no_words(folder, partial(work.plainly, name, subject, step))

    call(subject)


def _telling_no_words(folder: Path, call: Callable[[], object]) -> None:
    """Do *call*; of an error that names columns Prefect is told the kind alone."""
    try:
        call()
    except OpenEndsError as error:
        ours = withheld(error, folder)
    else:
        return
    ours.__context__ = None
    raise ours from None


@flow(name="run-study", flow_run_name="{study_id}", persist_result=False)
def run_study(study_id: str, waves: Sequence[str], root: str = ".") -> None:
    """Code *waves* of a study and publish the results of all its waves."""
    _work("run", _open(study_id, waves, root), waves)


@flow(name="code-wave", flow_run_name="{study_id} {waves}", persist_result=False)
def code_waves(study_id: str, waves: Sequence[str], root: str = ".") -> None:
    """Code *waves* of a study with its current codebook."""
    _work("code", _open(study_id, waves, root), waves)


@flow(name="propose-codebook", flow_run_name="{study_id} {waves}", persist_result=False)
def propose_codebook(study_id: str, waves: Sequence[str], root: str = ".") -> None:
    """Draft a codebook from the topics of *waves*."""
    _work("propose", _open(study_id, waves, root), waves)


FLOWS = {"run": run_study, "code": code_waves, "propose": propose_codebook}

_STEPS = {
    "run": ("run", work.run_study),
    "code": ("code-wave", work.code_waves),
    "propose": ("propose-codebook", work.propose_codebook),
}
"""By verb its name on the command line, and what does it."""


def _work(verb: str, session: Session, waves: Sequence[str]) -> None:
    """Do *verb* as tasks of the flow that is running, and tell Prefect what came of it."""
    name, steps = _STEPS[verb]
    folder = session.workspace.interim(session.study.study_id)
    with told(session, name):
        _telling_no_words(folder, partial(steps, session, waves, partial(as_task, folder)))


def start(verb: str, session: Session, waves: Sequence[str]) -> None:
    """Run *verb* on *waves*: as a flow, or as tasks of the flow that is running already."""
    if FlowRunContext.get() is not None:
        _work(verb, session, waves)
        return
    make_ready()
    try:
        FLOWS[verb](session.study.study_id, list(waves), str(session.workspace.root))
    except OpenEndsError as error:
        full = in_full(error)
    else:
        return
    raise full from None


def make_ready() -> None:
    """Say which server records the run; one that does not answer is refused at once."""
    url = get_current_settings().api.url
    if url is None:
        announce("Starting Prefect's own server for this run (about 12 s)…")
    else:
        _refuse_unreachable(url)
        announce(f"Prefect: {url}")


def _refuse_unreachable(url: str) -> None:
    with get_client(sync_client=True) as client:
        if client.api_healthcheck() is not None:
            raise WorkspaceError(
                f"Prefect at {url} does not answer; start it, unset PREFECT_API_URL, "
                "or say --no-prefect"
            )


def _open(study_id: str, waves: Sequence[str], root: str) -> Session:
    session = open_session(Workspace(Path(root).resolve()), study_id, now)
    for wave in waves:
        known_wave(session.study, wave)
    return session
