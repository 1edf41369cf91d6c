import datetime as dt

from flows.deploying import AT_ONCE, SILENCE, watches
from flows.surroundings import PREFECT


def test_silence_is_three_heartbeats():
    """
    One beat that comes late does not declare a run dead.
    """
    beat = dt.timedelta(seconds=int(PREFECT["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"]))
    assert 3 * beat == SILENCE


def test_a_run_that_has_ended_is_not_declared_dead():
    """
    After its last sign of life a run may end in any way that there is, ours included.
    """
    silent, endless = watches()

    begun = {f"prefect.flow-run.{name}" for name in ("Pending", "Running", "heartbeat")}
    assert begun == silent.trigger.after
    ends = {f"prefect.flow-run.{name}" for name in ("Completed", "Failed", "Skipped", "Cancelled")}
    assert ends < silent.trigger.expect
    assert ends < endless.trigger.expect
    assert "prefect.flow-run.heartbeat" not in endless.trigger.expect


def test_dead_runs_crash_and_endless_ones_are_stopped():
    """
    The first is told only; the second has a process that must go.
    """
    assert ["change-flow-run-state", "cancel-flow-run"] == [
        watch.actions[0].type for watch in watches()
    ]


def test_one_run_at_a_time():
    """
    Each run loads models, so a machine has one unless its people say otherwise.
    """
    assert 1 == AT_ONCE
