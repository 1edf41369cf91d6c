import os
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from flows import triggering
from flows.watching import Watch
from nlp.contracts.errors import SourceDataError, StudyConfigError, WorkspaceError
from tests.conftest import ROOT
from tests.fakes import fixed_clock
from tests.shell.small_inbox import OPERATION, Pretended, Watched, corrected, dropped
from tests.shell.small_workspace import edit


def answered(**more):
    """An answer of a look at which nothing else happened."""
    empty = ("taken", "started", "ended", "waiting", "refused", "not_started")
    return {"inbox": "data/inbox", "outcome": "looked", **{key: [] for key in empty}, **more}


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        ({}, 0),
        ({"waiting": [{}]}, 0),
        ({"refused": [{}]}, 3),
        ({"not_started": [{}], "refused": [{}]}, 4),
    ],
)
def test_the_exit_code_says_whose_move_it_is(seen, code):
    """A refused file is its sender's move, a run that cannot be started the operator's."""
    assert code == triggering.exit_code(answered(**seen))


def test_a_look_is_told_with_its_reasons(root, workspace):
    """Whoever asks is told why a file waits, and where a refused one lies."""
    watched = Watched(root, Pretended())
    edit(dropped(root), "WORRIES", "FEARS")
    dropped(root, "small/w9.csv")
    watched.look()
    watched.clock.seconds = 60

    answer = triggering.one_look(Watch(workspace, watched.clock, watched.starter))
    words = triggering.look_in_words(answer)

    assert "small/w1.csv: waits, for" in words
    assert "WORRIES" in words
    assert "no such wave" in words


def test_an_empty_inbox_is_told(root, workspace):
    """A look that finds nothing says so."""
    answer = triggering.one_look(Watch(workspace, fixed_clock, Pretended()))

    assert "nothing there" == answer["outcome"]
    assert triggering.look_in_words(answer).endswith("nothing to take.")


def test_lines_of_a_long_watch_name_no_column(root):
    """They may stand in the log of a service, where reasons do not belong."""
    watched = Watched(root, Pretended())
    edit(dropped(root), "WORRIES", "FEARS")
    dropped(root, "small/w2.csv", corrected())

    lines = triggering.in_words(watched.settle())

    assert ["small w2: taken", "small w2: started, run run-1"] == lines


def test_a_wave_that_is_not_there_cannot_be_asked_for(session, root):
    """The mistake is told before the server is asked."""
    with pytest.raises(StudyConfigError, match="unknown wave"):
        triggering.submit(session, "w3", "all", redo=False)
    (root / "data/raw/small/w1.csv").unlink()
    with pytest.raises(SourceDataError, match="deliver the export"):
        triggering.submit(session, "w1", "all", redo=False)


def test_a_run_that_does_less_is_not_the_one_that_does_all(session, monkeypatch):
    """Who had a wave coded and wants its report too gets another run; asked twice, the same."""
    keys = []

    class Noting:
        def submit(self, errand):
            keys.append(errand.key)
            return SimpleNamespace(id="run", state=None)

    monkeypatch.setattr(triggering, "_by_prefect", lambda workspace: Noting())
    for stages in ("code", "all", "all"):
        triggering.submit(session, "w1", stages, redo=False)

    assert 2 == len(set(keys))
    assert keys[1] == keys[2]
    assert f"{keys[1]}:code" == keys[0]


def test_without_a_server_the_watch_says_what_to_do(workspace):
    """No server of its own is started for a watch."""
    with pytest.raises(WorkspaceError, match="openends serve"):
        triggering.starter(workspace, direct=False)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_watch_ends_when_asked(root, number):
    """At once, with exit code 0 and no traceback."""
    (root / "configs/operation.yaml").write_text(OPERATION, "utf-8")
    start = "from flows.cli import main; main()"
    words = ["watch", "--direct", "--root", str(root)]
    with subprocess.Popen(
        [sys.executable, "-u", "-c", start, *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline().startswith("Watching ")
        time.sleep(0.2)
        os.kill(process.pid, number)
        _, errors = process.communicate(timeout=60)

    assert (0, "") == (process.returncode, errors)
