"""Remarks on what was written: nothing at all, too little, too long, in other languages."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.raw import Remark
from nlp.contracts.study import Study, column_in
from nlp.contracts.tables import EMPTY, NOT_ASKED, ScreenedResponses, Units
from nlp.intake.places import LONGEST_NAME, column_name
from nlp.intake.records import SortedExport
from nlp.intake.telling import shortened
from nlp.intake.units import LONGEST_UNIT

_TOO_LONG = "too_long"

_MOST_LANGUAGES = 5


@dataclass(frozen=True)
class _Written:
    """What was written to one open question, and what became of it."""

    column: str
    responses: pd.DataFrame
    units: pd.DataFrame
    lines: Mapping[str, int]


def remark_on_texts(
    delivered: SortedExport,
    screened: DataFrame[ScreenedResponses],
    units: DataFrame[Units],
    study: Study,
    wave: str,
) -> list[Remark]:
    """Return what is odd about the responses to each open question that the wave asked."""
    lines = {record.respondent_id: record.line for record in delivered.accepted}
    remarks: list[Remark] = []
    asked = (key for key, place in delivered.places.open_questions.items() if place is not None)
    for question_id in asked:
        written = _Written(
            _called(delivered, study, wave, question_id),
            screened[screened["question_id"] == question_id],
            units[units["question_id"] == question_id],
            lines,
        )
        remarks += [
            *_too_few(written, study.discovery.min_units),
            *shortened(_long(written)),
            *_foreign(written),
        ]
    return remarks


def _called(delivered: SortedExport, study: Study, wave: str, question_id: str) -> str:
    """Return what the study calls the column of an open question, or the question if that is long.

    What stands in the header may be "Open-Ended Response".
    """
    ref = column_in(study.open_questions[question_id].column, wave) or ""
    place = delivered.places.open_questions[question_id]
    if ref.startswith("#") and place is not None:
        return column_name(delivered.raw, place)
    return ref if len(ref) <= LONGEST_NAME else question_id


def _too_few(written: _Written, least: int) -> Iterator[Remark]:
    column = written.column
    if written.responses["status"].isin([EMPTY, NOT_ASKED]).all():
        yield Remark("no_answers", f"no non-empty answers in {column}", column=column)
        return
    distinct = written.units["text"].nunique()
    if distinct < least:
        yield Remark(
            "too_few_answers",
            f"too few answers to cluster in {column}: {distinct} distinct units, where "
            f"discovery.min_units is {least}; they are coded and listed all the same",
            column=column,
        )


def _long(written: _Written) -> Iterator[Remark]:
    """Return a remark on each response that is longer than an encoder reads, by row."""
    texts = written.responses["text"]
    some = written.responses[texts.str.len() > LONGEST_UNIT]  # characters: no fewer than words
    n_units = written.units["response_id"].value_counts()
    found = sorted(
        (written.lines[who], text, status, int(n_units.get(response_id, 0)))
        for who, text, status, response_id in zip(
            some["respondent_id"], some["text"], some["status"], some["response_id"], strict=True
        )
        if status == _TOO_LONG or len(text.split()) > LONGEST_UNIT
    )
    for line, text, status, n in found:
        said = f"not coded ({status})"
        if n:
            said = f"split into {n} units, or it would be truncated at 256 word pieces"
        message = f"row {line}, column {written.column}: {len(text):,} characters, {said}"
        yield Remark("long_answer", message, line, written.column)


def _foreign(written: _Written) -> Iterator[Remark]:
    """Return a remark on the responses in languages that the study does not code, if any."""
    foreign = written.responses[written.responses["status"] == "unsupported_language"]
    if foreign.empty:
        return
    told = Counter(language or "not told" for language in foreign["language"])
    most = sorted(told.items(), key=lambda item: (-item[1], item[0]))[:_MOST_LANGUAGES]
    shown = ", ".join(f"{language} {n}" for language, n in most)
    yield Remark(
        "unsupported_language",
        f"{len(foreign)} responses in a language not supported by the model ({shown}): counted "
        "and listed, not coded; screening.languages says which are",
        column=written.column,
    )
