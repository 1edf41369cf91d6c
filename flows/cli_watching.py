"""The commands that tell how the runs went."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli_words import AsJson, Root, StudyName, opened, say

part = typer.Typer()


@part.command()
def history(
    study: StudyName,
    last: Annotated[int, typer.Option(min=1, help="How many of the latest.")] = 20,
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """List the runs of a study: when, how long, with what outcome, and what held it back.

    Example: `openends history genai_open_strategies --last 5`
    """
    from flows.run_history import list_history

    say(as_json, lambda: list_history(opened(root, study), last))


@part.command()
def metrics(
    study: Annotated[
        str | None, typer.Argument(metavar="STUDY", help="Left out: all studies.")
    ] = None,
    root: Root = Path(),
) -> None:
    """Print figures for a monitor, as OpenMetrics text: last success, rows, health.

    Example: `openends metrics genai_open_strategies`
    """
    from flows import metrics as figures
    from flows.workspace import open_workspace

    workspace = open_workspace(root)
    if study is not None:
        workspace.study_file(study)
    studies = workspace.study_ids if study is None else [study]
    typer.echo(figures.metrics(workspace, studies), nl=False)
