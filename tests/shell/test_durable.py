import errno

import pytest

from flows import durable


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

    with pytest.raises(OSError, match="No space") as error:
        durable.write_whole(path, "new")

    assert errno.ENOSPC == error.value.errno
    assert "old" == path.read_text()
    assert [path] == list(tmp_path.iterdir())


def test_failpoints_of_one_name_are_counted_by_themselves(tmp_path, monkeypatch):
    """A test can name the step at which it strikes."""
    monkeypatch.setattr(durable, "_passed", durable.count(1))
    monkeypatch.setenv("OPENENDS_FAILPOINT", "EIO:rename .csv:2")
    durable.write_whole(tmp_path / "first.csv", "")

    with pytest.raises(OSError, match="put") as error:
        durable.write_whole(tmp_path / "second.csv", "")

    assert errno.EIO == error.value.errno


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
