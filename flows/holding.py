"""A publication held back, because a figure that shall hold it back is beyond its limit."""

from nlp.contracts.errors import HeldBack, listed
from nlp.report.health import LEDGER
from nlp.report.limits import in_words
from nlp.report.results import Results

HOW_TO_GO_ON = (
    "Look at the export. To publish all the same, name what you looked at in gates.let_pass of "
    "{file} ({passed}), or move the limit, and run again. What was published before is untouched."
)

OUR_BUG = "Rows that are not accounted for are our bug: keep the export and report it."


def refuse_what_is_held(results: Results, name: str) -> None:
    """Raise HeldBack if a figure of *results*, which `outputs/name` would show, holds it back."""
    held = results.health[results.health["verdict"] == "held"]
    if held.empty:
        return
    columns = ("wave", "question_id", "gate", "measured", "limit")
    rows = list(zip(*(held[column] for column in columns), strict=True))
    figures = [figure_in_words(*row) for row in rows]
    gates: dict[str, list[str]] = {}
    for wave, _, gate, *_ in rows:
        if gate != LEDGER and gate not in gates.setdefault(wave, []):
            gates[wave].append(gate)
    passed = ", ".join(f"{wave}: [{', '.join(names)}]" for wave, names in gates.items() if names)
    file = f"{results.study.study_id}.yaml"
    advice = HOW_TO_GO_ON.format(file=file, passed=passed) if passed else OUR_BUG
    raise HeldBack(listed(f"{name} is not published:", [*figures, advice]), figures)


def figure_in_words(wave: str, question_id: str, gate: str, measured: float, limit: float) -> str:
    """Return a figure in a line of names and numbers.

    >>> figure_in_words("2026", "risks", "junk", 0.41, 0.3)
    'wave 2026, risks: junk is 41%, where 30% is the most'
    """
    bound = "least" if gate == "base" else "most"
    where = f"wave {wave}, {question_id}" if question_id else f"wave {wave}"
    found, allowed = in_words(gate, measured), in_words(gate, limit)
    return f"{where}: {gate} is {found}, where {allowed} is the {bound}"
