"""What a response can be found to say: the stubs of every table, in reading order."""

from collections.abc import Iterable, Sequence

from pandera.typing import DataFrame

from nlp.contracts.codebook import NO_THEME, Codebook, themes_of
from nlp.contracts.study import Tagging
from nlp.contracts.tables import CATEGORIES, STANCES, TARGETS, Findings, build, conform

_Stub = tuple[str, str, str, str]
"""Id, kind, label and net of a finding."""

STANCE = "stance:"
"""What the ids of stances begin with."""

STANCE_LABELS = {
    "for": "For regulation",
    "against": "Against regulation",
    "mixed": "For and against regulation",
    "neutral": "Takes no side on regulation",
}

TARGET_LABELS = {
    "open": "of open models",
    "closed": "of closed models",
    "both": "of open and closed models alike",
    "ai": "of AI in general",
    "unclear": "without saying of what",
}


def list_findings(
    questions: Iterable[str], codebook: Codebook, settings: Tagging
) -> DataFrame[Findings]:
    """Return every finding of every question, in reading order.

    Themes and nets stand in the order of the codebook; a question has the nets of its themes. Then
    come mention categories, stances on regulation, what the mentions are of, and no theme.
    """
    mentioned = _mentioned(settings)
    return build(
        [row for name in questions for row in _findings_of(name, codebook, mentioned)], Findings
    )


def live_findings(
    findings: DataFrame[Findings], codebook: Codebook, wave: str, waves: tuple[str, ...]
) -> DataFrame[Findings]:
    """Return the findings that can be raised in *wave*; *waves* is the order of fielding.

    A theme that was not yet or no longer coded was not looked for: it has no share, not one of 0.
    """
    live: set[tuple[str, str]] = set()
    for question_id in findings["question_id"].unique():
        for theme in themes_of(codebook, question_id, wave, waves):
            live |= {(question_id, theme.theme_id), (question_id, theme.net)}
    stubs = zip(findings["question_id"], findings["finding_id"], findings["kind"], strict=True)
    keep = [
        kind not in ("theme", "net") or (question_id, finding_id) in live
        for question_id, finding_id, kind in stubs
    ]
    return conform(findings[keep].reset_index(drop=True), Findings)


def mention_finding(category: str) -> str:
    """Return the finding of a mention category; a theme cannot have it, as its id has no colon.

    >>> mention_finding("risk")
    'mention:risk'
    """
    return f"mention:{category}"


def stance_finding(stance: str) -> str:
    """Return the finding of whoever raises regulation and takes that *stance*.

    >>> stance_finding("for")
    'stance:for'
    """
    return f"{STANCE}{stance}"


def target_finding(category: str, target: str) -> str:
    """Return the finding of a mention category that is said of *target*.

    >>> target_finding("risk", "open")
    'mention:risk:open'
    """
    return f"{mention_finding(category)}:{target}"


def _mentioned(settings: Tagging) -> list[_Stub]:
    """Return what can be mentioned; stances and targets divide what stands before them."""
    stubs: list[_Stub] = [
        (mention_finding(c), "mention", f"{c.capitalize()} mentioned", "") for c in CATEGORIES
    ]
    stubs += [(stance_finding(s), "stance", STANCE_LABELS[s], "") for s in STANCES if s]
    if settings.by_target:
        stubs += [
            (target_finding(c, t), "target", f"{c.capitalize()} {TARGET_LABELS[t]}", "")
            for c in CATEGORIES
            for t in TARGETS
        ]
    return stubs


def _findings_of(
    question_id: str, codebook: Codebook, mentioned: Sequence[_Stub]
) -> list[dict[str, object]]:
    themes = [
        theme for theme in codebook.themes if not theme.questions or question_id in theme.questions
    ]
    used = {theme.net for theme in themes}
    stubs = [
        *((theme.theme_id, "theme", theme.label, theme.net) for theme in themes),
        *((net.net_id, "net", net.label, "") for net in codebook.nets if net.net_id in used),
        *mentioned,
        (NO_THEME, "none", "No theme", ""),
    ]
    names = ("finding_id", "kind", "label", "net_id")
    return [{"question_id": question_id, **dict(zip(names, stub, strict=True))} for stub in stubs]
