"""The figures of health in the words of the report."""

from typing import NamedTuple

from nlp.report.figures import count, percent
from nlp.report.results import Results

GATE_WORDS = {
    "ledger": "Not accounted for",
    "junk": "Junk",
    "uncovered": "No theme",
    "other_language": "Other language",
    "base": "Base",
    "drift": "Less like their themes",
}

VERDICT_WORDS = {
    "passed": "within its limit",
    "too_few": "too few to say",
    "failed": "beyond its limit",
    "let_pass": "beyond its limit, let pass",
    "held": "beyond its limit, holds back",
}


class HealthLine(NamedTuple):
    """One figure in words."""

    wave: str
    question: str
    figure: str
    measured: str
    limit: str
    verdict: str
    is_sound: bool
    warns: bool
    """Whether the page says so at its top; small bases are marked at every share already."""


def health_lines(results: Results) -> tuple[HealthLine, ...]:
    """Return every figure in words, in the order of the table."""
    columns = ("wave", "question_id", "gate", "measured", "limit", "verdict")
    rows = zip(*(results.health[name] for name in columns), strict=True)
    return tuple(
        HealthLine(
            wave=wave,
            question=results.question_label(question_id) if question_id else "",
            figure=GATE_WORDS[gate],
            measured=in_words(gate, measured),
            limit=f"{'from' if gate == 'base' else 'to'} {in_words(gate, limit)}",
            verdict=VERDICT_WORDS[verdict],
            is_sound=verdict in ("passed", "too_few"),
            warns=verdict in ("held", "let_pass") or (verdict == "failed" and gate != "base"),
        )
        for wave, question_id, gate, measured, limit, verdict in rows
    )


def in_words(gate: str, number: float) -> str:
    """Return a figure as people read it: a share, a count, or a difference of likenesses.

    >>> in_words("junk", 0.312), in_words("base", 1200.0), in_words("drift", -0.004)
    ('31%', '1,200', '0.00')
    """
    if gate in ("base", "ledger"):
        return count(number)
    return f"{number:.2f}".replace("-0.00", "0.00") if gate == "drift" else percent(number)
