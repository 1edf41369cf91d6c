import logging
import os
from contextlib import suppress

import pytest

from flows.durable import FAILPOINT
from flows.locking import locked
from flows.watching import Watch
from flows.workspace import open_workspace
from nlp.contracts.errors import StudyConfigError, WorkspaceError
from tests.fakes import fixed_clock
from tests.shell.small_inbox import Pretended, Watched, corrected, dropped
from tests.shell.small_workspace import edit, write_export, write_workspace


@pytest.fixture
def root(tmp_path):
    """A small study in a folder of its own, with nothing of other tests beside it."""
    write_workspace(tmp_path / "around" / "root")
    return tmp_path / "around" / "root"


@pytest.fixture
def starter():
    """Pretends to start runs."""
    return Pretended()


@pytest.fixture
def watched(root, starter):
    """A watch over the small study."""
    return Watched(root, starter)


def export_of(root, wave="w1"):
    return root / "data" / "raw" / "small" / f"{wave}.csv"


def test_a_file_that_has_settled_is_taken_and_its_wave_started_once(root, watched, starter):
    """It lies where the study file says, is gone from the inbox, and one run is asked for."""
    path = dropped(root, rows=corrected())
    content = path.read_bytes()

    watched.settle()
    watched.look(after=60)

    assert content == export_of(root).read_bytes()
    assert not path.exists()
    assert [("small", "w1")] == [(errand.study_id, errand.wave) for errand in starter.errands]


def test_a_file_that_grows_is_waited_for(root, watched, starter):
    """However long it takes, nothing is taken while something is added."""
    path = dropped(root)
    for _ in range(3):
        path.write_bytes(path.read_bytes() + b"p98,1,User,,\n")
        assert "may still be written" in watched.look(after=600).waiting[0]["why"]

    assert [] == starter.errands
    assert [{"study": "small", "wave": "w1"}] == [
        {key: entry[key] for key in ("study", "wave")} for entry in watched.look(after=60).taken
    ]


def test_a_file_that_cannot_be_read_yet_waits_and_what_is_there_stays(root, watched, starter):
    """Half an export in the place of a whole one would stop the study."""
    before = export_of(root).read_bytes()
    path = dropped(root, rows=corrected())
    whole = path.read_bytes()
    path.write_bytes(b"ID;WT;ROLE")

    assert "no responses" in watched.settle().waiting[0]["why"]
    assert before == export_of(root).read_bytes()

    path.write_bytes(whole)
    watched.settle()
    assert whole == export_of(root).read_bytes()
    assert 1 == len(starter.errands)


def test_what_cannot_be_read_is_not_read_again_until_something_changes(
    root, watched, starter, caplog
):
    """A large file is not read every half minute; a corrected study file has it read anew."""
    path = dropped(root)
    edit(path, "WORRIES", "FEARS")

    first = watched.settle().waiting
    assert first == watched.look(after=60).waiting
    assert 1 == len([line for line in caplog.messages if "cannot be used" in line])

    edit(root / "configs/studies/small.yaml", "column: WORRIES", "column: FEARS")
    assert [] == watched.look(after=60).waiting
    assert 1 == len(starter.errands)


def test_a_study_file_at_fault_is_waited_for(root, watched):
    """The file is not to blame; it stays where it is."""
    path = dropped(root)
    edit(root / "configs/studies/small.yaml", "weight:", "wieght:")

    assert "did you mean weight" in watched.settle().waiting[0]["why"]
    assert path.is_file()


def test_a_file_waits_for_the_run_that_works_on_its_study(root, watched, starter, workspace):
    """It is taken when that run has ended."""
    dropped(root, rows=corrected())
    watched.look()
    with locked(workspace.interim("small"), fixed_clock):
        assert "under way" in watched.look(after=60).waiting[0]["why"]

    assert 1 == len(watched.look(after=60).taken)
    assert 1 == len(starter.errands)


def test_a_file_that_is_wrong_as_nobody_foresaw_does_not_end_the_watch(
    root, watched, starter, caplog, monkeypatch
):
    """It waits, is not read again, quotes nobody in the log, and others are taken."""

    def fall_over(session, wave, copy):
        if wave == "w1":
            raise LookupError("It saves us time.")

    monkeypatch.setattr("flows.watching.check_export", fall_over)
    dropped(root)
    dropped(root, "small/w2.csv", corrected())

    seen = watched.settle()

    assert "fell over with LookupError" in seen.waiting[0]["why"]
    assert ["w2"] == [entry["wave"] for entry in seen.taken]
    assert "saves" not in caplog.text + str(seen)
    assert seen.waiting == watched.look(after=60).waiting


def test_a_copy_that_a_killed_watch_had_in_hand_does_not_stay(root, watched, workspace):
    """It holds answers, and no name that is in use leads to it."""
    copy = workspace.interim("_inbox", "small") / "w1.csv"
    copy.write_bytes(b"ID;WT;ROLE")

    watched.look()

    assert not copy.exists()


def test_what_is_refused_is_set_aside_once_it_has_settled(root, watched, starter):
    """A wrong name is told where people look, not while the file is still being written."""
    path = dropped(root, "small/w3.csv")
    assert [] == watched.look().refused

    (refused,) = watched.look(after=60).refused

    assert "no such wave" in refused["reason"]
    assert not path.exists()
    assert [] == watched.look(after=60).refused
    assert [] == starter.errands


def test_one_bad_file_does_not_hold_up_the_others(root, watched, starter):
    """A pipe, a link and a folder of wrong names are set aside; the good file is taken."""
    folder = root / "data/inbox/small"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "pipe.csv")
    (folder / "w2.csv").symlink_to("/etc/hostname")
    dropped(root, "unknown/w1.csv")
    dropped(root)

    seen = watched.settle()

    assert 3 == len(seen.refused)
    assert ["w1"] == [entry["wave"] for entry in seen.taken]


def test_a_file_that_is_taken_away_again_is_no_fault(root, watched):
    """Its next coming is its first."""
    dropped(root).unlink()
    dropped(root)
    watched.look()
    (root / "data/inbox/small/w1.csv").unlink()

    assert [] == watched.look(after=60).waiting


def test_two_watches_do_not_look_at_once(watched, workspace):
    """The second is told who looks."""
    with (
        locked(workspace.interim("_inbox"), fixed_clock),
        pytest.raises(WorkspaceError, match="under way"),
    ):
        watched.look()


def test_an_inbox_elsewhere_is_refused_at_the_start(root, starter):
    """Before anything is looked at."""
    (root / "configs/operation.yaml").write_text("inbox: {folder: ../inbox}\n", "utf-8")

    with pytest.raises(StudyConfigError, match=r"inbox\.folder"):
        Watch(open_workspace(root), fixed_clock, starter)


def test_no_copy_is_left_and_what_is_remembered_is_private(root, watched):
    """Copies of exports hold answers; the ledger holds names, ids and times."""
    dropped(root, rows=corrected())
    watched.settle()

    files = {path for path in (root / "data/interim/_inbox").rglob("*") if path.is_file()}
    assert {".lock", "ledger.json"} == {path.name for path in files}
    assert b"now that it works" not in b"".join(path.read_bytes() for path in files)
    assert 0o700 == (root / "data/interim/_inbox").stat().st_mode & 0o777


def test_logs_name_no_column_and_no_foreign_file(root, watched, caplog):
    """Names of columns may tell what was asked, names of files whom."""
    caplog.set_level(logging.INFO)
    edit(dropped(root), "WORRIES", "SECRET")
    dropped(root, "small/mary_smith.csv")

    seen = watched.settle()

    assert "WORRIES" in seen.waiting[0]["why"]
    assert caplog.messages
    assert not any(w in text for text in caplog.messages for w in ("WORRIES", "SECRET", "mary"))


@pytest.mark.parametrize("number", range(1, 26))
def test_a_look_that_breaks_off_anywhere_loses_nothing(
    root, watched, starter, monkeypatch, number
):
    """Whichever step the disk fails at: in the end the file is there, and one run asked for."""
    content = dropped(root, rows=corrected()).read_bytes()
    watched.look()
    monkeypatch.setattr("flows.durable._passed", iter(range(1, 10_000)))
    monkeypatch.setenv(FAILPOINT, f"ENOSPC:{number}")
    with suppress(WorkspaceError):
        watched.look(after=60)
    before = export_of(root).read_bytes()
    monkeypatch.delenv(FAILPOINT)

    watched.look(after=60)

    assert before in (content, export_of(root).read_bytes()) or b"now that" not in before
    assert content == export_of(root).read_bytes()
    assert not (root / "data/inbox/small/w1.csv").exists()
    assert 1 == len({errand.key for errand in starter.errands})


def test_a_correction_of_a_correction_is_taken_too(root, watched, starter):
    """Each content has a run of its own, and the one between is kept."""
    for text in ("It saves us time, I think.", "It saves us time, I know."):
        rows = corrected()
        dropped(root, rows=[(*rows[0][:3], text, ""), *rows[1:]])
        watched.settle()

    assert 2 == len({errand.key for errand in starter.errands})
    kept = b"".join(path.read_bytes() for path in (root / "data/raw/small/w1").iterdir())
    assert b"I think" in kept
    assert b"I know" in export_of(root).read_bytes()


def test_an_export_of_several_waves_has_all_of_them_looked_at(root, watched, starter):
    """Where waves share a file, the run does whatever has changed."""
    edit(root / "configs/studies/small.yaml", "small/w2.csv", "small/w1.csv")
    write_export(root / "data/inbox/small/w2.csv", corrected())

    watched.settle()

    assert [("small", "")] == [(errand.study_id, errand.wave) for errand in starter.errands]


@pytest.mark.slow
def test_hostile_names_lead_nowhere(root, watched, starter, bad_input):
    """Whatever a folder or a file is called, it is set aside, and nothing else is touched."""
    lines = (bad_input / "made/config/study_names.txt").read_text("utf-8").split("\n")
    lines = [line for line in lines if "/" not in line and len(line.encode()) < 250]
    names = [name for name in lines if name and name[0] not in ".~"]
    for name in names:
        dropped(root, f"{name}/w1.csv")
        dropped(root, f"small/{name}.csv")
    watched.look()
    before = elsewhere(root)

    seen = watched.look(after=60)

    assert 2 * len(names) == len(seen.refused) > 40
    assert all(entry["reason"].isprintable() for entry in seen.refused)
    assert before == elsewhere(root)
    assert [] == starter.errands


def elsewhere(root):
    """What lies around the inbox and its memory, with its content."""
    return {
        path: path.read_bytes()
        for path in root.parent.rglob("*")
        if path.is_file() and not {"inbox", "_inbox"} & set(path.parts)
    }
