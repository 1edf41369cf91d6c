"""Listings of an answer, as tables for people."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

COLUMNS = {
    "deliveries": ("wave", "first_seen", "rows", "respondents", "change", "kept", "sha256"),
    "moves": (
        "wave",
        "question_id",
        "finding_id",
        "share_before",
        "share_after",
        "lost",
        "gained",
    ),
    "stages": ("wave", "stage", "verdict", "because"),
    "runs": (
        "started",
        "verb",
        "outcome",
        "exit_code",
        "seconds",
        "waves",
        "computed",
        "found",
        "error",
        "figures",
    ),
    "wordings": ("question_id", "wave", "version", "comparable_group", "reason", "wording"),
}
"""What is shown of each listing, in this order; scripts get all of it."""

_MINUTE = len("2026-01-31T12:00")

_SHOWN = {"first_seen": _MINUTE, "started": _MINUTE, "sha256": 12}
"""How much of long values people need: the minute, and what names of kept files begin with."""

_WHOLE = (
    "started",
    "first seen",
    "verb",
    "outcome",
    "seconds",
    "wave",
    "waves",
    "computed",
    "found",
)
"""Columns that are never folded: a time or a wave in two lines is hard to read."""

_AS_TEXT: dict[str, Callable[[Any], str]] = {
    "seconds": lambda seconds: f"{seconds:,.1f}",
    "waves": "\n".join,
    "figures": lambda figures: "\n".join(figure.split(" is ")[0] for figure in figures),
}
"""Columns that are shown in a way of their own."""


def as_table(name: str, rows: Sequence[Mapping[str, Any]], width: int) -> list[str]:
    """Return the lines of the listing *name* as a table of at most *width* characters."""
    columns = COLUMNS[name]
    cells = [[_cell(column, row[column]) for column in columns] for row in rows]
    return printed([column.replace("_", " ") for column in columns], cells, width)


def printed(head: Sequence[str], rows: Iterable[Sequence[str]], width: int) -> list[str]:
    """Return the lines of a table of at most *width* characters; long words are folded."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for column in head:
        table.add_column(column, overflow="fold", no_wrap=column in _WHOLE)
    for row in rows:
        table.add_row(*map(Text, row))
    console = Console(file=io.StringIO(), width=width, color_system=None)
    with console.capture() as shown:
        console.print(table)
    return [line.rstrip() for line in shown.get().splitlines() if line.strip()]


def _cell(column: str, value: object) -> str:
    if column in _SHOWN:
        return str(value)[: _SHOWN[column]].replace("T", " ")
    if column in _AS_TEXT:
        return _AS_TEXT[column](value)
    if value is None:
        return "\u2013"
    if isinstance(value, list):
        return f"{len(value):,}"
    if isinstance(value, float):
        return f"{value:.1%}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return str(value["words"]) if isinstance(value, Mapping) else str(value)
