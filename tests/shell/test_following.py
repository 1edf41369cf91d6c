import pytest

from flows.following import MOST_RUNS
from flows.locking import locked
from flows.rolling_back import back
from flows.run_study import code_waves, plainly
from nlp.contracts.errors import WorkspaceError
from tests.fakes import fixed_clock
from tests.shell.small_inbox import Pretended, Watched, corrected, dropped
from tests.shell.small_session import open_small


@pytest.fixture
def starter():
    """Pretends to start runs."""
    return Pretended()


@pytest.fixture
def watched(root, starter):
    """A watch over the small study, which has taken a file of its first wave."""
    watched = Watched(root, starter)
    dropped(root, rows=corrected())
    return watched


def outcome(watched):
    """What is noted of the last delivery that was taken."""
    import json

    ledger = watched.root / "data/interim/_inbox/ledger.json"
    return json.loads(ledger.read_text("utf-8"))["taken"][-1]["outcome"]


def test_a_run_under_way_is_waited_for(watched, starter):
    """Nothing is started while it has not ended."""
    watched.settle()
    watched.look(after=600)

    assert 1 == len(starter.errands)
    assert "started" == outcome(watched)


def test_a_server_that_is_away_is_asked_again(watched, starter):
    """What was taken is not lost: its run is started when there is somebody to ask."""
    starter.told = WorkspaceError("Prefect does not answer")
    assert ["Prefect does not answer"] == [e["why"] for e in watched.settle().not_started]
    assert "taken" == outcome(watched)

    starter.told = "under way"
    watched.look(after=60)

    assert 1 == len(starter.errands)
    assert "started" == outcome(watched)


def test_a_wave_that_came_out_is_done(root, watched, starter, finished):
    """A run that has ended well, and whose wave is what its export says, is the end of it."""
    (root / "data/inbox/small/w1.csv").unlink()
    dropped(root)
    starter.told = "done"

    watched.settle()

    assert "done" == outcome(watched)
    assert 1 == len(starter.errands)


def test_a_wave_that_was_rolled_back_since_is_not_run_again(root, watched, starter, finished):
    """Its run had come out before people took back what it showed; that is their last word."""
    watched.settle()
    code_waves(open_small(root), ["w1"], plainly)
    back(open_small(root), "w1")
    starter.told = "done"

    watched.look(after=60)

    assert "done" == outcome(watched)
    assert 1 == len(starter.errands)


def test_a_run_that_died_is_followed_by_another(watched, starter):
    """Each has a key of its own, made of the run before it; a limit ends it."""
    starter.told = "died"
    watched.settle()
    for _ in range(2 * MOST_RUNS):
        watched.look(after=60)

    keys = [errand.key for errand in starter.errands]
    assert MOST_RUNS == len(set(keys)) == len(keys)
    assert [f"{keys[0]}:after:run-{n}" for n in range(1, MOST_RUNS)] == keys[1:]
    assert "given up" == outcome(watched)


def test_a_run_that_died_when_all_was_done_is_not_followed(root, watched, starter, finished):
    """Now and then Prefect takes a run for dead that has done its work."""
    (root / "data/inbox/small/w1.csv").unlink()
    dropped(root)
    starter.told = "died"

    watched.settle()

    assert "done" == outcome(watched)
    assert 1 == len(starter.errands)


def test_a_run_that_did_nothing_since_others_were_at_work_is_followed_by_another(
    watched, starter, workspace
):
    """It ended well, but the wave is not done; another is started when the study is free."""
    watched.settle()
    starter.told = "done"
    with locked(workspace.interim("small"), fixed_clock):
        watched.look(after=60)
    assert 1 == len(starter.errands)

    watched.look(after=60)

    assert 2 <= len(starter.errands)


def test_a_run_that_failed_is_somebody_s_move(watched, starter):
    """Waiting does not heal an export or a codebook; it is told and not tried again."""
    starter.told = "ended"

    seen = watched.settle()
    watched.look(after=60)

    assert ["failed"] == [entry["outcome"] for entry in seen.ended]
    assert 1 == len(starter.errands)


def test_a_delivery_that_another_one_replaced_is_not_started_again(root, watched, starter):
    """What became of it no longer matters."""
    watched.settle()
    dropped(root)
    watched.settle()
    starter.told = "done"

    ended = watched.look(after=60).ended

    assert "done" == ended[0]["outcome"]
