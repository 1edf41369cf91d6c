"""Several runs of one study at the same time, and one that dies while it holds the lock."""

import os
import signal

import pytest

from tests.faults.looking import assert_as_undisturbed, shown


@pytest.mark.parametrize("number", [2, 8])
def test_of_runs_at_once_one_works_and_the_others_are_told_of_it(
    runs, again, before, after, number
):
    """
    While one is at work, the others end with 4 and say whose turn it is; its results are right.
    """
    root = again()
    first = runs.start(root, "stop:60")
    first.stopped()
    others = [run.ended() for run in [runs.start(root) for _ in range(number - 1)]]
    meanwhile = shown(root)
    first.go_on()

    assert 0 == first.ended()[0]
    assert [(4, "AlreadyRunning")] * (number - 1) == [(code, t["kind"]) for code, t in others]
    assert all(f"(process {first.process.pid} since 20" in told["error"] for _, told in others)
    assert shown(before) == meanwhile
    assert_as_undisturbed(root, after)


def test_eight_that_start_together_end_as_one(runs, again, after):
    """
    Whichever comes first works; whoever comes while it does is refused; no result is mixed.
    """
    root = again()

    ended = [run.ended() for run in [runs.start(root) for _ in range(8)]]

    codes = sorted(code for code, _ in ended)
    assert 0 in codes
    assert {0, 4} >= set(codes)
    assert {"AlreadyRunning"} >= {told["kind"] for code, told in ended if code == 4}
    assert_as_undisturbed(root, after)


def test_a_run_that_dies_in_its_sleep_leaves_the_study_free(runs, again, after):
    """
    The lock of a process that was killed is nobody's; the next run needs no help.
    """
    root = again()
    first = runs.start(root, "stop:100")
    first.stopped()
    os.kill(first.process.pid, signal.SIGKILL)
    first.ended()

    assert 0 == runs(root)[0]
    assert_as_undisturbed(root, after)
