import datetime as dt

import pytest

from flows.inbox_ledger import KEPT, InboxLedger, Seen, Taken
from nlp.contracts.errors import WorkspaceError

NOON = dt.datetime(2026, 1, 31, 12, 0, tzinfo=dt.UTC)


def at(seconds):
    return NOON + dt.timedelta(seconds=seconds)


def looks(ledger, *seen):
    """Whether a file had settled at each look: what it looked like, and at which second."""
    return [ledger.has_settled("small/w1.csv", mark, at(second), 60) for mark, second in seen]


def taken(number=0, outcome="taken"):
    return Taken("small", "w1", "0f", NOON.isoformat(), f"small:w1:{number}", [], outcome)


def test_a_file_settles_by_staying_as_it_is(tmp_path):
    """It is looked at twice, and stays the same for as long as was asked."""
    assert [False, False, True] == looks(InboxLedger(tmp_path), ("a", 0), ("a", 59), ("a", 60))


def test_a_file_that_changes_begins_anew(tmp_path):
    """Whatever changes, the time is counted from when it was first seen like that."""
    seen = looks(InboxLedger(tmp_path), ("a", 0), ("b", 60), ("b", 119), ("b", 120))

    assert [False, False, False, True] == seen


def test_one_look_is_never_enough(tmp_path):
    """Where no time is asked for, a file is seen twice all the same."""
    ledger = InboxLedger(tmp_path)

    assert [False, True] == [ledger.has_settled("f", "a", NOON, 0) for _ in range(2)]


def test_a_clock_set_back_begins_anew(tmp_path):
    """Time that has not passed yet is not waited for."""
    assert [False, False, True] == looks(InboxLedger(tmp_path), ("a", 0), ("a", -900), ("a", -840))


def test_it_is_remembered_from_process_to_process(tmp_path):
    """Looks by cron, an hour apart, are looks of the same watch."""
    first = InboxLedger(tmp_path)
    looks(first, ("a", 0))
    first.add(taken())

    second = InboxLedger(tmp_path)

    assert [True] == looks(second, ("a", 3600))
    assert [taken()] == second.taken


def test_a_file_that_is_gone_is_forgotten(tmp_path):
    """One that comes back is seen for the first time."""
    ledger = InboxLedger(tmp_path)
    looks(ledger, ("a", 0))
    ledger.forget_all_but(set())

    assert [False] == looks(ledger, ("a", 3600))


def test_a_name_that_is_no_text_is_remembered_too(tmp_path):
    """Names are bytes to the disk, and some are no UTF-8."""
    ledger = InboxLedger(tmp_path)
    ledger.has_settled("small/w\udcff.csv", "a", NOON, 60)
    ledger.save()

    assert {"small/w\udcff.csv"} == set(InboxLedger(tmp_path).sights)


def test_what_is_taken_twice_is_noted_once(tmp_path):
    """A look that died before it had removed the file finds its own note."""
    ledger = InboxLedger(tmp_path)
    for _ in range(2):
        ledger.add(taken())

    assert [taken()] == ledger.taken


def test_only_what_is_dealt_with_is_dropped_in_time(tmp_path):
    """The list stays short, and never loses an entry whose run is still to be started."""
    ledger = InboxLedger(tmp_path)
    ledger.add(taken(number=-1))
    for number in range(KEPT + 3):
        ledger.taken.append(taken(number, outcome="done"))
    ledger.save()

    kept = [entry.key for entry in InboxLedger(tmp_path).taken]

    assert ["small:w1:-1", "small:w1:3"] == kept[:2]
    assert KEPT + 1 == len(kept)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"sights": {}, "taken": [{"x": 1}]}'])
def test_a_ledger_that_cannot_be_read_says_what_to_do(tmp_path, content):
    """It is not written over: it may say what was taken and not started."""
    (tmp_path / "ledger.json").write_text(content, "utf-8")

    with pytest.raises(WorkspaceError, match="move it away"):
        InboxLedger(tmp_path)


def test_a_name_can_do_nothing_to_a_terminal():
    """Marks that move the cursor are shown as marks."""
    seen = Seen()
    seen.wait("small/w1\x1b[2J.csv", "it waits")

    assert [r"'small/w1\x1b[2J.csv'"] == [entry["file"] for entry in seen.waiting]
