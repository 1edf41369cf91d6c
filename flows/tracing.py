"""What several waves together say of candidates: which are new, and what the others go back to."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from pandera.typing import DataFrame

from flows.code_wave import vectors_of
from flows.session import Session
from nlp.contracts.ids import short_hash
from nlp.contracts.tables import (
    Codings,
    TopicAssignments,
    TopicLineage,
    Topics,
    UncoveredReasons,
    Units,
    build,
    conform,
)
from nlp.themes.candidates import ANY_QUESTION
from nlp.themes.continuity import trace_topics
from nlp.themes.description import describe_topics
from nlp.themes.newcomers import find_newcomers

COMPARED = "_compared"
"""The folder of the tables that waves give together; no wave can be named so."""


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
    """Return what every candidate goes back to, and the newcomers of each wave, described.

    What was reckoned of the same waves before is read back, as any stage's table is.
    """
    run = session.run(_folder(*said.waves))
    encoder, seed = session.encoder(), session.study.seed
    new = run.stage(find_newcomers, said.units, said.codings, encoder, seed, said.waves)
    lineage = run.stage(
        trace_topics, said.units, said.assignments, new, said.reasons, encoder, said.waves
    )
    run.finish()
    described = {
        wave: _described(session, said.units[said.units["wave"] == wave], new, wave)
        for wave in said.waves
    }
    return lineage, described


def _described(
    session: Session, units: pd.DataFrame, new: DataFrame[TopicAssignments], wave: str
) -> DataFrame[Topics]:
    """Return the newcomers of one wave, told from everything else that it says."""
    own = new[new["unit_id"].isin(units["unit_id"])]
    if own.empty:
        return build([], Topics)
    pooled = conform(units.assign(question_id=ANY_QUESTION).reset_index(drop=True), Units)
    found = conform(own.reset_index(drop=True), TopicAssignments)
    run, vectors = session.run(_folder("new", wave)), vectors_of(session, pooled)
    topics = run.stage(
        describe_topics, pooled, vectors, found, session.tagger, session.topic_names
    )
    run.finish()
    return topics


def compared_folders(waves: Sequence[str], shown: Sequence[str]) -> set[str]:
    """Return the names of the folders below `COMPARED` of each wave, and of all that are shown."""
    parts = [tuple(shown), *((wave,) for wave in waves), *(("new", wave) for wave in waves)]
    return {Path(_folder(*names)).name for names in parts}


def _folder(*parts: str) -> str:
    """Return where tables are kept that compare several waves, or one with nothing."""
    return f"{COMPARED}/{short_hash(*parts)}"
