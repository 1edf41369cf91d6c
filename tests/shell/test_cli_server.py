from typer.testing import CliRunner

from flows.cli import app
from nlp.contracts.errors import WorkspaceError


def test_deployments_are_told_to_a_server_that_is_known(root):
    """
    Where none ever was, the message says how to start one, and nothing is made.
    """
    told = CliRunner().invoke(app, ["deploy", "--root", str(root)])

    assert isinstance(told.exception, WorkspaceError)
    assert "start one with `openends serve`" in str(told.exception)
    assert not (root / "data" / "private").exists()


def test_a_server_is_started_in_a_project_alone(tmp_path):
    """
    Elsewhere nothing is made: the message says what is missing.
    """
    told = CliRunner().invoke(app, ["serve", "--root", str(tmp_path)])

    assert "no folder configs/studies" in str(told.exception)
    assert [] == list(tmp_path.iterdir())
