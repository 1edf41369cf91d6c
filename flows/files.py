"""Studies, codebooks and lexicons in, read and checked against each other; texts out, whole."""

import csv
from pathlib import Path

from flows.workspace import ALL_WAVES, Workspace
from flows.yaml_files import read_yaml
from nlp.contracts.codebook import Codebook, check_against_study, parse_codebook
from nlp.contracts.cues import Cues, parse_cues
from nlp.contracts.decisions import Ledger, parse_ledger
from nlp.contracts.errors import CodebookError, StudyConfigError, listed
from nlp.contracts.examples import COLUMNS, CodedExample, parse_examples
from nlp.contracts.lexicon import Lexicon, combine, parse_lexicon
from nlp.contracts.operation import Operation, parse_operation
from nlp.contracts.settings import did_you_mean
from nlp.contracts.study import Study, parse_study
from nlp.themes.deciding import replay


def read_study(workspace: Workspace, study_id: str) -> Study:
    """Return the study of that name, or raise StudyConfigError naming every problem."""
    path = workspace.study_file(study_id)
    study = parse_study(read_yaml(path, StudyConfigError), path.name)
    if study.study_id != path.stem:
        raise StudyConfigError(f"{path.name}: study_id is {study.study_id}, not {path.stem}")
    if ALL_WAVES in study.waves:
        raise StudyConfigError(f"{path.name}: no wave may be called {ALL_WAVES}")
    return study


def read_operation(workspace: Workspace) -> Operation:
    """Return how the project is run: by its file, or as it comes."""
    path = workspace.operation_file
    if not path.is_file():
        return Operation()
    return parse_operation(read_yaml(path, StudyConfigError), path.name)


def known_wave(study: Study, wave: str) -> str:
    """Return *wave*, or raise StudyConfigError naming the waves of the study."""
    if wave not in study.waves:
        raise StudyConfigError(
            f"unknown wave {wave!r} of {study.study_id}; {did_you_mean(wave, study.waves)}"
        )
    return wave


def codebook_path(workspace: Workspace, study_id: str) -> Path | None:
    """Return the codebook that people agreed on, else the draft, else None."""
    candidates = (workspace.codebook_file(study_id), workspace.draft_file(study_id))
    return next((path for path in candidates if path.is_file()), None)


def codebook_files(workspace: Workspace, study_id: str) -> dict[str, Path]:
    """Return the files that make the codebook in use, by name: itself, and what was decided."""
    codebook, decisions = codebook_path(workspace, study_id), workspace.decisions_file(study_id)
    paths = [path for path in (codebook, decisions) if path is not None and path.is_file()]
    return {path.name: path for path in paths}


def read_codebook(workspace: Workspace, study: Study) -> Codebook | None:
    """Return the study's codebook or draft, what people decided carried out, checked against it.

    None if it has neither.
    """
    written = read_written_codebook(workspace, study)
    return None if written is None else decided(workspace, study, written)


def read_written_codebook(workspace: Workspace, study: Study) -> Codebook | None:
    """Return the study's codebook or draft as its file has it; None if it has neither."""
    path = codebook_path(workspace, study.study_id)
    if path is None:
        return None
    source = f"{path.parent.name}/{path.name}"  # the study file has the same name
    codebook = parse_codebook(read_yaml(path, CodebookError), source)
    _check(codebook, study)
    return codebook


def decided(workspace: Workspace, study: Study, codebook: Codebook) -> Codebook:
    """Return *codebook* after what people decided."""
    ledger, name = read_ledger(workspace, study), workspace.decisions_file(study.study_id).name
    codebook = replay(codebook, ledger, tuple(study.waves), name)
    _check(codebook, study)
    return codebook


def read_ledger(workspace: Workspace, study: Study) -> Ledger:
    """Return what people decided about the themes of the study, which may be nothing."""
    path = workspace.decisions_file(study.study_id)
    if not path.is_file():
        return Ledger(study_id=study.study_id)
    return parse_ledger(read_yaml(path, CodebookError), path.name)


def _check(codebook: Codebook, study: Study) -> None:
    questions, waves = tuple(study.open_questions), tuple(study.waves)
    check_against_study(codebook, study.study_id, questions, waves)


def lexicon_paths(workspace: Workspace, study: Study) -> dict[str, Path]:
    """Return the lexicons of *study* by name, in their order.

    Raises CodebookError if the workspace has none, StudyConfigError if the study names others.
    """
    folder, files = workspace.lexicons, workspace.lexicon_files
    if not study.mentions.lexicons:
        if not files:
            raise CodebookError(f"no lexicon in {folder}")
        return {path.name: path for path in files}
    known = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*.yaml"))}
    unknown = [name for name in study.mentions.lexicons if name not in known]
    if unknown:
        hints = [f"unknown {name}; {did_you_mean(name, known)}" for name in unknown]
        where = f"{study.study_id}.yaml: mentions.lexicons, below {folder}:"
        raise StudyConfigError(listed(where, hints))
    return {name: known[name] for name in study.mentions.lexicons}


def read_lexicons(workspace: Workspace, study: Study) -> tuple[Lexicon, ...]:
    """Return the lexicons of *study*, one per category, in the order of their files."""
    files = lexicon_paths(workspace, study)
    return combine(
        [parse_lexicon(read_yaml(path, CodebookError), name) for name, path in files.items()]
    )


def read_cues(workspace: Workspace, study: Study) -> Cues:
    """Return the cues of the workspace, and those that *study* adds."""
    path = workspace.cues_file
    return parse_cues(read_yaml(path, CodebookError), path.name).extended(study.mentions.cues)


def read_examples(workspace: Workspace) -> tuple[CodedExample, ...]:
    """Return the coded examples in the order of their file, or raise CodebookError."""
    path = workspace.examples_file
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, restkey="more cells", restval="", strict=True)
            columns = rows.fieldnames or ()
            lines = [(rows.line_num, row) for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error):
        raise CodebookError(f"{path} cannot be read: {_EXPECTED}") from None
    if sorted(columns) != sorted(COLUMNS):
        raise CodebookError(f"{path.name}: other columns than needed; {_EXPECTED}")
    return parse_examples(lines, path.name)


_EXPECTED = f"expected a CSV file in UTF-8 with the columns {', '.join(COLUMNS)}"
