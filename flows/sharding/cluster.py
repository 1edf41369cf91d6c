"""The workers of a Dask cluster, over TLS alone: whoever holds a certificate may run code there.

Dask does a job at least once, and holds results in memory only; a job is finished by its file,
so that one that is done again ends at once.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.sharding.jobs import TRIES, Done, Job, died
from flows.sharding.working import do, unfit
from flows.surroundings import prepare_surroundings
from nlp.contracts.errors import WorkspaceError, listed

if TYPE_CHECKING:
    from distributed import Client, Security

PATIENCE = 60
"""Seconds to wait for the scheduler, or for one worker at least."""

FILES = ("ca.pem", "cert.pem", "key.pem")
"""Who signed, who we are, and what proves it."""


def do_there(*words: str) -> Done:
    """Do a job in the process of a Dask worker."""
    prepare_surroundings()
    return do(*words)


def unfit_there(place: str, order: str) -> str:
    """Return why a Dask worker cannot do as *order* says; nothing if it can."""
    prepare_surroundings()
    return unfit(place, order)


class Cluster:
    """The workers that a scheduler knows."""

    def __init__(self, scheduler: str, certificates: Path, patience: float = PATIENCE) -> None:
        self._scheduler = scheduler
        self._certificates = certificates
        self._patience = patience

    def map(self, jobs: Sequence[Job]) -> Iterator[Done]:
        """Yield what came of each job as it ends; a worker that dies gives back its job."""
        from distributed import wait

        with self._client() as client:
            self._refuse_unfit(client, jobs[0])
            under_way = {
                client.submit(do_there, *job, pure=False, retries=TRIES - 1): job for job in jobs
            }
            while under_way:
                try:
                    ended = wait(
                        list(under_way), timeout=self._patience, return_when="FIRST_COMPLETED"
                    ).done
                except TimeoutError:
                    self._wait_for_a_worker(client)
                    continue
                for future in ended:
                    yield self._outcome(future, under_way.pop(future))
                    future.release()

    def _outcome(self, future: Any, job: Job) -> Done:  # noqa: ANN401  (Dask's, untyped)
        if future.status == "finished":
            done: Done = future.result()
            return done
        if future.status == "error":
            return died(job, type(future.exception()).__name__)  # KilledWorker, most of all
        raise WorkspaceError(
            f"the scheduler at {self._scheduler} went away; finished parts are kept: start it and "
            "run again"
        )

    @contextmanager
    def _client(self) -> "Iterator[Client]":
        from distributed import Client

        try:
            client = Client(
                self._scheduler,
                security=self._security(),
                timeout=self._patience,
            )
        except (OSError, TimeoutError) as error:
            raise WorkspaceError(
                f"no scheduler answers at {self._scheduler} ({type(error).__name__}); start it, "
                "or correct `sharding` in configs/operation.yaml"
            ) from None
        with client:
            self._wait_for_a_worker(client)
            yield client

    def _wait_for_a_worker(self, client: "Client") -> None:
        try:
            client.wait_for_workers(1, timeout=self._patience)
        except (OSError, TimeoutError):
            raise WorkspaceError(
                f"the scheduler at {self._scheduler} has no worker; start some and run again"
            ) from None

    def _refuse_unfit(self, client: "Client", job: Job) -> None:
        """Ask all workers at once whether they see the files and are of this edition."""
        answers = client.run(unfit_there, job.place, job.order, on_error="return")
        told = {
            worker: answer if isinstance(answer, str) else type(answer).__name__
            for worker, answer in answers.items()
        }
        problems = [f"{worker}: {answer}" for worker, answer in sorted(told.items()) if answer]
        if problems:
            raise WorkspaceError(listed(f"not all workers of {self._scheduler} fit:", problems))

    def _security(self) -> "Security":
        from distributed import Security

        ca, certificate, key = (self._certificates / name for name in FILES)
        missing = [path.name for path in (ca, certificate, key) if not path.is_file()]
        if missing:
            raise WorkspaceError(
                f"{self._certificates}: {', '.join(missing)} missing; see docs/scale-out.md"
            )
        return Security(
            tls_ca_file=str(ca),
            tls_client_cert=str(certificate),
            tls_client_key=str(key),
            require_encryption=True,
        )
