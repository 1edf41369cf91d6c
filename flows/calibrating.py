"""What a study's own coded answers teach: learnt for its runs, measured on answers held out."""

from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from pandera.typing import DataFrame
from sklearn.model_selection import GroupKFold, LeaveOneGroupOut

from flows.evaluating import asking, read_as_now, read_gold, units_of
from flows.kept import digest_of
from flows.runs import at_hand, deferred
from flows.session import Session
from nlp.contracts.errors import NotEnoughResponses, StudyConfigError
from nlp.contracts.study import OpenQuestion, Study
from nlp.contracts.tables import Mentions, conform
from nlp.mentions.calibration import (
    Calibration,
    ReadResponse,
    calibrate,
    read_responses,
    tabulate,
)
from nlp.mentions.coded_answers import CodedAnswer, affirmed_in, names_of
from nlp.mentions.evaluation import judge, measure_quality

FOLDS = 5


class _Read(NamedTuple):
    responses: list[ReadResponse]
    texts: dict[str, str]


def calibration_of(session: Session) -> Calibration:
    """Return what the coded answers of the study teach, learnt when a stage is really computed."""
    gold, study = labels_of(session), session.study
    settings = [study.redaction, study.screening, study.units, study.mentions]
    engines = [session.pipeline, session.meanings, session.find_names]
    parts = [gold, settings, *engines, session.encoder_of_answers.name]
    return deferred(digest_of([*parts, study.open_questions]), lambda: _learnt(session, gold))


def labels_of(session: Session) -> list[CodedAnswer]:
    """Return the coded answers to questions of the study, which stand under the questions' ids.

    A question of the file is the study's by its id, its label or its wording. Raises
    StudyConfigError if none is.
    """
    study = session.study
    path = session.workspace.source_file(study.mentions.labels)
    known = _questions_by_name(study)
    kept = [
        answer.model_copy(
            update={"question": asked, "elicits": study.open_questions[asked].elicits}
        )
        for answer in read_gold(path)
        if (asked := known.get(_plain(answer.question)))
    ]
    if not kept:
        raise StudyConfigError(
            f"{study.study_id}.yaml, mentions.labels: {path.name} holds no answer to a question "
            f"of the study; expected as `question` an id ({', '.join(study.open_questions)}), or "
            "the label or wording that the study file gives it"
        )
    return kept


def evaluate_calibrated(
    session: Session, gold_file: Path, use_question: bool, by_question: bool
) -> dict[str, Any]:
    """Return how far mentions agree with coded answers that nothing was learnt from.

    By turns a fifth of the respondents, or a whole question, is held out, and how sure to be is
    learnt from the others.
    """
    gold = read_gold(gold_file)
    session = asking(session, gold, use_question)
    read = _read(session, gold)
    mentions = _cross_fitted(session, gold, read.responses, by_question)
    return measure_quality(judge(gold, mentions, read.texts), len(gold), session.study.seed)


def _cross_fitted(
    session: Session, gold: list[CodedAnswer], responses: list[ReadResponse], by_question: bool
) -> DataFrame[Mentions]:
    """Return the mentions of *responses*, each corrected by what the others teach."""
    of, coded = dict(zip(names_of(gold), gold, strict=True)), affirmed_in(gold)
    answers = [(r.response_id, of[r.response_id]) for r in responses]
    groups = [a.question if by_question else a.respondent_id or name for name, a in answers]
    needed = 2 if by_question else FOLDS
    if len(set(groups)) < needed:
        raise NotEnoughResponses(
            f"expected codable answers {'to' if by_question else 'of'} at least {needed} "
            f"{'questions' if by_question else 'respondents'}, found {len(set(groups))}; code more"
        )
    seed, settings = session.study.seed, session.study.mentions
    by_turns = GroupKFold(FOLDS, shuffle=True, random_state=seed)
    splits = LeaveOneGroupOut() if by_question else by_turns
    tables = []
    for learnt_from, held_out in splits.split(responses, groups=groups):
        known = calibrate([responses[n] for n in learnt_from], coded, at_hand(session.meanings))
        tables.append(tabulate((responses[n] for n in held_out), known, settings))
    return conform(pd.concat(tables, ignore_index=True), Mentions)


def _learnt(session: Session, gold: list[CodedAnswer]) -> Calibration:
    own = asking(session, gold, session.study.mentions.use_question)
    ids = {key: question.wording for key, question in own.study.open_questions.items()}
    read = _read(own, gold).responses
    known = calibrate(read, affirmed_in(gold), at_hand(session.meanings))
    return known.renamed({key: str(asked) for key, asked in ids.items()})


def _read(session: Session, gold: list[CodedAnswer]) -> _Read:
    redacted, units = units_of(session, gold)
    responses = read_responses(*read_as_now(session, units))
    return _Read(responses, dict(zip(redacted["response_id"], redacted["text"], strict=True)))


def _questions_by_name(study: Study) -> dict[str, str]:
    """Return the questions by id, and by each label and wording that is one question's alone."""
    names: dict[str, set[str]] = {}
    for key, question in study.open_questions.items():
        for name in (question.label, *_wordings(question)):
            names.setdefault(_plain(name), set()).add(key)
    alone = {name: min(keys) for name, keys in names.items() if name and len(keys) == 1}
    return alone | {_plain(key): key for key in study.open_questions}


def _wordings(question: OpenQuestion) -> list[str]:
    wording = question.wording
    return [wording] if isinstance(wording, str) else list(wording.values())


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
