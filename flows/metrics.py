"""Figures for a monitor, as OpenMetrics text: read from histories and manifests, no study opened.

All are gauges with labels of ids and names, so that node_exporter's textfile collector, which
reads the older form of Prometheus, takes them too.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, get_args

from flows.publishing import read_manifest
from flows.run_history import Entry, Outcome, read_history
from flows.workspace import ALL_WAVES, Workspace

OUTCOMES = get_args(Outcome)

SUCCESSES = ("done", "unchanged")

MEANINGS = {
    "run_ended_seconds": "when the last run ended, since 1970",
    "success_ended_seconds": "when the last run ended that was done or had nothing to do",
    "run_duration_seconds": "how long the last run took",
    "run_exit_code": "the exit code of the last run",
    "run_outcome": "1 for the outcome of the last run, 0 for the others",
    "published_seconds": "when what is published was made, since 1970",
    "rows": "rows delivered, by what became of them",
    "responses": "responses by status",
    "health_measured": "a figure that tells whether a wave is sound; question is empty: all of it",
    "health_limit": "its limit: a base should be at least that, all others at most",
    "health_sound": "1 if it is within its limit, or of too few to say",
}
"""What each figure says; its name begins with `openends_`."""


class _Sample(NamedTuple):
    name: str
    labels: Mapping[str, str]
    value: float


def metrics(workspace: Workspace, studies: Iterable[str]) -> str:
    """Return the figures of *studies* as OpenMetrics text."""
    samples = [sample for study_id in studies for sample in _samples_of(workspace, study_id)]
    lines: list[str] = []
    for name, meaning in MEANINGS.items():
        of_name = [sample for sample in samples if sample.name == name]
        if of_name:
            lines += [f"# HELP openends_{name} {meaning}", f"# TYPE openends_{name} gauge"]
            lines += [_line(sample) for sample in of_name]
    return "\n".join([*lines, "# EOF", ""])


def _samples_of(workspace: Workspace, study_id: str) -> Iterator[_Sample]:
    about = {"study": study_id}
    yield from _of_runs(about, read_history(workspace, study_id))
    manifest = read_manifest(workspace.outputs(study_id) / ALL_WAVES)
    if manifest is not None:
        yield from _of_outputs(about, manifest)


def _of_runs(about: Mapping[str, str], runs: list[Entry]) -> Iterator[_Sample]:
    """Yield what is told of the last run; a skipped one tells nothing of the study."""
    judged = [run for run in runs if run["outcome"] not in ("skipped", "under way")]
    if runs:
        last = runs[-1]["outcome"]
        for outcome in OUTCOMES:
            labels = {**about, "outcome": outcome.replace(" ", "_")}
            yield _Sample("run_outcome", labels, float(outcome == last))
    if judged and judged[-1]["ended"]:
        yield _Sample("run_ended_seconds", about, _seconds(judged[-1]["ended"]))
        yield _Sample("run_duration_seconds", about, judged[-1]["seconds"])
        yield _Sample("run_exit_code", about, judged[-1]["exit_code"])
    successes = [run for run in judged if run["outcome"] in SUCCESSES]
    if successes:
        yield _Sample("success_ended_seconds", about, _seconds(successes[-1]["ended"]))


def _of_outputs(about: Mapping[str, str], manifest: Mapping[str, Any]) -> Iterator[_Sample]:
    """Yield what is told of the published results of all waves."""
    yield _Sample("published_seconds", about, _seconds(manifest["made_at"]))
    for row in manifest.get("rows", []):
        labels = {**about, "wave": row["wave"], "fate": row["fate"]}
        yield _Sample("rows", labels, row["n"])
    for row in manifest.get("statuses", []):
        labels = {**about, "wave": row["wave"], "question": row["question_id"]}
        yield _Sample("responses", {**labels, "status": row["status"]}, row["n"])
    for row in manifest.get("health", []):
        where = {**about, "wave": row["wave"], "question": row["question_id"]}
        labels = {**where, "gate": row["gate"]}
        yield _Sample("health_measured", labels, row["measured"])
        yield _Sample("health_limit", labels, row["limit"])
        yield _Sample("health_sound", labels, float(row["verdict"] in ("passed", "too_few")))


def _line(sample: _Sample) -> str:
    """Return a sample as it stands in the text.

    >>> _line(_Sample("rows", {"study": "s", "fate": "accepted"}, 12))
    'openends_rows{study="s",fate="accepted"} 12'
    """
    labels = ",".join(f'{name}="{_escaped(value)}"' for name, value in sample.labels.items())
    return f"openends_{sample.name}{{{labels}}} {_number(sample.value)}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _seconds(moment: str) -> float:
    return dt.datetime.fromisoformat(moment).timestamp()
