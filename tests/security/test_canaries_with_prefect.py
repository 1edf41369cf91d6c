"""Prefect's server, its database, its files and its logs are told of runs, and of nobody's words.

A server of its own is started, as one that runs every night; then a run that ends well and one
that falls over at every place in turn are recorded there, with all logging switched on.
"""

import sqlite3
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.security.canaries import (
    KINDS,
    leaks_below,
    marks_in,
    not_allowed,
    write_marked_workspace,
)
from tests.security.failing import PLACES

RUNS = """
import sys, time
from pathlib import Path
from flows.surroundings import prepare_surroundings
prepare_surroundings()
import pytest
from prefect import get_client
from flows import engine
from tests.security.canaries import everything_said
from tests.security.failing import fall_over
from tests.shell.small_session import open_small

root, *places = sys.argv[1:]
for _ in range(240):
    with get_client(sync_client=True) as client:
        if client.api_healthcheck() is None:
            break
    time.sleep(0.5)
engine._open = lambda study_id, waves, root: open_small(Path(root))
engine.run_study("small", ["w1", "w2"], root)
print("ended well")
for place in places:
    with pytest.MonkeyPatch.context() as patch:
        fall_over(place, everything_said(Path(root)), patch)
        try:
            engine.run_study("small", ["w1", "w2"], root)
        except Exception as error:
            print(place, repr(error))
time.sleep(3)  # what is logged is sent in batches
"""

WITHOUT = ("flows.run_study.pseudonym_key",)
"""Places that the marked study does not pass."""

pytestmark = [pytest.mark.server, pytest.mark.long]


FREE_PORT = """
import socket
probe = socket.socket()
probe.bind(("127.0.0.1", 0))
print(probe.getsockname()[1])
"""


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """What a server, its folder, and a process that ran flows with it have left behind."""
    home, root = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("root")
    write_marked_workspace(root)
    (home / "tmp").mkdir()
    port = subprocess.check_output([sys.executable, "-c", FREE_PORT], text=True).strip()
    surroundings = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "PREFECT_HOME": str(home / "prefect"),
        "PREFECT_LOGGING_LEVEL": "DEBUG",
        "PREFECT_SERVER_LOGGING_LEVEL": "DEBUG",
        "PREFECT_LOGGING_EXTRA_LOGGERS": "flows,nlp",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }
    start = ["-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", port]
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, *start], cwd=home, env=surroundings, stdout=log, stderr=log
        )
        try:
            ended = subprocess.run(
                [sys.executable, "-c", RUNS, str(root), *PLACES],
                cwd=ROOT,
                env={**surroundings, "PREFECT_API_URL": f"http://127.0.0.1:{port}/api"},
                capture_output=True,
                text=True,
                check=False,
                timeout=540,
            )
            left = leaks_below(home)  # while the server is up: its -wal is there still
        finally:
            server.terminate()
            server.wait(60)
    return root, home, ended, left


def test_every_run_was_recorded(recorded):
    """
    The server holds a run that ended well, one that failed at each place, and what they logged.
    """
    _, home, ended, _ = recorded

    assert (0, True) == (ended.returncode, "ended well" in ended.stdout), ended.stderr[-2000:]
    fell = [line for line in ended.stdout.splitlines() if "StageFailed" in line]
    assert [place for place in PLACES if place not in WITHOUT] == [x.split()[0] for x in fell]
    with sqlite3.connect(home / "prefect" / "prefect.db") as database:
        states = dict(
            database.execute("select state_type, count(*) from flow_run group by 1").fetchall()
        )
        ((n_logs,),) = database.execute("select count(*) from log").fetchall()
    assert {"COMPLETED": 1 + len(WITHOUT), "FAILED": len(PLACES) - len(WITHOUT)} == states
    assert n_logs > len(PLACES)


def test_neither_server_nor_client_was_told_a_word(recorded):
    """
    No mark is in the database, its journal, stored results, temporary files, or any output.
    """
    root, home, ended, left = recorded

    assert set() == marks_in(ended.stdout + ended.stderr)
    assert {} == left
    assert {} == leaks_below(home)
    assert {} == not_allowed(root)
    assert {*KINDS} == marks_in((root / "data/interim/small/failure.txt").read_bytes())
    assert (home / "server.log").stat().st_size > 0
