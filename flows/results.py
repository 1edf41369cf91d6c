"""From the tables of a run to published files: what is shown, and where it came from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pandera.typing import DataFrame

from flows.deliveries import last_change
from flows.digests import package_versions
from flows.files import codebook_path, read_operation
from flows.holding import refuse_what_is_held
from flows.plan import Inputs
from flows.publishing import publish
from flows.rederiving import keep_codebook
from flows.session import Session
from flows.tracing import Said, trace
from flows.withdrawn import note_published
from nlp.contracts.tables import (
    LIST_JOINT,
    Answers,
    Bases,
    CodedResponses,
    Codings,
    Crosstabs,
    Mentions,
    Prevalence,
    Quarantine,
    RecordCounts,
    RedactedResponses,
    Remarks,
    ScreenedResponses,
    TableT,
    TopicAssignments,
    Topics,
    UncoveredReasons,
    Units,
    Wordings,
    conform,
)
from nlp.estimates.by_respondent import roll_up
from nlp.estimates.findings import list_findings
from nlp.intake.wordings import compare_wordings, latest_wordings
from nlp.report.coded import coded_table
from nlp.report.csv_text import as_csv
from nlp.report.page import render_page
from nlp.report.results import Results
from nlp.report.topline import crosstab_table, topline
from nlp.report.workbook import render_workbook
from nlp.themes.drift import measure_drift


def publish_results(session: Session, waves: Sequence[str], name: str, inputs: Inputs) -> Path:
    """Return the folder that now shows the results of *waves*, made from *inputs*."""
    results = gather(session, waves)
    refuse_what_is_held(results, name)
    outputs = session.workspace.outputs(session.study.study_id)
    keep = read_operation(session.workspace).retention.versions
    shown = publish(outputs, name, _files(results), _facts(session, results, inputs), keep)
    note_published(outputs, name)
    return shown


def gather(session: Session, waves: Sequence[str]) -> Results:
    """Return everything that a report on *waves* shows."""
    study, codebook = session.study, session.codebook
    wordings = _over(session, waves, Wordings)
    units, codings = _over(session, waves, Units), _over(session, waves, Codings)
    reasons = _over(session, waves, UncoveredReasons)
    found = _over(session, waves, TopicAssignments)
    lineage, new = trace(session, Said(tuple(waves), units, codings, reasons, found))
    return Results(
        study=study,
        codebook=codebook,
        waves=tuple(waves),
        wordings=latest_wordings(wordings, study),
        findings=list_findings(study.open_questions, codebook, study.mentions),
        bases=_over(session, waves, Bases),
        prevalence=_over(session, waves, Prevalence),
        crosstabs=_over(session, waves, Crosstabs),
        screened=_over(session, waves, ScreenedResponses),
        units=units,
        codings=codings,
        reasons=reasons,
        lineage=lineage,
        drift=measure_drift(units, codings),
        mentions=_over(session, waves, Mentions),
        coded=_over(session, waves, CodedResponses),
        answers=_over(session, waves, Answers),
        candidates={wave: _candidates(session, wave, new[wave]) for wave in waves},
        record_counts=_over(session, waves, RecordCounts),
        quarantine=_over(session, waves, Quarantine),
        remarks=_over(session, waves, Remarks),
        wording_ledger=compare_wordings(wordings, study),
        method=_method(session),
        lexicons=session.lexicons,
        made_at=session.clock(),
    )


def _candidates(session: Session, wave: str, new: DataFrame[Topics]) -> DataFrame[Topics]:
    """Return the newcomers of *wave* and the topics among what no theme covers in it."""
    return conform(pd.concat([new, session.run(wave).table(Topics)], ignore_index=True), Topics)


def _over(session: Session, waves: Sequence[str], table: type[TableT]) -> DataFrame[TableT]:
    """Return the rows of *table* over all *waves*."""
    tables = [session.run(wave).table(table) for wave in waves]
    return conform(pd.concat(tables, ignore_index=True), table)


def _method(session: Session) -> dict[str, str]:
    """Return in reading order what made the figures."""
    study, codebook = session.study, session.codebook
    path = codebook_path(session.workspace, study.study_id)
    held = f", {codebook.decided.entries} decisions" if codebook.decided else ""
    packages = ", ".join(f"{name} {version}" for name, version in package_versions().items())
    edition = f"{path.name}, version {codebook.version}, {codebook.status}" if path else "none yet"
    return {
        "OpenEnds": metadata.version("openends"),
        "Codebook": edition + held,
        "Encoder": session.encoder().name,
        "Lexicons": ", ".join(lexicon.category for lexicon in session.lexicons),
        "Similarity threshold": str(study.coding.threshold),
        "Base of shares": study.reporting.base,
        "Intervals": f"Wilson, {study.reporting.confidence_level:.0%}, effective base (Kish)",
        "Weights": "study weights" if study.weight else "none: every respondent stands for one",
        "Seed": str(study.seed),
        "Packages": packages,
    }


def _facts(session: Session, results: Results, inputs: Inputs) -> dict[str, Any]:
    """Return what the manifest says beside the files."""
    return {
        "study_id": results.study.study_id,
        "waves": list(results.waves),
        "made_at": results.made_at.isoformat(),
        "inputs": inputs,
        "openends": metadata.version("openends"),
        "packages": package_versions(),
        "encoder": session.encoder().name,
        "codebook": {
            "version": results.codebook.version,
            "status": results.codebook.status,
            "digest": keep_codebook(session),
        },
        "seed": results.study.seed,
        "settings": results.study.model_dump(mode="json"),
        "stages": {
            wave: [asdict(record) for record in session.run(wave).records.values()]
            for wave in results.waves
        },
        "delivery": {wave: last_change(session, wave) for wave in results.waves},
        "masked": {wave: _masked(session, wave) for wave in results.waves},
        "statuses": _counts(results.bases, ["wave", "question_id", "status"]),
        "rows": _counts(
            results.record_counts.rename(columns={"n_rows": "n_responses"}), ["wave", "fate"]
        ),
        "health": results.health.to_dict("records"),
        "quarantine": _counts(results.quarantine.assign(n_responses=1), ["wave", "rule"]),
    }


def _masked(session: Session, wave: str) -> dict[str, int]:
    """Return how many masks of each kind the responses of *wave* bear."""
    kinds = session.run(wave).table(RedactedResponses)["kinds"]
    found = Counter(kind for cell in kinds if cell for kind in cell.split(LIST_JOINT))
    return dict(sorted(found.items()))


def _counts(table: pd.DataFrame, by: list[str]) -> list[dict[str, Any]]:
    """Return how many responses, or rows set aside, there are by *by*."""
    counted = table.groupby(by)["n_responses"].sum().reset_index(name="n")
    columns = [counted[name].tolist() for name in counted.columns]  # plain values, for JSON
    return [dict(zip(counted.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def _files(results: Results) -> dict[str, bytes]:
    """Return the published files by name."""
    coded = coded_table(results)
    return {
        "topline.csv": as_csv(topline(results)).encode(),
        "crosstabs.csv": as_csv(crosstab_table(results)).encode(),
        "coded_responses.csv": as_csv(coded).encode(),
        "coded_responses.parquet": _parquet(coded),
        "codings.csv": as_csv(results.codings).encode(),
        "uncovered.csv": as_csv(results.reasons).encode(),
        "topic_lineage.csv": as_csv(results.lineage).encode(),
        "mentions.csv": as_csv(results.mentions).encode(),
        "mentions_by_respondent.csv": as_csv(roll_up(results.coded)).encode(),
        "rows_delivered.csv": as_csv(results.record_counts).encode(),
        "health.csv": as_csv(results.health).encode(),
        "rows_set_aside.csv": as_csv(results.quarantine).encode(),
        "remarks.csv": as_csv(results.remarks).encode(),
        "wordings.csv": as_csv(results.wording_ledger).encode(),
        "workbook.xlsx": render_workbook(results),
        "report.html": render_page(results).encode(),
    }


def _parquet(frame: pd.DataFrame) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), sink)
    return bytes(sink.getvalue())
