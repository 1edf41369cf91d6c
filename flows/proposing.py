"""`openends init`: look at an export, and write a study file for people to correct."""

from contextlib import suppress
from dataclasses import dataclass
from os.path import relpath
from pathlib import Path
from typing import Any

from flows.durable import write_whole
from flows.exports import TEXTS, WORKBOOKS, read_export, suffix_of
from flows.exports.peeking import peek
from flows.study_text import study_text
from flows.workspace import Workspace
from nlp.contracts.errors import SourceDataError, StudyConfigError
from nlp.contracts.raw import RawExport
from nlp.contracts.study import UNRECOGNISED, ExportLayout, Study, parse_study
from nlp.intake.answers import read_answers
from nlp.intake.identities import shield, suspects
from nlp.intake.proposing import (
    ROWS_LOOKED_AT,
    Guess,
    Start,
    find_header,
    layout_guess,
    long_layout,
    name_from,
    propose,
    study_to_widen,
)
from nlp.intake.recoding import recode
from nlp.intake.records import sort_out
from nlp.intake.reshaping import widen
from nlp.intake.responses import read_responses

_A_WAVE = "w1"
_MOST_HEADER_ROWS = 5


@dataclass(frozen=True)
class Look:
    """An export that was read by what it looks like, and why it was read so."""

    export: RawExport
    layout: ExportLayout
    guess: Guess


@dataclass(frozen=True)
class Wanted:
    """What the person who starts a study asks for; what is left out is guessed."""

    study: str | None = None
    wave: str | None = None
    sheet: str | None = None
    replace: bool = False


def init(workspace: Workspace, path: Path, wanted: Wanted) -> dict[str, Any]:
    """Write a study file for the export at *path*, and answer what it proposes."""
    study_id = name_from(wanted.study or path.name.split(".")[0])
    target = workspace.studies / f"{study_id}.yaml"
    if target.exists() and not wanted.replace:
        raise StudyConfigError(
            f"{target} is there already; name another with --study, or overwrite it with --replace"
        )
    wave = name_from(wanted.wave) if wanted.wave else None
    title = study_id.replace("_", " ").replace("-", " ").capitalize()
    start = Start(study_id, title, _source(workspace, path), wave)
    look = look_at(path, wanted.sheet)
    proposal = propose(look.export, look.guess, start)
    study = parse_study(proposal.settings(), target.name)
    counts = {name: try_out(look.export, study, name) for name in study.waves}
    write_whole(target, study_text(proposal, path.name))
    return {
        "study": study_id,
        "outcome": "proposed",
        "file": str(target),
        "looks_like": proposal.profile,
        "waves": counts,
        "questions": {
            "open": len(proposal.open_questions),
            "closed": len(proposal.closed_questions),
            "grids": len(proposal.grids),
            "columns left out": len(proposal.left_out),
        },
        "sure?": proposal.unsure,
        "next": f"correct {target.name}, then `openends check {study_id}`",
    }


def look_at(path: Path, sheet: str | None) -> Look:
    """Return the export at *path*, read by what it looks like."""
    layout, because = _layout_of(path, sheet)
    export = read_export(path, layout)
    long = long_layout(export)
    if long is None:
        return Look(export, layout, layout_guess(layout, because))
    layout = layout.model_copy(update={"long": long[0]})
    because.append("one row per answer: its questions become columns, named by their text")
    export = widen(export, study_to_widen(layout, long[1], _A_WAVE), _A_WAVE)
    return Look(export, layout, layout_guess(layout, because))


def try_out(export: RawExport, study: Study, wave: str) -> dict[str, int]:
    """Return what stands in *wave*, counted: a proposal that cannot be read is none."""
    shielded = shield(export, study, wave, b"")
    delivered = sort_out(shielded, study, wave)
    answers = recode(read_answers(delivered, study, wave), study.closed_questions)
    responses = read_responses(delivered, answers, study, wave)
    return {
        "rows": len(export),
        "respondents": len(delivered.accepted),
        "answers in free words": int((responses["verbatim"].str.strip() != "").sum()),
        "options chosen": int((~answers["missing"]).sum()),
        "unrecognised": int((answers["option"] == UNRECOGNISED).sum()),
        "columns that look identifying": len(suspects(export, study, wave)),
    }


def _layout_of(path: Path, sheet: str | None) -> tuple[ExportLayout, list[str]]:
    """Return how the file is laid out, as far as it does not say so itself, and why."""
    suffix = suffix_of(path)
    settings: dict[str, object] = {"sheet": sheet}
    because: list[str] = []
    if suffix in TEXTS:
        seen = peek(path, ROWS_LOOKED_AT)
        because += seen.why
        rows = list(seen.rows)
        settings |= {"encoding": seen.encoding, "delimiter": seen.delimiter}
    elif suffix in WORKBOOKS:
        rows = _rows_of_workbook(path, sheet)
    else:
        return ExportLayout(), because
    found = find_header(rows)
    if found.holds_answers:
        raise SourceDataError(
            f"{path.name}: row {found.skip_rows + 1}: expected names of columns, found what looks "
            "like the answers below it; export it again with its header, or write one above"
        )
    settings |= {"skip_rows": found.skip_rows, "header_rows": found.header_rows}
    return ExportLayout.model_validate(settings), [*because, *found.because]


def _rows_of_workbook(path: Path, sheet: str | None) -> list[tuple[str, ...]]:
    """Return the first rows of a sheet, a title above its table included."""

    def rows(header_rows: int) -> list[tuple[str, ...]]:
        whole = read_export(path, ExportLayout(sheet=sheet, header_rows=header_rows))
        return [*whole.header, *(record.cells for record in whole.records[:ROWS_LOOKED_AT])]

    for header_rows in range(1, _MOST_HEADER_ROWS):
        with suppress(SourceDataError):
            return rows(header_rows)
    return rows(_MOST_HEADER_ROWS)


def _source(workspace: Workspace, path: Path) -> str:
    """Return *path* as the study file names it: from the project's root where it is near."""
    whole = path.resolve()
    if whole.is_relative_to(workspace.root.parent):
        return Path(relpath(whole, workspace.root)).as_posix()
    return whole.as_posix()
