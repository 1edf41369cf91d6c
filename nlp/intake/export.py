"""An export, read into house words once: who answered, what they chose, what they wrote."""

from collections.abc import Callable

from pandera.typing import DataFrame

from nlp.contracts import ids
from nlp.contracts.raw import RawExport
from nlp.contracts.study import OpenQuestion, Study
from nlp.contracts.tables import Answers, Quarantine, Respondents, Responses, build
from nlp.intake.columns import header_cells, plain
from nlp.intake.recoding import recode
from nlp.intake.records import Accepted, Places, Refused, is_blank, locate, sort_out
from nlp.intake.redaction import EVERY_KIND, mask

Led = Callable[[str], bool]
"""Says of a respondent id whether the questionnaire led it to the question."""

SHORTEST_QUESTION = 20
"""Characters; a shorter header cell names a field and asks nothing."""


def set_aside(raw: RawExport, study: Study, wave: str) -> DataFrame[Quarantine]:
    """Return what does not count: whole records, and further options of a single choice."""
    accepted, refused = sort_out(raw, study, wave)
    places = locate(raw, study, wave)
    for question_id, question in study.closed_questions.items():
        if question.kind == "single":
            delivered = _options_by_record(raw, study, places, question_id)
            refused += [
                Refused(record.line, question_id, "two_options")
                for record in accepted
                if len(delivered(record)) > 1
            ]
    return build(
        [
            {"wave": wave, "source": raw.source, "row": r.line, "column": r.column, "rule": r.rule}
            for r in sorted(refused, key=lambda r: (r.line, r.column))
        ],
        Quarantine,
    )


def read_respondents(raw: RawExport, study: Study, wave: str) -> DataFrame[Respondents]:
    """Return who counts in *wave*; without a weight column everyone stands for one."""
    accepted, _ = sort_out(raw, study, wave)
    return build(
        [
            {"respondent_id": record.respondent_id, "wave": wave, "weight": record.weight}
            for record in accepted
        ],
        Respondents,
    )


def read_answers(raw: RawExport, study: Study, wave: str) -> DataFrame[Answers]:
    """Return the options as delivered; of a single choice the first that stands in the record."""
    accepted, _ = sort_out(raw, study, wave)
    places = locate(raw, study, wave)
    rows: list[dict[str, object]] = []
    for question_id, question in study.closed_questions.items():
        delivered = _options_by_record(raw, study, places, question_id)
        most = 1 if question.kind == "single" else None
        rows += [
            {
                "respondent_id": record.respondent_id,
                "wave": wave,
                "question_id": question_id,
                "option": option,
            }
            for record in accepted
            for option in delivered(record)[:most]
        ]
    return build(rows, Answers)


def read_responses(raw: RawExport, study: Study, wave: str) -> DataFrame[Responses]:
    """Return one row per respondent and open question, those the wave did not ask included.

    Who wrote something was asked, whatever the questionnaire's routes say.
    """
    accepted, _ = sort_out(raw, study, wave)
    places = locate(raw, study, wave)
    answers = recode(read_answers(raw, study, wave), study.closed_questions)
    rows: list[dict[str, object]] = []
    for question_id, question in study.open_questions.items():
        column = places.open_questions[question_id]
        led_to = _led_to(question, places, answers)
        verbatims = [
            "" if column is None else _verbatim(record.cells[column], study) for record in accepted
        ]
        rows += [
            {
                "response_id": ids.response_id(wave, record.respondent_id, question_id),
                "respondent_id": record.respondent_id,
                "question_id": question_id,
                "wave": wave,
                "asked": column is not None
                and (bool(verbatim.strip()) or led_to(record.respondent_id)),
                "verbatim": verbatim,
            }
            for record, verbatim in zip(accepted, verbatims, strict=True)
        ]
    return build(rows, Responses)


def wording_of(raw: RawExport, study: Study, wave: str, question_id: str) -> str:
    """Return how an open question was put: as the study says, else the longest header cell.

    The column's own cells go before those of its block, unless they are short, as "Example 2" and
    "Open-Ended Response" are. Where neither is known, as in a wave that did not ask it, it is the
    question's label. A header cell is masked: with too many header rows it is an answer.
    """
    question = study.open_questions[question_id]
    column = locate(raw, study, wave).open_questions[question_id]
    if question.wording or column is None:
        return question.wording or question.label
    own = max((plain(row[column]) for row in raw.header), key=len)
    cells = (own,) if len(own) >= SHORTEST_QUESTION else header_cells(raw, column)
    return mask(max(cells, key=len, default=question.label), EVERY_KIND)[0]


def _options_by_record(
    raw: RawExport, study: Study, places: Places, question_id: str
) -> Callable[[Accepted], list[str]]:
    """Return what finds the different options a record holds, in the order of its columns."""
    question = study.closed_questions[question_id]
    columns = places.closed_questions[question_id]
    in_header = (question.options_from or _usual_place(columns)) == "header"
    headers = {i: (header_cells(raw, i) or (f"#{i + 1}",))[-1] for i in columns}
    chosen = {plain(value) for value in question.chosen}

    def options(record: Accepted) -> list[str]:
        cells = ((i, plain(record.cells[i])) for i in columns)
        filled = ((i, cell) for i, cell in cells if not is_blank(cell, study.missing))
        if not in_header:
            return list(dict.fromkeys(cell for _, cell in filled))
        return list(
            dict.fromkeys(headers[i] for i, cell in filled if not chosen or cell in chosen)
        )

    return options


def _usual_place(columns: tuple[int, ...]) -> str:
    return "header" if len(columns) > 1 else "cell"


def _led_to(question: OpenQuestion, places: Places, answers: DataFrame[Answers]) -> Led:
    """Return who was led to the question: everyone, or who chose one of its `asked_when`.

    Closed questions that the wave does not hold cannot tell, and are passed over.
    """
    leading = {
        (closed_id, option)
        for closed_id, options in question.asked_when.items()
        for option in options
        if places.closed_questions[closed_id]
    }
    if not leading:
        return lambda _: True
    given = zip(answers["respondent_id"], answers["question_id"], answers["option"], strict=True)
    led = {respondent for respondent, closed_id, option in given if (closed_id, option) in leading}
    return led.__contains__


def _verbatim(cell: str, study: Study) -> str:
    return "" if cell.strip() in study.missing else cell
