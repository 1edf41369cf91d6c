"""`openends serve` from its start to its end, and what it does about parts of it that die."""

import os
import signal
import subprocess
import time

import pytest

from tests.operation.serving import FINAL, Serving, write_project

pytestmark = [pytest.mark.server, pytest.mark.model, pytest.mark.long, pytest.mark.enable_socket]


@pytest.fixture
def served(tmp_path):
    """`openends serve` of this test's own."""
    write_project(tmp_path)
    with Serving(tmp_path) as served:
        yield served


def family(pid):
    """Return the processes below *pid*, whatever their number."""
    listed = ["ps", "-o", "pid=", "--ppid", str(pid)]
    children = subprocess.run(listed, check=False, capture_output=True, text=True).stdout.split()
    return [int(child) for child in children] + [
        grandchild for child in children for grandchild in family(int(child))
    ]


def alive(pids):
    return [pid for pid in pids if _state(pid) not in ("", "Z")]


def _state(pid):
    asked = ["ps", "-o", "stat=", "-p", str(pid)]
    return subprocess.run(asked, check=False, capture_output=True, text=True).stdout.strip()[:1]


def command_of(pid):
    asked = ["ps", "-o", "args=", "-p", str(pid)]
    return subprocess.run(asked, check=False, capture_output=True, text=True).stdout


def test_all_of_it_ends_on_a_signal_and_no_run_is_believed_to_go_on(served):
    """
    Stopped in the middle of a run, it ends with 0, nothing is left, and the run is recorded so.

    Started again, the same run can be asked for and is done.
    """
    wanted = {"parameters": {"wanted": {"study": "small"}}}
    run_id = served.submit("code-wave", **wanted)
    served.until(lambda: served.run(run_id)["state_type"] == "RUNNING", 200, "running")
    everybody = family(served.process.pid)
    assert 3 <= len(everybody)

    assert 0 == served.end(signal.SIGINT)

    assert [] == alive(everybody)
    served.start()
    assert served.run(run_id)["state_type"] in FINAL
    assert "COMPLETED" == served.ended(served.submit("code-wave", **wanted))["state_type"]


def test_what_dies_is_started_again(served):
    """
    A server and a worker that are killed come back, and runs are done as before.
    """
    for name in ("server start", "worker start"):
        (victim,) = [pid for pid in family(served.process.pid) if name in command_of(pid)][:1]
        os.kill(victim, signal.SIGKILL)
    served.until(
        lambda: served.log.read_text("utf-8").count("it is started again") >= 2, 60, "again"
    )
    served.until(lambda: "openends" in _answer(served), 200, "answering")

    run = served.ended(served.submit("code-wave", parameters={"wanted": {"study": "small"}}))

    assert "COMPLETED" == run["state_type"]


def test_nothing_is_left_of_one_that_is_killed(served):
    """
    Killed itself, it leaves no server that would hold the port, and can be started again at once.
    """
    everybody = family(served.process.pid)

    served.process.kill()
    served.process.wait()

    begun = time.monotonic()
    while alive(everybody) and time.monotonic() - begun < 60:
        time.sleep(0.5)
    assert [] == alive(everybody)
    served.start()
    assert "nightly" == served.deployment("nightly")["name"]


def test_a_second_one_is_refused(served):
    """
    Where one serves already, another says so and ends with 4.
    """
    second = served.openends("serve", check=False)

    assert 4 == second.returncode
    assert "cannot be listened at" in second.stderr
    assert "Traceback" not in second.stderr


def _answer(served):
    try:
        return served.api("GET", "/work_pools/openends")["name"]
    except OSError:
        return ""
