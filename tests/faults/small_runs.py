"""Runs of the small study in processes of their own, forked from one that has imported all."""

import json
import multiprocessing
import os
import resource
import sys
from pathlib import Path

from flows import commands, engine, failures, publishing, results, run_study  # noqa: F401  (warm)
from flows.runs import deferred
from nlp.contracts.errors import OpenEndsError
from nlp.themes import clustering  # noqa: F401  (warm)
from tests.shell.small_session import open_small

PRELOADED = ["tests.faults.small_runs"]


def forks():
    """Return what starts such processes; the first one takes a few seconds."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


def work(root, failpoint, told, memory=None, file_size=None):
    """Run the study at *root*, and write to *told* what came of it; the exit code is ours.

    Args:
        root: The folder of the small study.
        failpoint: Where this run dies, as `flows.durable.failpoint` has it; or nothing.
        told: The file to write to.
        memory: How many bytes more than now the process may have; its pipeline wants twice that.
        file_size: How long a file may grow.
    """
    if failpoint:
        os.environ["OPENENDS_FAILPOINT"] = failpoint  # noqa: TID251  (read by the run)
    if memory is not None:
        now = _address_space() + memory
        resource.setrlimit(resource.RLIMIT_AS, (now, now))
    if file_size is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    try:
        session = open_small(root)
        if memory is not None:
            session.pipeline = deferred(session.pipeline.name, lambda: bytes(2 * memory))
        answer = commands.run(session, None, no_prefect=True)
    except OpenEndsError as error:
        told.write_text(json.dumps({"error": str(error), "kind": type(error).__name__}))
        sys.exit(error.exit_code)
    computed = [
        f"{run.folder.name}/{record.file}"
        for run in session.runs.values()
        for record in run.records.values()
        if record.stage in run.computed
    ]
    told.write_text(json.dumps({"outcome": answer["outcome"], "computed": computed}))


def _address_space():
    pages = Path("/proc/self/statm").read_text("ascii").split()[0]
    return int(pages) * resource.getpagesize()
