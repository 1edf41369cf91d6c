"""The environment: what heavy libraries read when they are imported, and one secret."""

import os
from collections.abc import Mapping
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
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    "PREFECT_LOGGING_LOG_PRINTS": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
}
"""No telemetry, no results kept by Prefect, room for a slow start of its own server.

Of that server nothing is shown: now and then it prints pages on a task that it could not record,
and no result depends on its records.
"""

SERVICE = {
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "true",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_WORKER_QUERY_SECONDS": "5",
    "PREFECT_WORKER_WEBSERVER_HOST": "127.0.0.1",
    "PREFECT_LOGGING_LEVEL": "INFO",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "flows",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
}
"""What a server that stays, its worker and its clients have beside `PREFECT`, or instead.

No server of a run's own where the one that stays is away; no request by a foreign web page; old
runs deleted; lines of ours, which hold names and counts, among those that Prefect shows, those of
the watch too, which belong to no run.
"""


THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""The variables that say how many threads a process reckons with."""


PSEUDONYM_KEY = "OPENENDS_PSEUDONYM_KEY"
"""The variable that holds the key of the pseudonyms where it must not lie in a file."""


FAILPOINT = "OPENENDS_FAILPOINT"
"""The variable that says where a test wants a run to die; see `flows.durable`."""


LOG = "OPENENDS_LOG"
"""The variable that says how to log, as `--log` does: `words` or `json`."""


LABELS_KEY = "OPENENDS_LABELS_KEY"
"""The variable that holds the key of a service that names themes; it lies in no file."""


SERVER_AUTH = "PREFECT_SERVER_API_AUTH_STRING"
"""The variable that holds `user:password` of Prefect's server where it must not lie in a file."""


def said_by_a_person(name: str) -> str | None:
    """Return what the environment variable *name* holds, if it is set."""
    return os.environ.get(name)  # noqa: TID251  (this is the one place)


def prepare_service(ours: Mapping[str, str]) -> None:
    """Set what this process and those it starts need to be, or to reach, a server that stays.

    *ours* is as it is here, whatever was set before.
    """
    for name, value in SERVICE.items():
        if os.environ.get(name) in (None, PREFECT.get(name)):  # noqa: TID251
            os.environ[name] = value  # noqa: TID251
    os.environ.update(ours)  # noqa: TID251
    os.environ.pop("PREFECT_API_KEY", None)  # noqa: TID251  (it would be sent instead)


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
