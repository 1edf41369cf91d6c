"""Topics of a study → a codebook draft for people to edit."""

import contextlib
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
from pandera.typing import DataFrame

from flows.code_wave import vectors_of
from flows.durable import write_whole
from flows.files import read_ledger
from flows.session import Session
from flows.yaml_files import read_yaml, write_yaml
from nlp.contracts.codebook import Codebook, parse_codebook
from nlp.contracts.errors import CodebookError, NotEnoughResponses
from nlp.contracts.study import Study
from nlp.contracts.tables import Granularity, Topics, Units, conform
from nlp.themes.description import describe_topics
from nlp.themes.discovery import discover_levels
from nlp.themes.drafting import draft_codebook
from nlp.themes.granularity import choose_level, measure_granularity
from nlp.themes.lint import lint_codebook
from nlp.themes.nets import propose_nets
from nlp.themes.redrafting import Redraft, keep_ids

HEAD = """\
# DRAFT, made from topics that a model found in {waves}; nobody has read it yet.
# It quotes respondents (their words masked), so it is not for publication.
# Edit it: rename, merge and drop themes, write definitions, replace examples. Nets, the level
# above themes, are proposals too: rename them, move themes between them, or drop them. Then save
# it as {adopted} with `status: adopted`.
"""

REMARKS = """\
#
# What `openends check` says of it as it is:
"""

REDRAFTED = """\
#
# What became of the draft before, whose ids themes keep, and of labels that were asked for:
"""

EVIDENCE = """\
# How fine topics are cut is `discovery.granularity` in the study file. Stability says how far one
# is found again in part of the answers (Hennig 2007): .75 and more is sure, below .6 is not.
"""


def propose(session: Session, waves: Sequence[str]) -> None:
    """Write a codebook draft from the topics of *waves*, whose units are prepared and encoded."""
    run, study = session.run(), session.study
    units = _units_of(session, waves)
    embeddings = vectors_of(session, units)
    levels = run.stage(discover_levels, units, embeddings, study.discovery, study.seed)
    granularity = run.stage(measure_granularity, units, levels)
    found = run.stage(choose_level, levels, study.discovery)
    tagger, names = session.tagger, session.topic_names
    topics = run.stage(describe_topics, units, embeddings, found, tagger, names)
    run.finish()  # also where no draft comes of it: what was found is told all the same
    nets = propose_nets(topics, found, embeddings)
    draft = draft_codebook(study.study_id, topics, nets, units, study.discovery)
    stability = stability_of(draft, topics)
    redraft = redrafted(session, draft)
    stability = {redraft.id_of[t]: value for t, value in stability.items() if t in redraft.id_of}
    labelled = labelled_by_endpoint(session, redraft)
    write_draft(session, labelled, waves, granularity, stability)


def redrafted(session: Session, draft: Codebook) -> Redraft:
    """Return *draft* under the ids of the draft that it replaces, if there is one."""
    path = session.workspace.draft_file(session.study.study_id)
    if not path.is_file():
        return Redraft(draft, {theme.theme_id: theme.theme_id for theme in draft.themes}, ())
    before = parse_codebook(read_yaml(path, CodebookError), path.name)
    ledger = read_ledger(session.workspace, session.study)
    return keep_ids(draft, before, ledger, session.encoder())


def labelled_by_endpoint(session: Session, redraft: Redraft) -> Redraft:
    """Return *redraft* with labels from the study's endpoint, if it has one; keep the prompts."""
    study, wanted = session.study, set(redraft.id_of.values())
    if not study.labelling.endpoint:
        return redraft
    from flows.labelling import label_themes  # loads what talks to a network

    names = session.topic_names
    found = label_themes(redraft.codebook, wanted, study.labelling, names, study.seed)
    path = session.workspace.prompts_file(study.study_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, write_yaml(found.record))
    return Redraft(found.codebook, redraft.id_of, (*redraft.remarks, *found.remarks))


def propose_if_enough(session: Session, waves: Sequence[str]) -> None:
    """Write a codebook draft from the topics of *waves*, unless too little was said for one."""
    with contextlib.suppress(NotEnoughResponses):  # a small study is reported all the same
        propose(session, waves)


def evidence(granularity: DataFrame[Granularity], study: Study) -> dict[str, list[str]]:
    """Return for every question a line per level of detail; the one that is used says so.

    Where too little was said to look for topics, one line says how much, and how much is needed.
    """
    return {
        question_id: _evidence_of(granularity[granularity["question_id"] == question_id], study)
        for question_id in study.open_questions
    }


def _evidence_of(levels: pd.DataFrame, study: Study) -> list[str]:
    least, used = study.discovery.min_units, study.discovery.granularity
    n_different = int(levels["n_different"].max()) if len(levels) else 0
    if n_different < least:
        return [f"{n_different} different answers (or sentences of them); topics need {least}"]
    lines = []
    for row in levels.to_dict("records"):
        share, stability = f"{row['coverage']:.0%}", _short(row["mean_stability"])
        line = f"{row['level']}: {row['n_topics']} topics, {share} of units, stability {stability}"
        lines.append(line + " (used)" * (row["level"] == used))
    return lines


def stability_of(draft: Codebook, topics: DataFrame[Topics]) -> dict[str, float]:
    """Return how stable the topic is that each theme of *draft* was made from, if that is told."""
    ordered = topics.sort_values(["question_id", "topic_id"])["stability"]
    pairs = zip(draft.themes, ordered, strict=True)
    return {theme.theme_id: value for theme, value in pairs if not math.isnan(value)}


def write_draft(
    session: Session,
    redraft: Redraft,
    waves: Sequence[str],
    granularity: DataFrame[Granularity],
    stability: Mapping[str, float],
) -> Path:
    """Return the file that now holds *redraft*, with what speaks for it in comments."""
    draft = redraft.codebook
    path = session.workspace.draft_file(session.study.study_id)
    adopted = session.workspace.codebook_file(session.study.study_id)
    head = HEAD.format(waves=", ".join(waves), adopted=adopted.relative_to(session.workspace.root))
    remarks = lint_codebook(draft, session.encoder())
    head += REMARKS * bool(remarks) + "".join(f"#   {remark}\n" for remark in remarks)
    head += REDRAFTED * bool(redraft.remarks)
    head += "".join(f"#   {remark}\n" for remark in redraft.remarks)
    found = evidence(granularity, session.study)
    lines = [f"# {name}\n#   " + "\n#   ".join(each) + "\n" for name, each in found.items()]
    body = write_yaml(draft.model_dump(mode="json", exclude_defaults=True))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, head + EVIDENCE + "".join(lines) + _commented(body, stability))
    return path


def _commented(body: str, stability: Mapping[str, float]) -> str:
    """Return *body* with the stability of its topic beside the id of each theme."""
    for theme_id, value in stability.items():
        line = f"theme_id: {theme_id}\n"
        body = body.replace(line, f"{line[:-1]}  # stability {_short(value)}\n", 1)
    return body


def _short(stability: float) -> str:
    """Return *stability* in two digits.

    >>> _short(0.834), _short(1.0), _short(float("nan"))
    ('.83', '1.00', 'not told')
    """
    return "not told" if math.isnan(stability) else f"{stability:.2f}".removeprefix("0")


def _units_of(session: Session, waves: Sequence[str]) -> DataFrame[Units]:
    tables = [session.run(wave).table(Units) for wave in waves]
    return conform(pd.concat(tables, ignore_index=True), Units)
