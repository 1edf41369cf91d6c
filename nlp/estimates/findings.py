"""What a response can be found to say: the stubs of every table, in reading order."""

from collections.abc import Iterable

from pandera.typing import DataFrame

from nlp.contracts.codebook import NO_THEME, Codebook, themes_of
from nlp.contracts.tables import CATEGORIES, Findings, build, conform


def list_findings(questions: Iterable[str], codebook: Codebook) -> DataFrame[Findings]:
    """Return every finding of every question: themes, nets, mention categories, then no theme.

    Themes and nets stand in the order of the codebook; a question has the nets of its themes.
    """
    return build(
        [row for question_id in questions for row in _findings_of(question_id, codebook)], Findings
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


def _findings_of(question_id: str, codebook: Codebook) -> list[dict[str, object]]:
    themes = [
        theme for theme in codebook.themes if not theme.questions or question_id in theme.questions
    ]
    used = {theme.net for theme in themes}
    stubs = [
        *((theme.theme_id, "theme", theme.label, theme.net) for theme in themes),
        *((net.net_id, "net", net.label, "") for net in codebook.nets if net.net_id in used),
        *((mention_finding(c), "mention", f"{c.capitalize()} mentioned", "") for c in CATEGORIES),
        (NO_THEME, "none", "No theme", ""),
    ]
    names = ("finding_id", "kind", "label", "net_id")
    return [{"question_id": question_id, **dict(zip(names, stub, strict=True))} for stub in stubs]
