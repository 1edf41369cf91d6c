import os

import pytest

from flows import durable
from nlp.contracts.errors import WorkspaceError


def test_file_is_there_whole_and_for_its_owner_only(tmp_path):
    """What is written can be read by its owner, and nothing is left beside it."""
    path = tmp_path / "table.csv"

    durable.write_whole(path, "é")

    assert "é" == path.read_text("utf-8")
    assert 0o600 == path.stat().st_mode & 0o777
    assert [path] == list(tmp_path.iterdir())


def test_failure_leaves_what_was_there(tmp_path):
    """Whoever falls over while writing has changed nothing."""
    path = tmp_path / "table.csv"
    durable.write_whole(path, "old")

    def fall_over():
        with durable.whole(path) as aside:
            aside.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fall_over()

    assert "old" == path.read_text()
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize("number", [1, 2, 3])
def test_full_disk_leaves_what_was_there(tmp_path, monkeypatch, number):
    """A disk that is full at any step before the last leaves the old content."""
    path = tmp_path / "table.csv"
    durable.write_whole(path, "old")
    monkeypatch.setattr(durable, "_passed", durable.count(1))
    monkeypatch.setenv("OPENENDS_FAILPOINT", f"ENOSPC:{number}")

    with pytest.raises(WorkspaceError, match="No space") as error:
        durable.write_whole(path, "new")

    assert f"{path} cannot be written (No space left on device" in str(error.value)
    assert number == 3 or "; 3 bytes to write; " in str(error.value)
    assert "old" == path.read_text()
    assert [path] == list(tmp_path.iterdir())


def test_failpoints_of_one_name_are_counted_by_themselves(tmp_path, monkeypatch):
    """A test can name the step at which it strikes."""
    monkeypatch.setattr(durable, "_passed", durable.count(1))
    monkeypatch.setenv("OPENENDS_FAILPOINT", "EIO:rename .csv:2")
    durable.write_whole(tmp_path / "first.csv", "")

    with pytest.raises(WorkspaceError, match=r"second\.csv cannot be written \(Input/output"):
        durable.write_whole(tmp_path / "second.csv", "")


def test_lines_are_added_one_below_the_other(tmp_path):
    """A line that is added leaves those before it, and is for its owner only."""
    path = tmp_path / "runs.jsonl"

    durable.add_line(path, "one")
    durable.add_line(path, "two")

    assert "one\ntwo\n" == path.read_text("utf-8")
    assert 0o600 == path.stat().st_mode & 0o777


def test_a_line_that_was_cut_short_spoils_no_other(tmp_path):
    """After a crash half-way through a line, the next one begins a line of its own."""
    path = tmp_path / "runs.jsonl"
    path.write_text("one\ntw", "utf-8")

    durable.add_line(path, "three")

    assert ["one", "tw", "three"] == path.read_text("utf-8").splitlines()


def test_a_disk_may_stay_broken(tmp_path, monkeypatch):
    """With a plus, every step from that one on fails."""
    monkeypatch.setattr(durable, "_passed", durable.count(1))
    monkeypatch.setenv("OPENENDS_FAILPOINT", "EIO:5+")
    durable.write_whole(tmp_path / "first.csv", "")

    for name in ("second.csv", "third.csv"):
        with pytest.raises(WorkspaceError, match=name):
            durable.write_whole(tmp_path / name, "")


def test_leftovers_of_the_dead_are_cleared_and_those_of_the_living_are_not(tmp_path):
    """Files, folders and links of killed writers go; what is being written and all else stay."""
    dead, living = 4_999_999, os.getppid()
    gone = tmp_path / f".table.parquet.{dead}.7"
    gone.touch()
    (tmp_path / f".version.{dead}.7").mkdir()
    (tmp_path / f".version.{dead}.7" / "report.html").touch()
    (tmp_path / f".link.{dead}.7").symlink_to(tmp_path)
    stays = [tmp_path / f".table.parquet.{living}.7", tmp_path / ".lock", tmp_path / "table.1.2"]
    for path in stays:
        path.touch()

    durable.clear_leftovers(tmp_path, tmp_path / "not there")

    assert sorted(stays) == sorted(tmp_path.iterdir())


def test_what_it_is_written_to_can_be_told_without_a_write(tmp_path):
    """A folder that cannot be made is named like a file that cannot be written."""
    (tmp_path / "file").touch()

    with (
        pytest.raises(WorkspaceError, match=r"Not a directory.*Remove the file"),
        durable.writing_to(tmp_path / "file" / "folder"),
    ):
        (tmp_path / "file" / "folder").mkdir()
