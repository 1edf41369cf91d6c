"""Commands about what a study was: why it would run, an earlier version, what is kept of it."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli_words import AsJson, Root, StudyName, opened, say

part = typer.Typer()


@part.command()
def why(
    study: StudyName,
    stage: Annotated[
        str,
        typer.Argument(
            metavar="STAGE",
            help="prepare, embed, code, tag, find-candidates, estimate, publish or report.",
        ),
    ],
    wave: Annotated[str | None, typer.Option(help="Only this wave.")] = None,
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Say whether a stage would run again, and which of the things it takes has changed.

    Example: `openends why genai_open_strategies code --wave 2026-01`
    """
    from flows.why import why as look

    say(as_json, lambda: look(opened(root, study), stage, wave))


@part.command()
def rollback(
    study: StudyName,
    wave: Annotated[
        str | None,
        typer.Argument(metavar="WAVE", help="Left out: the report, and each wave it shows."),
    ] = None,
    forward: Annotated[
        bool, typer.Option("--forward", help="Take the rollback back instead.")
    ] = False,
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Show the version before again; it stays until something changes, or until `--forward`.

    Example: `openends rollback genai_open_strategies`
    """
    from flows import rolling_back

    def work() -> dict[str, object]:
        session = opened(root, study)
        return rolling_back.forward(session) if forward else rolling_back.back(session, wave)

    say(as_json, work)


@part.command()
def prune(
    study: Annotated[
        str | None, typer.Argument(metavar="STUDY", help="Left out: all studies.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be deleted, and delete nothing.")
    ] = False,
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Delete what no study needs any more; never anything of a study that is running.

    Example: `openends prune genai_open_strategies --dry-run`
    """
    from flows.pruning import prune as tidy
    from flows.workspace import open_workspace

    say(as_json, lambda: tidy(open_workspace(root), study, dry_run))


@part.command()
def forget(
    study: StudyName,
    respondent: Annotated[
        str,
        typer.Argument(
            metavar="RESPONDENT",
            help="Their id, as delivered or as published; `-` reads it from standard input.",
        ),
    ],
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Remove a person from everything that is kept or published, and prove it.

    Example: `openends forget genai_open_strategies p0123456789abcdef`
    """
    from flows.forgetting import forget as remove

    person = typer.get_text_stream("stdin").readline().strip() if respondent == "-" else respondent
    say(as_json, lambda: remove(opened(root, study), person))
