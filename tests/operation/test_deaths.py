"""Whatever process dies: the run comes to an end within two minutes, and the next one works."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from flows.publishing import differences
from flows.surroundings import said_by_a_person
from tests.operation.serving import FINAL, Serving, write_project

pytestmark = [pytest.mark.server, pytest.mark.model, pytest.mark.long, pytest.mark.enable_socket]

TWO_MINUTES = 120

KILLS = int(said_by_a_person("OPENENDS_TEST_KILLS") or 3)
"""How many random kills are tried; thirty take an hour."""


@pytest.fixture(scope="module")
def mortal(tmp_path_factory):
    """`openends serve` of its own, whose processes may be killed; the study has been run once."""
    root = tmp_path_factory.mktemp("mortal")
    write_project(root)
    with Serving(root) as serving:
        assert "COMPLETED" == serving.ended(wanted(serving))["state_type"]
        yield serving


def wanted(serving):
    """Ask for a run that works, whether anything has changed or not; return its id."""
    about = {"study": "small", "wave": "w1", "redo": True}
    return serving.submit("code-wave", parameters={"wanted": about})


def under_way(serving):
    """Return a run that has just begun to run, and its process."""
    run_id = wanted(serving)
    serving.until(lambda: serving.run(run_id)["state_type"] == "RUNNING", 90, "running")
    return run_id, process_of(serving, run_id)


def process_of(serving, run_id):
    """Return the process of a run: the engine that was told its id, and not what it started."""
    told = {"environ": f"PREFECT__FLOW_RUN_ID={run_id}", "cmdline": "prefect.engine"}
    return serving.until(lambda: with_words(**told), 60, "a process")


def part(serving, name):
    """Return the process of `openends serve` that is its *name*: `server`, `worker` or `watch`."""
    words = f"{name}\0--" if name == "watch" else f"{name}\0start"
    return serving.until(lambda: with_words(serving.process.pid, cmdline=words), 60, name)


def with_words(parent=None, **words):
    """Return the process whose files below /proc hold *words*; None if there is none."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            of = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            held = {file: (folder / file).read_bytes().decode(errors="replace") for file in words}
        except OSError:
            continue
        if parent in (None, of) and all(word in held[file] for file, word in words.items()):
            return int(folder.name)
    return None


def is_gone(process):
    """Say whether *process* has ended."""
    try:
        return (Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2][1] == "Z"
    except OSError:
        return True


def still_whole(serving):
    """What is published is one version or another, whole; and nobody holds the study."""
    outputs = serving.root / "outputs" / "small"
    assert {} == {
        name: found for name in ("w1", "w2", "all-waves") if (found := differences(outputs / name))
    }


def works_again(serving):
    """The next run does the work."""
    ended = serving.ended(wanted(serving), 240)
    assert ("COMPLETED", None) == (ended["state_type"], ended["state"]["message"] or None)
    still_whole(serving)


def test_a_run_that_is_killed_has_crashed(mortal):
    """
    The worker sees its run's process end, and says so at once.
    """
    run_id, process = under_way(mortal)
    os.kill(process, signal.SIGKILL)

    assert "CRASHED" == mortal.ended(run_id, TWO_MINUTES)["state_type"]
    still_whole(mortal)
    works_again(mortal)


def test_a_run_outlives_its_worker_that_is_killed(mortal):
    """
    Its lines go nowhere that dies with the worker, so it finishes its work.
    """
    run_id, _ = under_way(mortal)
    os.kill(part(mortal, "worker"), signal.SIGKILL)

    assert "COMPLETED" == mortal.ended(run_id, TWO_MINUTES)["state_type"]
    works_again(mortal)


def test_a_run_whose_worker_is_asked_to_end_has_crashed(mortal):
    """
    The worker takes its run along and tells nobody; the silence does.
    """
    run_id, process = under_way(mortal)
    os.kill(part(mortal, "worker"), signal.SIGTERM)

    assert mortal.ended(run_id, TWO_MINUTES)["state_type"] in ("CRASHED", "COMPLETED")
    mortal.until(lambda: is_gone(process), 30, "gone")
    still_whole(mortal)
    works_again(mortal)


def test_a_run_killed_with_its_worker_has_crashed(mortal):
    """
    Nobody is left to tell of it but the silence.
    """
    run_id, process = under_way(mortal)
    os.kill(part(mortal, "worker"), signal.SIGKILL)
    os.kill(process, signal.SIGKILL)

    assert "CRASHED" == mortal.ended(run_id, TWO_MINUTES)["state_type"]
    still_whole(mortal)
    works_again(mortal)


def test_a_server_that_is_killed_comes_back_and_its_runs_end(mortal):
    """
    The server is started again; the run ends, in whichever state, and is not believed in for ever.
    """
    run_id, process = under_way(mortal)
    os.kill(part(mortal, "server"), signal.SIGKILL)
    mortal.until(lambda: answers(mortal), TWO_MINUTES, "there again")

    assert mortal.ended(run_id, TWO_MINUTES)["state_type"] in FINAL
    mortal.until(lambda: is_gone(process), TWO_MINUTES, "gone")
    still_whole(mortal)
    works_again(mortal)


def test_after_a_power_cut_nothing_is_believed_to_run(mortal):
    """
    All processes die at once; when they are started again the run has ended, and the next works.
    """
    run_id, process = under_way(mortal)
    parts = [part(mortal, name) for name in ("watch", "worker", "server")]
    for one in (mortal.process.pid, *parts, process):
        os.kill(one, signal.SIGKILL)
    mortal.process.wait()
    still_whole(mortal)
    mortal.start()

    assert "CRASHED" == mortal.ended(run_id, TWO_MINUTES)["state_type"]
    works_again(mortal)


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_worker_s_run_killed_anywhere_leaves_old_or_new(mortal, seed):
    """
    At whatever moment a run dies, what is published is whole, and the next run does the work.
    """
    run_id = wanted(mortal)
    process = process_of(mortal, run_id)
    time.sleep(random.Random(seed).uniform(0, 20))
    if not is_gone(process):
        os.kill(process, signal.SIGKILL)

    assert mortal.ended(run_id, TWO_MINUTES)["state_type"] in ("CRASHED", "COMPLETED")
    still_whole(mortal)
    works_again(mortal)


def answers(serving):
    """Say whether the server answers."""
    try:
        return serving.api("GET", "/health") is not None
    except OSError:
        return False
