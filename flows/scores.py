"""What was measured, as tables for people."""

from collections.abc import Mapping
from shutil import get_terminal_size
from typing import Any

from flows.listings import printed
from nlp.contracts.tables import CATEGORIES

_WIDTH = 100
"""Characters of a table where there is no terminal."""


def in_words(answer: Mapping[str, Any]) -> str:
    """Return the quality of mentions as tables."""
    width = get_terminal_size((_WIDTH, 24)).columns
    stance, evidence = answer["stance"], answer["evidence"]
    lines = [
        f"Mentions in {answer['n']:,} coded answers, answer by answer:",
        *printed(_HEAD, [_scores(answer, name) for name in CATEGORIES], width),
        "",
        f"Stance on regulation right: {_rate(stance['accuracy'], stance['n'])}",
        f"Evidence overlaps: {_rate(evidence['overlap'], evidence['n'])}",
        "",
        "Errors by question (raised for nothing / missed):",
        *printed(
            ("question", "answers", *CATEGORIES),
            [_errors(question, of) for question, of in answer["questions"].items()],
            width,
        ),
    ]
    return "\n".join(lines)


_HEAD = ("category", "precision", "recall", "F1", "95 % interval", "status right")


def _scores(answer: Mapping[str, Any], category: str) -> tuple[str, ...]:
    of, status = answer[category], answer["status"][category]
    return (
        category,
        *(_figure(of[name]) for name in ("precision", "recall", "f1")),
        f"{_figure(of['low'])} to {_figure(of['high'])}",
        _rate(status["accuracy"], status["n"]),
    )


def _errors(question: str, of: Mapping[str, Any]) -> tuple[str, ...]:
    counts = (f"{of[name]['false']:,} / {of[name]['missed']:,}" for name in CATEGORIES)
    return question, f"{of['n']:,}", *counts


def _rate(share: float | None, n: int) -> str:
    return f"{_figure(share)} of {n:,}"


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
