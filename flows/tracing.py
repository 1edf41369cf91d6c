"""What several waves together say of candidates: which are new, and what the others go back to."""

from dataclasses import dataclass

import pandas as pd
from pandera.typing import DataFrame

from flows.code_wave import vectors_of
from flows.session import Session
from nlp.contracts.tables import (
    Codings,
    TopicAssignments,
    TopicLineage,
    Topics,
    UncoveredReasons,
    Units,
    conform,
)
from nlp.themes.candidates import ANY_QUESTION
from nlp.themes.continuity import trace_topics
from nlp.themes.description import describe_topics
from nlp.themes.newcomers import find_newcomers


@dataclass(frozen=True)
class Said:
    """The tables of the waves shown, put together."""

    waves: tuple[str, ...]
    units: DataFrame[Units]
    codings: DataFrame[Codings]
    reasons: DataFrame[UncoveredReasons]
    assignments: DataFrame[TopicAssignments]


def trace(
    session: Session, said: Said
) -> tuple[DataFrame[TopicLineage], dict[str, DataFrame[Topics]]]:
    """Return what every candidate goes back to, and the newcomers of each wave, described."""
    encoder = session.encoder()
    seed = session.study.seed
    new = find_newcomers(said.units, said.codings, encoder, seed, said.waves)
    lineage = trace_topics(said.units, said.assignments, new, said.reasons, encoder, said.waves)
    described = {
        wave: _described(session, said.units[said.units["wave"] == wave], new)
        for wave in said.waves
    }
    return lineage, described


def _described(
    session: Session, units: pd.DataFrame, new: DataFrame[TopicAssignments]
) -> DataFrame[Topics]:
    """Return the newcomers of one wave, told from everything else that it says."""
    own = new[new["unit_id"].isin(units["unit_id"])]
    if own.empty:
        units = units.head(0)  # nothing to tell apart, so no vector is needed
    pooled = conform(units.assign(question_id=ANY_QUESTION).reset_index(drop=True), Units)
    found = conform(own, TopicAssignments)
    embeddings = vectors_of(session, pooled)
    return describe_topics(pooled, embeddings, found, session.tagger, session.topic_names)
