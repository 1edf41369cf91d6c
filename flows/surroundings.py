"""The environment: what heavy libraries read when they are imported, and one secret."""

import os
from pathlib import Path

QUIET_AND_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "DO_NOT_TRACK": "1",
}
"""Nothing is fetched, nobody is told."""

PREFECT = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "60",
    "PREFECT_TASKS_DEFAULT_NO_CACHE": "true",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_RESULTS_DEFAULT_SERIALIZER": "json",
    "PREFECT_LOGGING_LOG_PRINTS": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
}
"""No telemetry, no results kept by Prefect, room for a slow start of its own server.

Of that server nothing is shown: now and then it prints pages on a task that it could not record,
and no result depends on its records.
"""


THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""The variables that say how many threads a process reckons with."""


PSEUDONYM_KEY = "OPENENDS_PSEUDONYM_KEY"
"""The variable that holds the key of the pseudonyms where it must not lie in a file."""


FAILPOINT = "OPENENDS_FAILPOINT"
"""The variable that says where a test wants a run to die; see `flows.durable`."""


LABELS_KEY = "OPENENDS_LABELS_KEY"
"""The variable that holds the key of a service that names themes; it lies in no file."""


def said_by_a_person(name: str) -> str | None:
    """Return what the environment variable *name* holds, if it is set."""
    return os.environ.get(name)  # noqa: TID251  (this is the one place)


def prepare_surroundings() -> None:
    """Set what heavy libraries read when imported; whatever a person has set already stays."""
    for name, value in (QUIET_AND_OFFLINE | PREFECT).items():
        os.environ.setdefault(name, value)  # noqa: TID251  (this is the one place)
    os.umask(0o077)  # answers, tables and Prefect's database are for their owner only


def surroundings_of_worker(threads: int) -> dict[str, str]:
    """Return the environment of a process that does parts: ours, with its share of the cores."""
    share = dict.fromkeys(THREADS, str(threads))
    project = str(Path(__file__).parent.parent)
    before = said_by_a_person("PYTHONPATH")
    path = project if before is None else os.pathsep.join([project, before])
    return {**os.environ, **share, "PYTHONPATH": path}  # noqa: TID251  (this is the one place)
