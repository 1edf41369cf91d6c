import json

import pytest
from typer.testing import CliRunner

from flows.cli import app
from tests.shell.small_workspace import edit


def invoke(root, *words, **how):
    return CliRunner().invoke(app, [*words, "--root", str(root)], **how)


def test_why_is_a_table_for_people_and_an_object_for_scripts(finished, root):
    """
    Each stage is a line that says whether it would run and because of what.
    """
    edit(root / "configs" / "codebooks" / "small.yaml", "saves us time]", "saves time]")

    shown = invoke(root, "why", "small", "code", "--wave", "w1")
    answer = json.loads(invoke(root, "why", "small", "code", "--wave", "w1", "--json").stdout)

    assert "w1 code runs codebook" in [
        " ".join(line.split()) for line in shown.stdout.splitlines()
    ]
    assert ["code", "explain_uncovered"] == [stage["stage"] for stage in answer["stages"]]


def test_prune_tells_what_it_would_do(finished, root):
    """
    With --dry-run people are told that nothing was deleted.
    """
    (root / "outputs" / "small" / ".w1.4999999.7").touch()

    shown = invoke(root, "prune", "--dry-run").stdout

    assert "This could go; nothing was deleted." in shown
    assert "leftovers of runs that were killed: 1 files, 0 bytes" in shown


@pytest.mark.parametrize("words", [("p99999",), ("-",)], ids=["argument", "standard input"])
def test_an_id_may_come_by_standard_input(root, words):
    """
    An id need not stand in the history of a shell; it is told in no message.
    """
    shown = invoke(root, "forget", "small", *words, input="p99999\n")

    assert "nobody has this id" in str(shown.exception)
    assert "p99999" not in str(shown.exception)


def test_rollback_goes_both_ways(finished, root):
    """
    Without a version before, and with nothing taken back, the command says so.
    """
    assert "no version before" in str(invoke(root, "rollback", "small", "w1").exception)
    assert "nothing is rolled back" in str(
        invoke(root, "rollback", "small", "--forward").exception
    )
