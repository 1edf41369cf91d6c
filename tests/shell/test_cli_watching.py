import json

from typer.testing import CliRunner

from flows.cli import app
from tests.shell.noted import note


def invoke(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_history_is_a_table_for_people_and_objects_for_scripts(root, session):
    """
    The runs of a study, the latest last.
    """
    note(session, "run", "unchanged")
    note(session, "run", "skipped", 4)

    shown = invoke("history", "small", "--root", root)
    told = json.loads(invoke("history", "small", "--root", root, "--json").stdout)

    assert 0 == shown.exit_code
    assert "skipped" in shown.stdout
    assert ["unchanged", "skipped"] == [run["outcome"] for run in told["runs"]]


def test_history_of_a_study_that_never_ran_is_empty(root):
    """
    Nothing has run, and that is no error.
    """
    assert 0 == invoke("history", "small", "--root", root).exit_code


def test_metrics_are_printed_for_one_study_or_all(root, session):
    """
    What is printed ends as OpenMetrics asks for.
    """
    note(session, "run", "unchanged")

    one, every = invoke("metrics", "small", "--root", root), invoke("metrics", "--root", root)

    assert one.stdout == every.stdout
    assert 'openends_run_outcome{study="small",outcome="unchanged"} 1' in one.stdout
    assert one.stdout.endswith("# EOF\n")


def test_metrics_of_an_unknown_study_are_refused(root):
    """
    A misspelt name is no study without runs.
    """
    assert "unknown study 'smal'" in str(invoke("metrics", "smal", "--root", root).exception)
