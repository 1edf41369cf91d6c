import json
import logging

from flows.locking import locked
from flows.nights import failures, work_through
from tests.fakes import fixed_clock
from tests.shell.small_workspace import STUDY_FILE

LOG = logging.getLogger("night")


def test_a_night_does_nothing_where_nothing_changed(workspace, finished):
    """
    A study whose outputs are those of its inputs is unchanged, and no engine is loaded.
    """
    assert {"small": "unchanged"} == work_through(workspace, LOG)


def test_one_study_that_fails_does_not_stop_the_others(workspace, finished, caplog):
    """
    A study file that cannot be read is told by its kind, and the study after it has its turn.
    """
    (workspace.studies / "broken.yaml").write_text("study_id: broken\n", "utf-8")

    outcomes = work_through(workspace, LOG)

    assert {"broken": "failed (exit 2)", "small": "unchanged"} == outcomes
    assert "1 of 2 studies failed: broken" == failures(outcomes)
    assert "broken: StudyConfigError (exit 2)" in caplog.text
    assert (
        "broken.yaml cannot be used" in (workspace.interim("broken") / "failure.txt").read_text()
    )


def test_an_error_that_nobody_foresaw_is_told_by_its_kind_alone(
    workspace, finished, caplog, monkeypatch
):
    """
    What a foreign error says may quote an answer: its owner reads it, and no log holds it.
    """

    def fall_over(*args):
        raise LookupError("It saves us time.")

    monkeypatch.setattr("flows.commands.run", fall_over)

    assert {"small": "failed (exit 70)"} == work_through(workspace, LOG)
    assert "the night of small fell over with LookupError" in caplog.text
    assert "saves" not in caplog.text
    assert "saves" in (workspace.interim("small") / "failure.txt").read_text("utf-8")


def test_a_study_that_another_process_works_on_is_skipped(workspace, finished, caplog):
    """
    Changed, but under way elsewhere: skipped, and the log says who is at it.
    """
    (workspace.outputs("small") / "w2").unlink()
    with locked(workspace.interim("small"), fixed_clock):
        caplog.set_level(logging.WARNING)
        outcomes = work_through(workspace, LOG, no_prefect=True)

    assert {"small": "skipped"} == outcomes
    assert "another run of small is under way (process " in caplog.text
    assert not failures(outcomes)


def test_a_study_without_an_export_is_awaited(workspace, finished):
    """
    A study that is only announced is no failure.
    """
    text = STUDY_FILE.replace("small", "later").replace("data/raw", "data/not-there")
    (workspace.studies / "later.yaml").write_text(text, "utf-8")

    assert {"later": "awaited", "small": "unchanged"} == work_through(workspace, LOG)


def test_a_study_whose_exports_are_all_gone_is_no_study_that_is_awaited(workspace, finished):
    """
    What is published could not be made again, and somebody has to hear of it.
    """
    for path in (workspace.root / "data" / "raw" / "small").glob("*.csv"):
        path.unlink()

    assert {"small": "failed (exit 3)"} == work_through(workspace, LOG)


def test_a_study_that_died_last_night_comes_last(workspace, finished):
    """
    If it takes the night with it again, the others have had their turn.
    """
    for name in ("big", "later"):
        text = STUDY_FILE.replace("small", name).replace("data/raw", "data/not-there")
        (workspace.studies / f"{name}.yaml").write_text(text, "utf-8")
    begun = {"run": "1", "verb": "run", "outcome": "under way"}
    skipped = {"run": "2", "verb": "run", "outcome": "skipped"}
    history = workspace.history_file("big")
    history.parent.mkdir(parents=True, exist_ok=True)
    history.write_text(f"{json.dumps(begun)}\n{json.dumps(skipped)}\n", "utf-8")

    assert ["later", "small", "big"] == list(work_through(workspace, LOG))


def test_a_history_that_cannot_be_read_does_not_end_the_night(workspace, finished, monkeypatch):
    """
    It is the study's own turn that tells of it, and the others have theirs.
    """

    def refuse(workspace, study):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("flows.nights.read_history", refuse)

    assert {"small": "unchanged"} == work_through(workspace, LOG)
