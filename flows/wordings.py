"""The wording ledger of a study, for people who decide which waves compare."""

from typing import Any

import pandas as pd

from flows.keys import key_for_a_look
from flows.reading import read_wave
from flows.session import Session
from nlp.contracts.errors import SourceDataError, StudyConfigError
from nlp.contracts.settings import did_you_mean
from nlp.contracts.tables import Wordings, conform
from nlp.intake.wordings import compare_wordings, read_wordings


def list_wordings(session: Session, question: str | None) -> dict[str, Any]:
    """Return how each delivered wave put *question*, or every one, and which of them compare."""
    study, waves = session.study, session.delivered_waves
    known = [*study.open_questions, *study.closed_questions]
    if question is not None and question not in known:
        raise StudyConfigError(
            f"unknown question {question!r} of {study.study_id}; {did_you_mean(question, known)}"
        )
    if not waves:
        raise SourceDataError(f"{study.study_id}: no export is there yet; deliver one")
    key = key_for_a_look(session.workspace)
    put = [read_wordings(read_wave(session, w, key=key), session.study_of(w), w) for w in waves]
    ledger = compare_wordings(conform(pd.concat(put, ignore_index=True), Wordings), study)
    wanted = ledger[ledger["question_id"] == question] if question else ledger
    columns = ["question_id", "wave", "version", "comparable_group", "reason", "wording"]
    return {
        "study": study.study_id,
        "wordings": wanted[columns].to_dict("records"),
        "awaited": [wave for wave in session.wave_order if wave not in waves],
    }
