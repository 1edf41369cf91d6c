"""An export with one row per answer, turned into one record per respondent."""

from dataclasses import dataclass, replace

from nlp.contracts.errors import SourceDataError, StudyConfigError, listed
from nlp.contracts.raw import RawExport, Unread, ValueLabels
from nlp.contracts.study import Study, column_in
from nlp.intake.columns import find_column, plain
from nlp.intake.merging import Merge, Row
from nlp.intake.places import column_name
from nlp.intake.records import is_blank, misshapen

MOST_QUESTIONS = 1_000
"""Different questions in one long export; a column that holds more of them holds answers."""


def widen(export: RawExport, study: Study, wave: str) -> RawExport:
    """Return *export* with one record per respondent, its questions as columns.

    These are named by the text of the question and stand in alphabetical order behind the other
    columns, so that the order of the rows means nothing. A row that cannot count is unread, and
    says why; of each record `rows` says how many it was made of, so that none is lost.
    """
    if study.layout_of(wave).long is None:
        return export
    places = _locate(export, study, wave)
    rows, unread = _sound_rows(export, study, places)
    questions = tuple(sorted({row.question for row in rows}))
    if len(questions) > MOST_QUESTIONS:
        raise SourceDataError(
            f"{export.source}: column #{places.question + 1} names {len(questions)} questions, "
            f"expected at most {MOST_QUESTIONS}; is it the one of export.long.question?"
        )
    merge = Merge(study, wave, questions)
    records = merge.records(rows)
    names = [column_name(export, column) for column in places.kept]
    return replace(
        export,
        header=tuple((*(cells[i] for i in places.kept), *questions) for cells in export.header),
        records=tuple(records),
        unread=tuple(sorted([*export.unread, *unread, *merge.unread], key=lambda row: row.line)),
        remarks=(*export.remarks, *merge.remarks(names)),
        values=_values(export, places, len(questions)),
    )


@dataclass(frozen=True)
class _Places:
    """The columns of a long export; `kept` are those that say something about the respondent."""

    respondent: int
    wave: int | None
    question: int
    answer: int
    kept: tuple[int, ...]


def _locate(export: RawExport, study: Study, wave: str) -> _Places:
    found: dict[str, int] = {}
    problems: list[str] = []
    for place, name in _wanted(study, wave).items():
        try:
            found[place] = find_column(export, name)
        except SourceDataError as error:
            problems.append(f"{place}: {str(error).removeprefix(f'{export.source}: ')}")
    if problems:
        raise SourceDataError(listed(f"{export.source} does not fit the study file:", problems))
    question, answer = found["export.long.question"], found["export.long.answer"]
    return _Places(
        respondent=found["respondent.column"],
        wave=found.get("wave_column"),
        question=question,
        answer=answer,
        kept=tuple(i for i in range(export.width) if i not in (question, answer)),
    )


def _wanted(study: Study, wave: str) -> dict[str, str]:
    """Return by their places in the study file the columns that a long export must have."""
    long, who = study.layout_of(wave).long, study.respondent.column
    respondent = None if who is None else column_in(who, wave)
    if long is None or respondent is None:
        raise StudyConfigError(
            f"respondent.column: names no column for wave {wave}; an export with one row per "
            "answer needs one"
        )
    wanted = {
        "respondent.column": respondent,
        "export.long.question": long.question,
        "export.long.answer": long.answer,
    }
    of_wave = None if study.wave_column is None else column_in(study.wave_column, wave)
    return wanted if of_wave is None else {**wanted, "wave_column": of_wave}


def _sound_rows(
    export: RawExport, study: Study, places: _Places
) -> tuple[list[Row], list[Unread]]:
    """Return the rows that say whose answer to what they hold, and those that do not."""
    labels = export.labels_of(places.question).labels
    named = {value: plain(label) for value, label in labels.items()}
    question_column = column_name(export, places.question)
    rows: list[Row] = []
    unread: list[Unread] = []
    for record in export.records:
        cells = record.cells
        if rule := _fault(cells, export.width, study, places):
            column = question_column if rule == "no_question" else ""
            unread.append(Unread(record.line, rule, column))
            continue
        delivered = plain(cells[places.question])
        of_wave = "" if places.wave is None else plain(cells[places.wave])
        rows.append(
            Row(
                line=record.line,
                respondent=(cells[places.respondent].strip(), of_wave),
                question=named.get(delivered, delivered),
                answer=cells[places.answer],
                about=tuple(cells[i] for i in places.kept),
            )
        )
    return rows, unread


def _fault(cells: tuple[str, ...], width: int, study: Study, places: _Places) -> str:
    """Return the rule that a row breaks, if any; the names are those of whole records."""
    if rule := misshapen(cells, width, study.missing):
        return rule
    if is_blank(cells[places.respondent], study.missing):
        return "no_respondent_id"
    return "no_question" if is_blank(cells[places.question], study.missing) else ""


def _values(export: RawExport, places: _Places, n_questions: int) -> dict[int, ValueLabels]:
    """Return what is known of values, by the columns that they stand in now."""
    moved = {new: export.labels_of(old) for new, old in enumerate(places.kept)}
    answers = export.labels_of(places.answer)
    n_kept = len(places.kept)
    moved |= dict.fromkeys(range(n_kept, n_kept + n_questions), answers)
    return {column: values for column, values in moved.items() if values != ValueLabels()}
