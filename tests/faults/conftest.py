"""A small study in two states, old and delivered anew, and runs of it that may die."""

import json
import os
import shutil
import signal
import tempfile
import time
from itertools import count
from pathlib import Path

import pytest

from tests.faults.small_runs import forks, work
from tests.shell.small_workspace import edit, write_workspace

MEMORY = Path("/dev/shm")


class Run:
    """A run of the small study in a process of its own."""

    def __init__(self, process, told):
        self.process = process
        self._told = told
        process.start()

    def ended(self):
        """Return, when it has ended, its exit code and what it told."""
        self.process.join()
        told = json.loads(self._told.read_text()) if self._told.is_file() else {}
        return self.process.exitcode, told

    def stopped(self):
        """Wait until the run has stopped at a failpoint, or ended."""
        state = Path(f"/proc/{self.process.pid}/stat")
        while self.process.is_alive() and state.read_text().rpartition(")")[2].split()[0] != "T":
            time.sleep(0.01)
        assert self.process.is_alive(), self.ended()

    def go_on(self):
        """Let a stopped run go on."""
        os.kill(self.process.pid, signal.SIGCONT)


class Runs:
    """Starts runs of the small study, forked from a process that has imported all they need."""

    def __init__(self, folder):
        self._forks = forks()
        self._told = (folder / f"told-{number}.json" for number in count(1))

    def start(self, root, failpoint="", **limits):
        """Return a run that has begun."""
        told = next(self._told)
        target = {"target": work, "args": (root, failpoint, told), "kwargs": limits}
        return Run(self._forks.Process(**target), told)

    def __call__(self, root, failpoint="", **limits):
        """Return the exit code of a run, and what it told."""
        return self.start(root, failpoint, **limits).ended()


@pytest.fixture(scope="session")
def memory_folder():
    """A folder in memory, where there is one: thousands of files are written and deleted."""
    folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def runs(memory_folder):
    """Runs a small study in a process of its own."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # the one who forks has none
            patch.setenv(name, "1")
        yield Runs(memory_folder)


@pytest.fixture(scope="session")
def before(memory_folder, runs):
    """A small study that was published, and one wave of which was then delivered anew."""
    root = memory_folder / "before"
    root.mkdir()
    write_workspace(root)
    assert 0 == runs(root)[0]
    edit(root / "data" / "raw" / "small" / "w2.csv", "cheaper", "dearer")
    return root


@pytest.fixture(scope="session")
def after(memory_folder, runs, before):
    """The same study after a run that nothing disturbed."""
    root = memory_folder / "after"
    shutil.copytree(before, root, symlinks=True)
    assert 0 == runs(root)[0]
    return root


@pytest.fixture
def again(before, memory_folder):
    """Puts the study back to where it was before the run, and returns its folder."""
    root = memory_folder / "again"

    def put_back():
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(before, root, symlinks=True)
        return root

    yield put_back
    shutil.rmtree(root, ignore_errors=True)
