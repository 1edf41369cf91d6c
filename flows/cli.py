"""The `openends` command: words in, exit code out."""

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from flows import cli_server, cli_triggers, cli_versions, cli_watching
from flows.cli_words import AsJson, NoPrefect, Root, StudyName, WaveName, opened, say
from flows.stopping import leave_when_told
from flows.structured_logs import announce
from flows.surroundings import LOG, prepare_surroundings, said_by_a_person
from flows.unforeseen import in_words
from nlp.contracts.errors import OpenEndsError, StageFailed, WorkspaceError

app = typer.Typer(
    name="openends",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_show_locals=False,  # locals hold answers
)


@app.callback()
def begin(
    log: Annotated[
        Literal["words", "json"] | None,
        typer.Option(help="How to log on standard error; left out, as OPENENDS_LOG says."),
    ] = None,
) -> None:
    """Open-ended survey answers: themes, mentions and weighted estimates, wave after wave."""
    from flows import structured_logs

    said = log or said_by_a_person(LOG) or "words"
    structured_logs.begin("json" if said == "json" else "words")


@app.command()
def run(
    study: StudyName,
    wave: Annotated[str | None, typer.Option(help="Only this wave.")] = None,
    no_prefect: NoPrefect = False,
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Code whatever is new or changed, then make the report: the nightly verb.

    Example: `openends run genai_open_strategies`
    """
    from flows import commands

    say(as_json, lambda: commands.run(opened(root, study), wave, no_prefect))


@app.command()
def check(study: StudyName, root: Root = Path(), as_json: AsJson = False) -> None:
    """Say whether study file, codebook, lexicons, models and exports are in order; run nothing.

    Example: `openends check genai_open_strategies`
    """
    from flows import commands

    say(as_json, lambda: commands.check(opened(root, study)))


@app.command()
def init(  # noqa: PLR0913  (each is an option of the command line)
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An export, as delivered.")],
    study: Annotated[
        str | None, typer.Option(help="The study's name; left out, that of the file.")
    ] = None,
    wave: Annotated[
        str | None, typer.Option(help="The wave's name; left out, what the file says.")
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="The sheet of a workbook.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite a study file.")] = False,
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Look at an export and write a study file for it, with reasons, for people to correct.

    Example: `openends init data/raw/survey_2026.csv --study genai_open_strategies --wave 2026-01`
    """
    from flows import proposing
    from flows.workspace import open_workspace

    wanted = proposing.Wanted(study, wave, sheet, replace)
    say(as_json, lambda: proposing.init(open_workspace(root), file, wanted))


@app.command()
def propose_codebook(
    study: StudyName,
    wave: Annotated[
        str | None, typer.Argument(metavar="WAVE", help="Left out: all waves.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Overwrite an earlier draft.")
    ] = False,
    no_prefect: NoPrefect = False,
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Find topics and write a codebook draft for people to edit.

    Example: `openends propose-codebook genai_open_strategies 2025-01`
    """
    from flows import commands

    say(as_json, lambda: commands.propose(opened(root, study), wave, replace, no_prefect))


@app.command()
def code_wave(
    study: StudyName,
    wave: WaveName,
    no_prefect: NoPrefect = False,
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Code one wave with the study's current codebook, changed or not.

    Example: `openends code-wave genai_open_strategies 2026-01`
    """
    from flows import commands

    say(as_json, lambda: commands.code_wave(opened(root, study), wave, no_prefect))


@app.command()
def report(
    study: StudyName, no_prefect: NoPrefect = False, root: Root = Path(), as_json: AsJson = False
) -> None:
    """Make the report over all waves again; waves that changed are coded first.

    Example: `openends report genai_open_strategies`
    """
    from flows import commands

    say(as_json, lambda: commands.report(opened(root, study), no_prefect))


@app.command()
def status(study: StudyName, root: Root = Path(), as_json: AsJson = False) -> None:
    """Say which waves are new, changed or current, and what changed.

    Example: `openends status genai_open_strategies`
    """
    from flows import commands

    say(as_json, lambda: commands.status(opened(root, study)))


@app.command()
def impact(study: StudyName, root: Root = Path(), as_json: AsJson = False) -> None:
    """Say which codes, mentions and shares move by codebook and lexicons as they are now.

    Decisions and edits by hand count from the next run on; this tells beforehand what they do, and
    changes nothing. With --json it names every response that gains or loses something.

    Example: `openends impact genai_open_strategies`
    """
    from flows import commands

    say(as_json, lambda: commands.impact(opened(root, study)))


@app.command()
def verify(
    study: StudyName,
    derive_again: Annotated[
        bool,
        typer.Option("--rederive", help="Code every wave again, and compare."),
    ] = False,
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Say whether every published file is still, byte for byte, what its manifest says.

    Example: `openends verify genai_open_strategies --rederive`
    """
    from flows import commands

    say(as_json, lambda: commands.verify(opened(root, study), derive_again))


@app.command()
def deliveries(
    study: StudyName,
    wave: Annotated[
        str | None, typer.Argument(metavar="WAVE", help="Left out: all waves.")
    ] = None,
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """List the exports that were read, and what each changed: who was added, removed, corrected.

    Example: `openends deliveries genai_open_strategies 2025-01`
    """
    from flows.deliveries import list_deliveries

    say(as_json, lambda: list_deliveries(opened(root, study), wave))


@app.command()
def wordings(
    study: StudyName,
    question: Annotated[str | None, typer.Option(help="Only this question.")] = None,
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """List how each wave put its questions, and which waves may therefore be compared.

    Example: `openends wordings genai_open_strategies`
    """
    from flows.wordings import list_wordings

    say(as_json, lambda: list_wordings(opened(root, study), question))


@app.command()
def explain(
    study: StudyName,
    response: Annotated[
        str, typer.Argument(metavar="RESPONSE_ID", help="From a published table.")
    ],
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Show a response as the last run saw it: units, mentions, themes, and what decided each.

    Example: `openends explain genai_open_strategies r0123456789abcdef`
    """
    from flows import explained, explaining

    answer = explaining.explain(opened(root, study), response)
    typer.echo(json.dumps(answer, ensure_ascii=False) if as_json else explained.in_words(answer))


@app.command()
def evaluate(  # noqa: PLR0913  (the options of a command)
    what: Annotated[Literal["mentions"], typer.Argument(metavar="WHAT", help="`mentions`.")],
    gold: Annotated[Path, typer.Option(help="Coded answers, one JSON object a line.")],
    study: Annotated[
        str | None, typer.Option(help="By the settings of this study; left out, the defaults.")
    ] = None,
    no_question: Annotated[bool, typer.Option("--no-question", help="As if not asked.")] = False,
    calibrate: Annotated[bool, typer.Option("--calibrate", help="Hold out people.")] = False,
    by_question: Annotated[bool, typer.Option("--by-question", help="Or questions.")] = False,
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Measure on coded answers how well mentions are found.

    Example: `openends evaluate mentions --gold coded_answers.jsonl --study genai_open_strategies`
    """
    from flows import calibrating, evaluating, scores
    from flows.workspace import open_workspace

    session = evaluating.session_for(open_workspace(root), study)
    if calibrate or by_question:
        answer = calibrating.evaluate_calibrated(session, gold, not no_question, by_question)
    else:
        answer = evaluating.evaluate_mentions(session, gold, not no_question)
    # no seconds: the same answers give the same object, byte for byte
    typer.echo(json.dumps(answer, ensure_ascii=False) if as_json else scores.in_words(answer))


app.add_typer(cli_server.part)
app.add_typer(cli_triggers.part)
app.add_typer(cli_versions.part)
app.add_typer(cli_watching.part)


def main() -> None:
    """Run the command; our own errors end with their exit code, others without their words."""
    prepare_surroundings()
    leave_when_told()
    try:
        app()
    except OpenEndsError as error:
        announce(str(error), failed=True, error=type(error).__name__, exit_code=error.exit_code)
        sys.exit(error.exit_code)
    except MemoryError:  # outside of a step, such as while a library is loaded
        typer.echo("Memory ran out before the work began; give it more, run again.", err=True)
        sys.exit(WorkspaceError.exit_code)
    except Exception as error:  # its message may quote answers, and a traceback shows it
        typer.echo(in_words(error), err=True)
        sys.exit(StageFailed.exit_code)
