"""What respondents wrote: one row per respondent and open question."""

from collections.abc import Callable

import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts import ids
from nlp.contracts.study import OpenQuestion, Study
from nlp.contracts.tables import Answers, Responses, build, columns_of, conform
from nlp.intake.answers import is_written, reader_of_words
from nlp.intake.recoding import same
from nlp.intake.records import SortedExport

Led = Callable[[str], bool]
"""Says of a respondent id whether the questionnaire led it to the question."""


def read_responses(
    delivered: SortedExport, answers: DataFrame[Answers], study: Study, wave: str
) -> DataFrame[Responses]:
    """Return one row per respondent and open question, those the wave did not ask included.

    Who wrote something was asked, whatever the questionnaire's routes say; these go by the closed
    *answers*, which are recoded.
    """
    routes = _routes(delivered, answers, study)
    rows: list[tuple[str, str, str, str, bool, str]] = []
    for question_id, led_to in routes.items():
        put = delivered.places.open_questions[question_id] is not None
        verbatims = _verbatims(delivered, study, question_id)
        for record, verbatim in zip(delivered.accepted, verbatims, strict=True):
            who = record.respondent_id
            asked = put and (bool(verbatim.strip()) or led_to(who))
            name = ids.response_id(wave, who, question_id)
            rows.append((name, who, question_id, wave, asked, verbatim))
    if not rows:
        return build([], Responses)
    return conform(pd.DataFrame(rows, columns=columns_of(Responses)), Responses)


def _verbatims(delivered: SortedExport, study: Study, question_id: str) -> list[str]:
    """Return what stands in the records, byte for byte; nothing where that means blank.

    In the column of the closed question itself, it is what stands beside the options.
    """
    column = delivered.places.open_questions[question_id]
    if column is None:
        return [""] * len(delivered.accepted)
    if read := reader_of_words(delivered, study, question_id):
        return [read(record.cells[column]).written for record in delivered.accepted]
    written = is_written(delivered, study, column)
    cells = (record.cells[column] for record in delivered.accepted)
    return [cell if written(cell) or not cell.strip() else "" for cell in cells]


def _routes(delivered: SortedExport, answers: DataFrame[Answers], study: Study) -> dict[str, Led]:
    """Return by open question who was led to it: whoever chose one of the options that lead there.

    Closed questions that the wave does not hold cannot tell, and are passed over; where none can,
    it is everyone.
    """
    closed_places = delivered.places.closed_questions
    ways = {
        question_id: {way for way in _ways(question) if closed_places[way[0]]}
        for question_id, question in study.open_questions.items()
    }
    telling = {closed_id for some in ways.values() for closed_id, _ in some}
    chosen = answers[~answers["missing"] & answers["question_id"].isin(telling)]
    compared = {option: same(option) for option in chosen["option"].unique()}
    led: dict[tuple[str, str], set[str]] = {}
    for who, closed_id, option in zip(
        chosen["respondent_id"], chosen["question_id"], chosen["option"], strict=True
    ):
        led.setdefault((closed_id, compared[option]), set()).add(who)
    return {
        question_id: set().union(*(led.get(way, ()) for way in some)).__contains__
        if some
        else _anyone
        for question_id, some in ways.items()
    }


def _anyone(_: str) -> bool:
    return True


def _ways(question: OpenQuestion) -> set[tuple[str, str]]:
    """Return the closed questions and options that lead to an open one."""
    ways = {
        (closed_id, same(option))
        for closed_id, options in question.asked_when.items()
        for option in options
    }
    if question.other_of is not None:
        ways.add((question.other_of, same(question.other_option)))
    return ways
