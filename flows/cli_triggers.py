"""The commands that start runs: on what is dropped into the inbox, or asked for by name."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from flows.cli_words import AsJson, Root, StudyName, opened, say

part = typer.Typer()

Direct = Annotated[bool, typer.Option("--direct", help="Run it here, without a Prefect server.")]


@part.command()
def watch(
    once: Annotated[
        bool, typer.Option("--once", help="Look once, and say what was found.")
    ] = False,
    direct: Direct = False,
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Take the exports that are dropped into the inbox, and start the runs of their waves.

    An export is dropped as `data/inbox/<study>/<wave>.csv`. It is taken when it has stayed as it
    is for a while and can be read. With --once that takes two looks: call it every few minutes.

    Example: `openends watch --once --direct`
    """
    from flows import triggering
    from flows.workspace import open_workspace

    workspace = open_workspace(root)
    watching = triggering.watch_over(workspace, triggering.starter(workspace, direct))
    if not once:
        triggering.keep_watch(watching, typer.echo)
        return
    answer = triggering.one_look(watching)
    typer.echo(json.dumps(answer) if as_json else triggering.look_in_words(answer))
    raise typer.Exit(triggering.exit_code(answer))


@part.command()
def submit(
    study: StudyName,
    wave: Annotated[
        str | None, typer.Argument(metavar="WAVE", help="Left out: whatever is new or changed.")
    ] = None,
    stages: Annotated[
        Literal["all", "code", "report"], typer.Option(help="Coding, the report, or both.")
    ] = "all",
    redo: Annotated[
        bool, typer.Option("--redo", help="Even if nothing changed, or was asked for before.")
    ] = False,
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Ask the Prefect server for a run; asking twice for the same export is one run.

    Example: `openends submit genai_open_strategies 2026-01`
    """
    from flows import triggering

    if wave and stages == "report":
        raise typer.BadParameter("the report is over all waves: leave WAVE out")
    say(as_json, lambda: triggering.submit(opened(root, study), wave, stages, redo))
