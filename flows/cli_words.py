"""What the commands of `openends` have in common: their words, a study opened, an answer told."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from flows.session import Session

StudyName = Annotated[
    str, typer.Argument(metavar="STUDY", help="Name of a file in configs/studies.")
]
WaveName = Annotated[str, typer.Argument(metavar="WAVE", help="A wave of the study.")]
Root = Annotated[Path, typer.Option(help="The project's folder, which holds configs/.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object, for scripts.")]
NoPrefect = Annotated[
    bool, typer.Option("--no-prefect", help="Run the same steps directly, without Prefect.")
]


def opened(root: Path, study_id: str) -> "Session":
    """Return the study of that name, in the project at *root*."""
    from flows.clock import now
    from flows.session import open_session
    from flows.workspace import open_workspace

    return open_session(open_workspace(root), study_id, now)


def say(as_json: bool, command: Callable[[], dict[str, Any]]) -> None:
    """Run *command* and print what it answers, for people or for scripts."""
    from flows import progress

    begun = time.monotonic()
    with progress.shown(sys.stderr.isatty() and not as_json):
        answer = command()
    answer["seconds"] = round(time.monotonic() - begun, 1)
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
        return
    from flows.answers import in_words

    typer.echo(in_words(answer))
