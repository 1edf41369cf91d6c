import errno
import json
import os
import re

import pytest

from flows import commands, durable
from flows.run_history import list_history, read_history, recorded
from flows.run_study import code_waves, plainly
from nlp.contracts.errors import AlreadyRunning, HeldBack, StageFailed, WorkspaceError
from tests.shell.noted import note
from tests.shell.small_session import FallingPipeline
from tests.shell.small_workspace import HOPES, REFUSED, WORRIES, edit


def nightly(session):
    return commands.run(session, None, no_prefect=True)


def history_of(session):
    return read_history(session.workspace, "small")


def outcomes(session):
    return [(run["outcome"], run["exit_code"]) for run in history_of(session)]


def test_a_run_is_remembered_with_its_counts(start):
    """
    When it ran, what it came to, what it computed and what became of the rows.
    """
    nightly(start())

    (run,) = history_of(start())
    assert ("run", "done", 0, "", os.getpid(), ["w1", "w2"]) == tuple(
        run[name] for name in ("verb", "outcome", "exit_code", "error", "pid", "waves")
    )
    assert ("2026-01-31T12:00:00+00:00",) * 2 == (run["started"], run["ended"])
    assert {"accepted": 40, "repeated": 1} == {
        fate: n for fate, n in run["rows"]["w1"].items() if fate in ("accepted", "repeated")
    }
    assert 40 + REFUSED == sum(run["rows"]["w2"].values())
    assert run["computed"] > 20


def test_every_end_is_told_apart(finished, start, root):
    """
    Nothing to do, an error, a figure beyond its limit and another run at work have their names.
    """
    nightly(start())
    edit(root / "configs" / "studies" / "small.yaml", "weight:", "gates: {hold: [base]}\nweight:")
    with pytest.raises(HeldBack):
        nightly(start())
    falling = start()
    falling.pipeline = FallingPipeline()
    with pytest.raises(StageFailed):
        code_waves(falling, ["w1"], plainly)
    note(start(), "run", "skipped", 4)

    runs = history_of(start())[1:]
    assert [("unchanged", 0), ("held", 6), ("failed", 70), ("skipped", 4)] == [
        (run["outcome"], run["exit_code"]) for run in runs
    ]
    assert "wave w1, hopes: base is" in runs[1]["figures"][0]
    assert "StageFailed" == runs[2]["error"]


def test_a_second_start_is_remembered_as_skipped(start):
    """
    A run that finds another one at work says so in the history too.
    """

    def while_another_works(session):
        raise AlreadyRunning("another run of small is under way (process 1 since noon)")

    with pytest.raises(AlreadyRunning), recorded(start(), "run"):
        while_another_works(start())

    assert [("skipped", 4)] == outcomes(start())


def test_a_run_that_was_killed_died(start):
    """
    A run that began and never ended, and holds no lock, is told as dead; one at work is not.
    """
    seen = []

    def look(name, subject, step):
        seen.append(history_of(start())[-1]["outcome"])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        code_waves(start(), ["w1"], look)
    path = start().workspace.history_file("small")
    begun = path.read_text("utf-8").splitlines()[0]
    path.write_text(begun + "\n", "utf-8")

    assert ["under way"] == seen
    assert ["died"] == [outcome for outcome, _ in outcomes(start())]


def test_an_interrupted_run_is_remembered(start):
    """
    Ctrl-C is an end like others.
    """

    def interrupt(name, subject, step):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        code_waves(start(), ["w1"], interrupt)

    assert [("failed", 130)] == outcomes(start())


def test_the_history_holds_no_word_of_an_answer(finished, start):
    """
    Names, counts and times; nothing that a respondent wrote, and nobody's id.
    """
    falling = start()
    falling.pipeline = FallingPipeline()
    with pytest.raises(StageFailed):
        code_waves(falling, ["w1"], plainly)

    said = start().workspace.history_file("small").read_text("utf-8")
    words = {word for text in HOPES + WORRIES for word in re.findall(r"[a-z]{5,}", text)}
    assert [] == [word for word in sorted(words) if word in said]
    assert "p01" not in said


def test_a_line_that_cannot_be_read_is_passed_over(finished, start):
    """
    What a crash cut short, or somebody wrote, hides no run.
    """
    path = start().workspace.history_file("small")
    path.write_text('[1]\n{"run": 3}\n{"ru\n' + path.read_text("utf-8"), "utf-8")

    assert ["done"] == [run["outcome"] for run in history_of(start())]


@pytest.mark.parametrize("fails", [False, True])
def test_a_full_disk_hides_no_error(finished, start, monkeypatch, fails):
    """
    A run that cannot be written down is told; one that failed before is told by its own error.
    """
    monkeypatch.setattr(durable, "_passed", durable.count(1))
    monkeypatch.setenv("OPENENDS_FAILPOINT", "ENOSPC:append .jsonl:1")

    def end():
        if fails:
            raise HeldBack("w1 is not published")

    expected = HeldBack if fails else WorkspaceError
    with pytest.raises(expected) as caught, recorded(start(), "run"):
        end()

    assert fails is (os.strerror(errno.ENOSPC) not in str(caught.value))


def test_the_latest_runs_are_listed(start):
    """
    People see as many as they ask for, and how many there are before.
    """
    for _ in range(3):
        note(start(), "run", "unchanged")

    answer = list_history(start(), 2)

    assert (2, 1) == (len(answer["runs"]), answer["earlier"])
    assert json.dumps(answer)
