"""The commands around Prefect's server."""

from pathlib import Path

import typer

from flows.cli_words import AsJson, Root, say

part = typer.Typer()


@part.command()
def serve(root: Root = Path()) -> None:
    """Run Prefect's server, a worker and all schedules on this machine until stopped.

    It listens at 127.0.0.1:4200, unless configs/operation.yaml says otherwise, and asks for the
    name and password in data/private/prefect.auth. Whatever of it ends is started again.

    Example: `openends serve`
    """
    from flows.serving import serve as keep_running
    from flows.workspace import open_workspace

    keep_running(open_workspace(root), lambda line: typer.echo(line, err=True))


@part.command()
def deploy(root: Root = Path(), as_json: AsJson = False) -> None:
    """Tell Prefect's server what configs/prefect.yaml says; `serve` does so by itself.

    Example: `openends deploy`
    """
    from flows.server_access import reach_server
    from flows.workspace import open_workspace

    workspace = open_workspace(root)
    reach_server(workspace)
    from flows.deploying import deploy as tell_server

    say(as_json, lambda: tell_server(workspace))
