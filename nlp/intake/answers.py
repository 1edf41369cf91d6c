"""What respondents chose, as delivered: one row per option."""

from collections.abc import Callable
from functools import cache

import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.errors import StudyConfigError
from nlp.contracts.raw import Remark
from nlp.contracts.study import Study, options_of
from nlp.contracts.tables import Answers, build, columns_of, conform
from nlp.intake.choices import (
    BLANK,
    Choice,
    Reader,
    doubts_ticks,
    reader_of_cells,
    reader_of_ticks,
    together,
    with_other,
)
from nlp.intake.columns import header_cells
from nlp.intake.records import SortedExport, is_blank


def read_answers(delivered: SortedExport, study: Study, wave: str) -> DataFrame[Answers]:
    """Return the options as delivered; of a single choice the first that stands in the record.

    Who wrote into the "Other" field of a question chose that option. Where no option is chosen,
    but a reason is delivered, the reason is a row that is `missing`; where a block was shown and
    nothing in it was chosen, that is an option of its own.
    """
    tables = [
        _answers(delivered, study, wave, question_id) for question_id in study.closed_questions
    ]
    return conform(pd.concat([build([], Answers), *tables], ignore_index=True), Answers)


def _answers(delivered: SortedExport, study: Study, wave: str, question_id: str) -> pd.DataFrame:
    most = 1 if study.closed_questions[question_id].kind == "single" else None
    rows: list[tuple[str, str, str, str, bool]] = []
    choices = choices_of_records(delivered, study, question_id)
    for record, choice in zip(delivered.accepted, choices, strict=True):
        who = record.respondent_id
        rows += [(who, wave, question_id, option, False) for option in choice.options[:most]]
        rows += [(who, wave, question_id, reason, True) for reason in choice.reasons[:most]]
    columns = columns_of(Answers)
    return pd.DataFrame(rows, columns=columns) if rows else build([], Answers)


def options_of_records(
    delivered: SortedExport, study: Study, question_id: str
) -> list[tuple[str, ...]]:
    """Return the different options that each accepted record holds of a closed question."""
    return [choice.options for choice in choices_of_records(delivered, study, question_id)]


def choices_of_records(delivered: SortedExport, study: Study, question_id: str) -> list[Choice]:
    """Return what each accepted record says of a closed question, in the order of the records."""
    columns = _own_columns(delivered, study, question_id)
    readers = [(i, _reader(delivered, study, question_id, i)) for i in columns]
    if not readers:
        return [BLANK] * len(delivered.accepted)
    if len(readers) == 1:
        alone = _alone(readers[0][1])
        choices = [alone(record.cells[columns[0]]) for record in delivered.accepted]
    else:
        choices = [
            together(read(record.cells[i]) for i, read in readers) for record in delivered.accepted
        ]
    single = study.closed_questions[question_id].kind == "single"
    for column, option in _other_fields(delivered, study, question_id):
        if column not in columns:
            written = is_written(delivered, study, column)
            choices = [
                with_other(choice, option, single=single)
                if written(record.cells[column])
                else choice
                for record, choice in zip(delivered.accepted, choices, strict=True)
            ]
    return choices


def reader_of_words(delivered: SortedExport, study: Study, open_id: str) -> Reader | None:
    """Return what reads the words of an open question out of its closed question's own column.

    None where it has a column to itself.
    """
    question = study.open_questions[open_id]
    column = delivered.places.open_questions[open_id]
    closed_id = question.other_of
    if closed_id is None or column is None:
        return None
    if column not in _own_columns(delivered, study, closed_id):
        return None
    if not options_of(study.closed_questions[closed_id]):
        raise StudyConfigError(
            f"open_questions.{open_id}: reads what was written in the column of {closed_id}; "
            f"list the options of {closed_id}, so that the words beside them can be told apart"
        )
    return _reader(delivered, study, closed_id, column)


def is_written(delivered: SortedExport, study: Study, column: int) -> Callable[[str], bool]:
    """Return what says of a cell of *column* whether somebody wrote there."""
    missing = delivered.raw.labels_of(column).missing.union(study.missing)
    return lambda cell: not is_blank(cell, missing)


def remark_on_ticks(delivered: SortedExport, study: Study) -> list[Remark]:
    """Return a remark for every block in which cells such as 0 count as chosen, or 1.0 do not."""
    remarks = []
    for question_id, question in study.closed_questions.items():
        columns = _own_columns(delivered, study, question_id)
        if not _in_header(study, question_id, columns):
            continue
        n_doubtful = 0
        for i in columns:
            doubts = doubts_ticks(question, delivered.raw.labels_of(i), study.missing)
            n_doubtful += sum(doubts(record.cells[i]) for record in delivered.accepted)
        if n_doubtful:
            remarks.append(_doubtful(question_id, n_doubtful, is_said=bool(question.chosen)))
    return remarks


def _doubtful(question_id: str, n_doubtful: int, *, is_said: bool) -> Remark:
    place = f"closed_questions.{question_id}.chosen"
    if is_said:
        rule, said = (
            "not_ticked",
            f"{n_doubtful} cells count as not chosen that hold neither a value of {place} nor 0, "
            "No or the like; add the values that mean chosen",
        )
    else:
        rule, said = (
            "ticked",
            f"{n_doubtful} cells that read 0, No or the like count as chosen, as any cell that is "
            f"not blank does; say in {place} what means it",
        )
    return Remark(rule, said, column=question_id)


def _own_columns(delivered: SortedExport, study: Study, question_id: str) -> tuple[int, ...]:
    """Return the columns of a closed question, without those of its "Other" fields.

    A field that is its only column stays.
    """
    columns = delivered.places.closed_questions[question_id]
    fields = {column for column, _ in _other_fields(delivered, study, question_id)}
    return tuple(column for column in columns if column not in fields) or columns


def _other_fields(
    delivered: SortedExport, study: Study, question_id: str
) -> list[tuple[int, str]]:
    """Return the columns of the "Other" fields of a closed question, and the option of each."""
    places = delivered.places.open_questions
    return [
        (column, question.other_option)
        for open_id, question in study.open_questions.items()
        if question.other_of == question_id and (column := places[open_id]) is not None
    ]


def _reader(delivered: SortedExport, study: Study, question_id: str, column: int) -> Reader:
    question = study.closed_questions[question_id]
    values = delivered.raw.labels_of(column)
    columns = _own_columns(delivered, study, question_id)
    if _in_header(study, question_id, columns):
        option = (header_cells(delivered.raw, column) or (f"#{column + 1}",))[-1]
        return reader_of_ticks(question, option, values, study.missing)
    others = dict(_other_fields(delivered, study, question_id))
    return reader_of_cells(question, values, study.missing, others.get(column, ""))


def _in_header(study: Study, question_id: str, columns: tuple[int, ...]) -> bool:
    usual = "header" if len(columns) > 1 else "cell"
    return (study.closed_questions[question_id].options_from or usual) == "header"


def _alone(read: Reader) -> Reader:
    """Return *read* for the only column of a question."""
    return cache(lambda cell: together([read(cell)]))
