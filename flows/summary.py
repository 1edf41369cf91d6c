"""The summary of a study that Prefect shows: aggregates only, in Markdown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flows.publishing import read_manifest
from flows.run_history import Entry
from flows.workspace import ALL_WAVES, Workspace
from nlp.intake.rules import ACCEPTED
from nlp.report.limits import GATE_WORDS, VERDICT_WORDS, in_words


def summary_key(study_id: str) -> str:
    """Return the key of the summary: Prefect allows small letters, digits and dashes.

    >>> summary_key("open_models")
    'summary-open-models'
    """
    return "summary-" + study_id.replace("_", "-")


def summary(workspace: Workspace, study_id: str, run: Entry) -> str:
    """Return how the *run* went, and what is published, for whoever looks at Prefect."""
    ended = f"**{run['outcome']}**" + (f", {run['error']}" if run["error"] else "")
    lines = [f"# {study_id}", "", f"{run['verb']}: {ended}, exit code {run['exit_code']}."]
    if run["figures"]:
        lines += ["", "Beyond its limit:", "", *(f"- {figure}" for figure in run["figures"])]
    folder = workspace.outputs(study_id) / ALL_WAVES
    manifest = read_manifest(folder)
    if manifest is None:
        return "\n".join([*lines, "", "Nothing is published over all waves yet."])
    lines += ["", f"Published {manifest['made_at']}: `{folder / 'report.html'}`"]
    lines += ["", "## Rows and responses", "", *_accounts(manifest)]
    return "\n".join([*lines, "", "## Health", "", *_health(manifest)])


def notice(study_id: str, run: Entry) -> tuple[str, str]:
    """Return subject and body of what to tell people of a *run* that failed or was held back."""
    lines = [
        f"{run['verb']} of {study_id}: {run['error']}, exit code {run['exit_code']}.",
        *([f"Waves: {', '.join(run['waves'])}."] if run["waves"] else []),
        *run["figures"],
        f"What was published before is untouched. Look: openends history {study_id}",
    ]
    return f"OpenEnds: {study_id} {run['outcome']}", "\n".join(lines)


def _accounts(manifest: Mapping[str, Any]) -> list[str]:
    rows = []
    for wave in manifest["waves"]:
        fates = [one for one in manifest["rows"] if one["wave"] == wave]
        statuses = [one for one in manifest["statuses"] if one["wave"] == wave]
        accepted = sum(one["n"] for one in fates if one["fate"] == ACCEPTED)
        delivered = sum(one["n"] for one in fates)
        codable = sum(one["n"] for one in statuses if one["status"] == "codable")
        numbers = (delivered, accepted, delivered - accepted, codable)
        rows.append([wave, *(f"{number:,}" for number in numbers)])
    return _table(("wave", "rows", "accepted", "set aside", "codable responses"), rows)


def _health(manifest: Mapping[str, Any]) -> list[str]:
    """Return the figures beyond their limits, or that there is none."""
    figures = manifest.get("health", [])
    ill = [one for one in figures if one["verdict"] not in ("passed", "too_few")]
    if not ill:
        return [f"All {len(figures)} figures are within their limits."]
    rows = [
        [
            one["wave"],
            one["question_id"],
            GATE_WORDS[one["gate"]],
            in_words(one["gate"], one["measured"]),
            in_words(one["gate"], one["limit"]),
            VERDICT_WORDS[one["verdict"]],
        ]
        for one in ill
    ]
    return _table(("wave", "question", "figure", "measured", "limit", "verdict"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in lines]
