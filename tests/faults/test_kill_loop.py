"""A run killed, or out of disk, at the n-th step on the disk, for n = 1, 2, … until one passes."""

from itertools import count, islice

import pytest

from tests.faults.looking import assert_as_undisturbed, assert_old_or_new, tables

pytestmark = pytest.mark.slow

STRIDE = 61
"""Every so-manieth point is tried where time is short; with `-m long`, every one."""

MOST = 2_000
"""More points than a run of the small study has."""


def points(stride, start=1):
    return islice(count(start, stride), MOST)


def strike(runs, again, before, after, failpoint):
    """Let a run meet *failpoint* and another one follow; return how the first one ended."""
    root = again()
    exit_code, told = runs(root, failpoint)
    if exit_code == 0:
        return 0, told
    assert_old_or_new(root, before, after)
    there = tables(root)
    code, rerun = runs(root)
    assert 0 == code
    assert set() == there & set(rerun["computed"])
    assert_as_undisturbed(root, after)
    return exit_code, told


@pytest.mark.parametrize(
    "stride", [STRIDE, pytest.param(1, marks=pytest.mark.long, id="every point")]
)
def test_killed_anywhere_old_or_new_is_shown_and_the_next_run_goes_on(
    runs, again, before, after, stride
):
    """
    Killed at the n-th step: readers see old or new, and the rerun equals an undisturbed run.
    """
    endings = []
    for number in points(stride):
        endings.append(strike(runs, again, before, after, f"kill:{number}")[0])
        if endings[-1] == 0:
            break
    assert {-9} == set(endings[:-1])
    assert 0 == endings[-1]
    assert len(endings) > 150 / stride


@pytest.mark.parametrize("fault", ["ENOSPC", "EIO"])
@pytest.mark.parametrize(
    "stride", [2 * STRIDE, pytest.param(2, marks=pytest.mark.long, id="every other point")]
)
def test_a_disk_that_fails_anywhere_is_told_and_the_next_run_goes_on(
    runs, again, before, after, fault, stride
):
    """
    A full or broken disk at the n-th step is an error of the workspace that names the place.
    """
    tried = 0
    for number in points(stride, start=1 if fault == "EIO" else 2):
        exit_code, told = strike(runs, again, before, after, f"{fault}:{number}")
        if exit_code == 0:
            break
        assert (4, "WorkspaceError") == (exit_code, told["kind"])
        assert "cannot be written" in told["error"]
        assert str(after.with_name("again")) in told["error"]
        tried += 1
    assert tried > 150 / stride


@pytest.mark.parametrize("number", [1, 60, 200])
def test_a_disk_that_stays_full_leaves_what_was_there(runs, again, before, after, number):
    """
    Full from a step on, also for what tells of the failure: the old version stays.
    """
    exit_code, told = strike(runs, again, before, after, f"ENOSPC:{number}+")

    assert (4, "WorkspaceError") == (exit_code, told["kind"])
    assert "bytes free" in told["error"]
