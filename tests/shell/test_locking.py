import subprocess
import sys

import pytest

from flows.locking import locked
from nlp.contracts.errors import AlreadyRunning, WorkspaceError
from tests.conftest import ROOT
from tests.fakes import fixed_clock

HOLD = """
import sys, time
from pathlib import Path
from flows.clock import now
from flows.locking import locked
with locked(Path(sys.argv[1]), now):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock of tmp_path."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert "held\n" == process.stdout.readline()
        yield process
        process.kill()


def test_a_second_process_is_refused_and_told_who_works(tmp_path, holder):
    """
    While one run works on a study, another one is sent away with the first one's number.
    """
    with (
        pytest.raises(AlreadyRunning, match=rf"under way \(process {holder.pid} since 20"),
        locked(tmp_path, fixed_clock),
    ):
        pass


def test_a_dead_owner_frees_the_lock(tmp_path, holder):
    """
    A run that was killed leaves no lock behind that a person would have to remove.
    """
    holder.kill()
    holder.wait()

    with locked(tmp_path, fixed_clock):
        noted = (tmp_path / ".lock").read_text("utf-8")

    assert noted.endswith("since 2026-01-31T12:00:00+00:00\n")
    assert str(holder.pid) not in noted


def test_a_lock_is_free_again_after_an_error(tmp_path):
    """
    A run that ends in an error gives the lock back like any other.
    """
    with pytest.raises(ZeroDivisionError), locked(tmp_path, fixed_clock):
        raise ZeroDivisionError

    with locked(tmp_path, fixed_clock):
        pass


def test_studies_do_not_wait_for_each_other(tmp_path):
    """
    Two studies can be worked on at the same time.
    """
    for name in ("one", "two"):
        (tmp_path / name).mkdir()

    with locked(tmp_path / "one", fixed_clock), locked(tmp_path / "two", fixed_clock):
        pass


def test_who_has_not_signed_yet_is_not_taken_for_the_dead(tmp_path, holder):
    """
    A lock just taken may still bear the name of a process that is dead: it is not told.
    """
    (tmp_path / ".lock").write_text("process 4999999 since 2026-01-01T00:00:00+00:00\n")

    with pytest.raises(AlreadyRunning, match="since this moment"), locked(tmp_path, fixed_clock):
        pass


def test_a_lock_that_is_a_link_is_refused(tmp_path):
    """
    Nothing outside the folder is written to through a planted link.
    """
    (tmp_path / "precious").write_text("precious")
    (tmp_path / ".lock").symlink_to(tmp_path / "precious")

    with (
        pytest.raises(WorkspaceError, match=r"\.lock cannot be written"),
        locked(tmp_path, fixed_clock),
    ):
        pass

    assert "precious" == (tmp_path / "precious").read_text()


def test_a_lock_is_for_its_owner_only(tmp_path):
    """
    Others on the machine can neither read who works nor hold the lock.
    """
    with locked(tmp_path, fixed_clock):
        assert 0o600 == (tmp_path / ".lock").stat().st_mode & 0o777
