"""The quality of what is found, measured on answers that people have coded."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pandera.typing import DataFrame

from flows.clock import now
from flows.files import read_cues, read_lexicons
from flows.models import read_models
from flows.runs import at_hand
from flows.session import Session, open_session
from flows.workspace import Workspace
from nlp.contracts.errors import SourceDataError
from nlp.contracts.study import OpenQuestion, Study, Tagging, Wave
from nlp.contracts.tables import Mentions, RedactedResponses, Units
from nlp.contracts.vectors import Embeddings
from nlp.intake.redaction import redact
from nlp.intake.screening import screen
from nlp.intake.units import unitise
from nlp.mentions.calibration import tag_as_coded
from nlp.mentions.coded_answers import WAVE, CodedAnswer, parse_gold, questions_of, responses_of
from nlp.mentions.evaluation import judge, measure_quality
from nlp.mentions.meaning import Meanings
from nlp.mentions.tagging import tag
from nlp.themes.embedding import embed

if TYPE_CHECKING:
    from spacy.language import Language

TagUnits = Callable[[DataFrame[Units]], DataFrame[Mentions]]

AsNow = tuple[
    DataFrame[Units],
    Embeddings,
    "Language",
    Meanings | None,
    Mapping[str, OpenQuestion],
    Tagging,
]


def evaluate_mentions(session: Session, gold_file: Path, use_question: bool) -> dict[str, Any]:
    """Return how far mentions agree with the coded answers of *gold_file*, in plain values.

    Nothing is kept. What a study asked does not count, but what the coded answers were asked.
    """
    gold = read_gold(gold_file)
    session = asking(session, gold, use_question)
    redacted, units = units_of(session, gold)
    mentions = tagger_of(session)(units)
    texts = dict(zip(redacted["response_id"], redacted["text"], strict=True))
    return measure_quality(judge(gold, mentions, texts), len(gold), session.study.seed)


def units_of(
    session: Session, gold: Sequence[CodedAnswer]
) -> tuple[DataFrame[RedactedResponses], DataFrame[Units]]:
    """Return the answers of *gold* as masked, and the units that a run would cut them into.

    Only campaigns are not looked for: alike answers were put into a sample, nobody sent them in.
    """
    study = session.study
    redacted = redact(responses_of(gold), study.redaction, session.find_names)
    kept = {"keep": (*study.screening.keep, "duplicate_campaign")}
    screened = screen(redacted, study.screening.model_copy(update=kept))
    return redacted, unitise(screened, study.units)


def tagger_of(session: Session) -> TagUnits:
    """Return what finds mentions in units by the settings, lexicons and weights of *session*."""
    study = session.study
    pipeline, encoder = at_hand(session.pipeline), session.encoder_of_answers
    questions, settings = study.open_questions, study.mentions
    if session.calibration is not None:
        known = at_hand(session.calibration)
        return lambda units: tag_as_coded(
            units, embed(units, encoder), pipeline, known, questions, settings
        )
    meanings = at_hand(session.meanings)
    return lambda units: tag(units, embed(units, encoder), pipeline, meanings, questions, settings)


def read_as_now(session: Session, units: DataFrame[Units]) -> AsNow:
    """Return *units* and all that they are read with, in the order that readers take them."""
    return (
        units,
        embed(units, session.encoder_of_answers),
        at_hand(session.pipeline),
        at_hand(session.meanings),
        session.study.open_questions,
        session.study.mentions,
    )


def session_for(workspace: Workspace, study_id: str | None) -> Session:
    """Return the study opened, or what every study starts from: the defaults of all settings."""
    if study_id is not None:
        return open_session(workspace, study_id, now)
    study = Study(
        study_id="defaults",
        title="The defaults",
        waves={WAVE: Wave(source=WAVE)},
        open_questions={"any": OpenQuestion(column="answer", label="Any question")},
    )
    return Session(
        workspace,
        study,
        read_lexicons(workspace, study),
        read_cues(workspace, study),
        read_models(workspace),
        now,
    )


def read_gold(path: Path) -> list[CodedAnswer]:
    """Return the coded answers of a file with a JSON object per line."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise SourceDataError(f"{path.name}: expected UTF-8; save the file so") from None
    except OSError as error:
        raise SourceDataError(
            f"{path} cannot be read ({error.strerror}): expected coded answers, a JSON object a "
            "line (docs/evaluate.md); correct its path"
        ) from None
    return parse_gold(text.split("\n"), path.name)


def asking(session: Session, gold: Sequence[CodedAnswer], use_question: bool) -> Session:
    """Return *session* with the questions of *gold* in place of the study's.

    It does without the study's own coded answers, which may be among those of *gold*.
    """
    study = session.study
    own: dict[str, object] = {"labels": ""}
    settings = study.mentions.model_copy(
        update=own if use_question else own | {"use_question": False}
    )
    changes = {"open_questions": questions_of(gold), "mentions": settings}
    changed = copy(session)
    changed.study, changed.calibration = study.model_copy(update=changes), None
    return changed
