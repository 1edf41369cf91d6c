"""The real command: told to stop, and killed at random."""

import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.faults.looking import encoded, leftovers, shown
from tests.faults.real_command import deliver_anew, run, started, write_root

pytestmark = [pytest.mark.model, pytest.mark.slow]

KILLS = 30
PER_ROUND = 6
"""Kills in a row before a run is left in peace and looked at."""

MOMENTS = ("manifest.json", "report.html", "workbook.xlsx")
"""Files that tell when they were made; in all others, two runs of the same give the same bytes."""


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The small study, published by the real command; one wave was then delivered anew."""
    root = write_root(tmp_path_factory.mktemp("real") / "small")
    exit_code, said = run(root, "--no-prefect")
    assert 0 == exit_code, said
    deliver_anew(root)
    return root


@pytest.fixture
def root(published, tmp_path):
    """A copy of it."""
    return shutil.copytree(published, tmp_path / "small", symlinks=True)


def results(root):
    return {
        f"{name}/{file}": content
        for name, files in shown(root).items()
        for file, content in files.items()
        if file not in MOMENTS
    }


def stop_at(process, number):
    """Send *number* to a process that has stopped at its failpoint; return how it ended."""
    state = Path(f"/proc/{process.pid}/stat")
    while process.poll() is None and state.read_text().rpartition(")")[2].split()[0] != "T":
        time.sleep(0.01)
    process.send_signal(number)
    process.send_signal(signal.SIGCONT)
    _, word = process.communicate()
    return process.returncode, word


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("failpoint", ["stop:30", "stop:rename .html:1"])
def test_told_to_stop_it_leaves_at_once_and_the_next_run_goes_on(root, number, failpoint):
    """
    While it works or publishes: the exit code says why, the old version stays, a rerun is whole.
    """
    old = results(root)

    exit_code, word = stop_at(started(root, "--no-prefect", failpoint=failpoint), number)

    assert 128 + number == exit_code
    assert "Stopped. What was published before is untouched" in word
    assert "Traceback" not in word
    assert old == results(root)
    assert 0 == run(root, "--no-prefect")[0]
    assert old != results(root)
    assert [] == leftovers(root)


@pytest.mark.flow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_under_prefect_it_leaves_no_server_behind(root, number):
    """
    A run with Prefect's own server ends with it, soon, and the next run is whole.
    """
    exit_code, _ = stop_at(started(root, failpoint="stop:30"), number)

    assert exit_code in (128 + number, -number)
    assert "" == said_of_servers(root)
    assert 0 == run(root, "--no-prefect")[0]


def said_of_servers(root):
    """Return the command lines of Prefect's servers that this study's runs have started."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"HOME={root}".encode() in path.read_bytes().split(b"\0"):
                found.append((path.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:  # not ours, or gone
            continue
    return "\n".join(found)


@pytest.mark.long
def test_killed_at_random_moments_it_never_shows_half_a_result(root):
    """
    Thirty kills, seeded: readers see old or new after each, and reruns equal a run in peace.
    """
    moments = random.Random(6)
    old, begun = results(root), time.monotonic()
    peaceful = shutil.copytree(root, root.with_name("peaceful"), symlinks=True)
    assert 0 == run(peaceful, "--no-prefect")[0]
    lasting = time.monotonic() - begun
    new, texts = results(peaceful), sorted(encoded(peaceful))
    start = shutil.copytree(root, root.with_name("start"), symlinks=True)

    for kill in range(1, KILLS + 1):
        killed(root, moments.uniform(0.2, 1.0) * lasting)
        assert all(content in (old[file], new[file]) for file, content in results(root).items())
        if kill % PER_ROUND == 0:
            assert 0 == run(root, "--no-prefect")[0]
            assert new == results(root)
            assert texts == sorted(encoded(root))
            assert [] == leftovers(root)
            shutil.rmtree(root)
            shutil.copytree(start, root, symlinks=True)


def killed(root, after):
    """Kill a run *after* so many seconds, if it has not ended by then."""
    with started(root, "--no-prefect") as process:
        try:
            process.communicate(timeout=after)
        except subprocess.TimeoutExpired:
            process.kill()
