import json
import shutil

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.publishing import differences
from tests.conftest import ROOT
from tests.shell.small_inbox import corrected, dropped
from tests.shell.test_cli import command


@pytest.mark.parametrize("verb", ["watch", "submit"])
def test_each_verb_explains_itself_with_an_example(verb):
    """The help of a verb says what it does and shows a line that can be copied."""
    shown = CliRunner().invoke(app, [verb, "--help"])

    assert 0 == shown.exit_code
    assert f"Example: openends {verb}" in " ".join(shown.output.split()).replace("`", "")


def test_two_looks_take_a_file_and_run_its_wave_here(root):
    """
    By cron and without a server: the second look takes the file, and the run it starts is told of.

    The small study's weights are invented, so the run says what is missing, and is tried again.
    """
    (root / "configs/operation.yaml").write_text("inbox: {settled_seconds: 0}\n", "utf-8")
    dropped(root)
    words = ("watch", "--once", "--direct", "--json", "--root", root)

    first, second = command(*words), command(*words)

    assert ["small/w1.csv"] == [entry["file"] for entry in json.loads(first.stdout)["waiting"]]
    answer = json.loads(second.stdout)
    assert (0, ["w1"]) == (second.returncode, [entry["wave"] for entry in answer["taken"]])
    assert ["exit 4"] == [entry["run"] for entry in answer["started"]]


def test_a_refused_file_is_told_by_the_exit_code(root):
    """A script that looks every few minutes can tell its operator."""
    (root / "configs/operation.yaml").write_text("inbox: {settled_seconds: 0}\n", "utf-8")
    dropped(root, "small/w7.csv")
    words = ("watch", "--once", "--direct", "--root", root)

    assert [0, 3] == [command(*words).returncode for _ in range(2)]


@pytest.mark.model
@pytest.mark.slow
def test_a_dropped_file_is_published_by_the_look_that_takes_it(root):
    """
    Without any server: what was dropped is coded and published, and the entry closed.
    """
    shutil.copy(ROOT / "configs" / "models.yaml", root / "configs")
    (root / "configs/operation.yaml").write_text("inbox: {settled_seconds: 0}\n", "utf-8")
    dropped(root, rows=corrected())
    words = ("watch", "--once", "--direct", "--json", "--root", root)

    command(*words)
    done = command(*words)

    ended = [(entry["wave"], entry["outcome"]) for entry in json.loads(done.stdout)["ended"]]
    assert [("w1", "done")] == ended
    assert differences(root / "outputs" / "small" / "w1") == []


def test_a_report_of_one_wave_cannot_be_asked_for():
    """It is over all waves, and that is said before any server is asked."""
    shown = CliRunner().invoke(app, ["submit", "small", "w1", "--stages", "report"])

    assert 2 == shown.exit_code
    assert "leave WAVE out" in shown.output
