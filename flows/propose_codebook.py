"""Topics of a study → a codebook draft for people to edit."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from pandera.typing import DataFrame

from flows.code_wave import vectors_of
from flows.session import Session
from flows.yaml_files import write_yaml
from nlp.contracts.codebook import Codebook
from nlp.contracts.tables import Units, conform
from nlp.themes.description import describe_topics
from nlp.themes.discovery import discover_topics
from nlp.themes.drafting import draft_codebook

HEAD = """\
# DRAFT, made from topics that a model found in {waves}; nobody has read it yet.
# It quotes respondents (their words masked), so it is not for publication.
# Edit it: rename, merge and drop themes, write definitions, replace examples. Then save it as
# {adopted} with `status: adopted`.
"""


def propose(session: Session, waves: Sequence[str]) -> None:
    """Write a codebook draft from the topics of *waves*, whose units are prepared and encoded."""
    run, study = session.run(), session.study
    units = _units_of(session, waves)
    embeddings = vectors_of(session, units)
    found = run.stage(discover_topics, units, embeddings, study.discovery, study.seed)
    topics = run.stage(describe_topics, units, embeddings, found)
    draft = draft_codebook(study.study_id, topics, units, study.discovery)
    write_draft(session, draft, waves)
    run.finish()


def write_draft(session: Session, draft: Codebook, waves: Sequence[str]) -> Path:
    """Return the file that now holds *draft*."""
    path = session.workspace.draft_file(session.study.study_id)
    adopted = session.workspace.codebook_file(session.study.study_id)
    head = HEAD.format(waves=", ".join(waves), adopted=adopted.relative_to(session.workspace.root))
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}")
    aside.write_text(
        head + write_yaml(draft.model_dump(mode="json", exclude_defaults=True)), "utf-8"
    )
    aside.rename(path)
    return path


def _units_of(session: Session, waves: Sequence[str]) -> DataFrame[Units]:
    tables = [session.run(wave).table(Units) for wave in waves]
    return conform(pd.concat(tables, ignore_index=True), Units)
