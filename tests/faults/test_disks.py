"""Disks that are really full, or not to be written to."""

import shutil
import subprocess

import pytest

from tests.faults.looking import assert_as_undisturbed, assert_old_or_new, shown, tables

TRIAL = 64 * 1024
"""What a run writes on trial before it works."""


def mount(*words):
    done = subprocess.run(["mount", *map(str, words)], capture_output=True, check=False)
    return done.returncode == 0


@pytest.fixture
def disk(tmp_path):
    """Makes a disk of so many bytes; skipped where none can be mounted."""
    folder = tmp_path / "again"
    folder.mkdir()

    def make(size):
        if not mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder):
            pytest.skip("no disk can be mounted here (needs root)")
        return folder

    yield make
    subprocess.run(["umount", str(folder)], capture_output=True, check=False)


def copied(before, folder):
    shutil.copytree(before, folder, symlinks=True, dirs_exist_ok=True)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("room", [0, TRIAL // 2, 3 * TRIAL, 6 * TRIAL])
def test_a_full_disk_leaves_the_old_version_and_enough_room_makes_it_good(
    runs, before, after, disk, room
):
    """
    Full at once, or half-way: said with path and bytes; with room, the next run ends as ever.
    """
    root = copied(before, disk("64m"))
    used = shutil.disk_usage(root).used
    there = tables(root)
    assert mount("-o", f"remount,size={used + room}", root)

    exit_code, told = runs(root)

    assert (4, "WorkspaceError") == (exit_code, told["kind"])
    assert "No space left on device" in told["error"]
    assert str(root) in told["error"]
    assert "bytes free" in told["error"]
    assert_old_or_new(root, before, after)
    assert room > TRIAL or there == tables(root)
    assert mount("-o", "remount,size=64m", root)
    assert 0 == runs(root)[0]
    assert_as_undisturbed(root, after)


@pytest.mark.parametrize("part", ["outputs", "data/interim"])
def test_a_disk_that_is_read_only_is_refused_before_any_work(runs, again, before, part):
    """
    Nothing is read, coded or encoded for results that could not be written.
    """
    root = again()
    there = tables(root)
    if not mount("--bind", root / part, root / part):
        pytest.skip("no disk can be mounted here (needs root)")
    try:
        assert mount("-o", "remount,ro,bind", root / part)
        exit_code, told = runs(root)
    finally:
        subprocess.run(["umount", str(root / part)], check=True)

    assert (4, "WorkspaceError") == (exit_code, told["kind"])
    assert "Read-only file system" in told["error"]
    assert there == tables(root)
    assert shown(before) == shown(root)


@pytest.mark.parametrize("part", ["outputs/small", "data/interim/_vectors", "data/raw/small/w2"])
def test_a_file_where_a_folder_must_be_is_refused(runs, again, part):
    """
    A path that cannot be is named; nothing is done before.
    """
    root = again()
    there = tables(root)
    shutil.rmtree(root / part)
    (root / part).write_text("in the way")

    exit_code, told = runs(root)

    assert (4, "WorkspaceError") == (exit_code, told["kind"])
    assert str(root / part) in told["error"]
    assert part.startswith("data/raw") or there == tables(root)


def test_a_limit_on_the_size_of_files_is_told(runs, again, before, after):
    """
    Where no file may grow as long as a report is, the old version stays, and the limit is named.
    """
    root = again()
    longest = max(len(file) for file in shown(before)["w2"].values())

    exit_code, told = runs(root, file_size=longest // 2)

    assert (4, "WorkspaceError") == (exit_code, told["kind"])
    assert "File too large" in told["error"]
    assert_old_or_new(root, before, after)
    assert 0 == runs(root)[0]
    assert_as_undisturbed(root, after)
