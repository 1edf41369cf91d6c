"""Is everything there that a run would need, and what stands in the exports?"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pandera.typing import DataFrame

from flows.calibrating import labels_of
from flows.files import codebook_path, read_codebook, read_examples
from flows.keys import key_for_a_look
from flows.models import PIPELINE, checked_folder, encoder_for
from flows.reading import read_wave
from flows.runs import at_hand
from flows.session import NO_EXAMPLES, Session
from nlp.contracts.codebook import Codebook
from nlp.contracts.errors import CodebookError, listed
from nlp.contracts.study import UNRECOGNISED, Tagging
from nlp.contracts.tables import Wordings, conform
from nlp.intake.accounts import count_records
from nlp.intake.answers import read_answers
from nlp.intake.limits import check_limits
from nlp.intake.recoding import recode
from nlp.intake.records import SortedExport
from nlp.intake.redaction import redact
from nlp.intake.remarks import remark_on
from nlp.intake.responses import read_responses
from nlp.intake.rules import ACCEPTED
from nlp.intake.screening import screen
from nlp.intake.units import unitise
from nlp.intake.wordings import latest_wordings, read_wordings
from nlp.mentions.pipeline import check_patterns
from nlp.mentions.sentences import failing_sentences
from nlp.mentions.tagging import tag
from nlp.themes.lint import lint_codebook

MOST_REMARKS = 20
"""Remarks told per wave; a run publishes them all in `remarks.csv`."""


@dataclass(frozen=True)
class Look:
    """What stands in an export: rows and responses counted, remarks in words."""

    delivered: SortedExport
    counts: dict[str, int]
    statuses: dict[str, int]
    remarks: list[str]
    wordings: DataFrame[Wordings]


def check(session: Session) -> dict[str, Any]:
    """Read and check everything that a run would need; keep nothing of it."""
    codebook = read_codebook(session.workspace, session.study)
    models = _check_models(session)
    check_patterns(session.lexicons)
    _check_sentences(session)
    if session.study.mentions.labels:
        labels_of(session)
    looks = {wave: look_at_wave(session, wave) for wave in session.delivered_waves}
    put = pd.concat([look.wordings for look in looks.values()], ignore_index=True)
    return {
        "study": session.study.study_id,
        "outcome": "in order",
        "waves": {wave: look.counts for wave, look in looks.items()},
        "statuses": {wave: look.statuses for wave, look in looks.items()},
        "remarks": {wave: _first(look.remarks) for wave, look in looks.items() if look.remarks},
        "awaited": [w for w in session.wave_order if w not in session.delivered_waves],
        "questions": latest_wordings(conform(put, Wordings), session.study),
        "themes": len(codebook.themes) if codebook else 0,
        "codebook_remarks": _remarks_on_codebook(session, codebook),
        "terms": sum(len(lexicon.terms) for lexicon in session.lexicons),
        **look_at_examples(session),
        "models": models,
    }


def look_at_wave(session: Session, wave: str) -> Look:
    """Return what stands in the export of *wave*, and what is odd about it; nothing is kept."""
    study = session.study_of(wave)
    delivered = read_wave(session, wave, key=key_for_a_look(session.workspace))
    answers = recode(read_answers(delivered, study, wave), study.closed_questions)
    check_limits(delivered, answers, study, wave)
    responses = read_responses(delivered, answers, study, wave)
    redacted = redact(responses, study.redaction, session.find_names)
    screened = screen(redacted, study.screening)
    units = unitise(screened, study.units)
    remarks = remark_on(delivered, answers, screened, units, study, wave)
    fates = count_records(delivered, wave)
    accepted = fates["fate"] == ACCEPTED
    counts = {
        "rows": int(fates["n_rows"].sum()),
        "accepted": int(fates.loc[accepted, "n_rows"].sum()),
        "set_aside": int(fates.loc[~accepted, "n_rows"].sum()),
        "respondents": len(delivered.accepted),
        "responses": len(responses),
        "unrecognised_answers": int((answers["option"] == UNRECOGNISED).sum()),
    }
    return Look(
        delivered=delivered,
        counts=counts,
        statuses=dict(Counter(screened["status"].tolist()).most_common()),
        remarks=[
            _in_words(row, column, message)
            for row, column, message in zip(
                remarks["row"], remarks["column"], remarks["message"], strict=True
            )
        ],
        wordings=read_wordings(delivered, study, wave),
    )


def _in_words(row: int, column: str, message: str) -> str:
    if message.startswith(("row", "column")):
        return message  # it names its place itself
    place = [f"row {row}"] if row else []
    place += [f"column {column}"] if column else []
    return f"{', '.join(place)}: {message}" if place else message


def _first(remarks: list[str]) -> list[str]:
    more = len(remarks) - MOST_REMARKS
    return [*remarks[:MOST_REMARKS], f"and {more} more"] if more > 0 else remarks


def _remarks_on_codebook(session: Session, codebook: Codebook | None) -> dict[str, list[str]]:
    """Return what is odd about the themes, under the name of their file."""
    path = codebook_path(session.workspace, session.study.study_id)
    if codebook is None or path is None:
        return {}
    # not the session's encoder, which would keep the vectors
    exports = session.workspace.exported_models
    encoder = encoder_for(session.study.encoding, session.models, exports)
    remarks = lint_codebook(codebook, encoder)
    return {path.name: _first(remarks)} if remarks else {}


def _check_sentences(session: Session) -> None:
    """Raise CodebookError if a sentence of a lexicon does not show what it should."""
    terms = [term for lexicon in session.lexicons for term in lexicon.terms]
    if not any(term.matches or term.rejects for term in terms):
        return  # nothing to try, and no weights to load
    pipeline, unasked = at_hand(session.pipeline), Tagging(use_question=False)
    problems = failing_sentences(
        session.lexicons, lambda units: tag(units, None, pipeline, None, {}, unasked)
    )
    if problems:
        advice = "correct the phrases or the sentences of the lexicons:"
        raise CodebookError(listed(f"Terms are not found as they should be; {advice}", problems))


def look_at_examples(session: Session) -> dict[str, Any]:
    """Return how many coded examples meanings are learnt from, where they are; or a remark."""
    path = session.workspace.examples_file
    if not session.uses_meaning:
        return {}
    if not path.is_file():
        return {"examples": 0, "remarks_on_examples": NO_EXAMPLES % path}
    return {"examples": len(read_examples(session.workspace))}


def _check_models(session: Session) -> list[str]:
    models, encoding = session.models, session.study.encoding
    needed = {PIPELINE: models.pipelines[PIPELINE]}
    exports = session.workspace.exported_models
    encoder_for(encoding, models, exports)  # refuses one that is not pinned
    if encoding.kind == "sentences":
        needed[encoding.model] = models.encoders[encoding.model]
    for name, model in needed.items():
        checked_folder(name, model)
    return list(needed)
