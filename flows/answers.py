"""What a verb answered, in words for people."""

from collections.abc import Mapping
from shutil import get_terminal_size
from typing import Any

from flows.listings import COLUMNS, as_table

HEADLINES = {
    "unchanged": "Nothing changed; nothing was done.",
    "done": "Done.",
    "in order": "Everything is in order.",
    "proposed": "A study file is proposed; correct it before it is used.",
    "derived again": "Every published file is what its manifest says; the codings come out again.",
    "foreseen": "This is what the next run would do; nothing was done.",
    "looked into": "This is what a run would do; nothing was done.",
    "rolled back": "The version before is shown again.",
    "forward again": "What was taken back is shown again.",
    "pruned": "What no study needs any more is gone.",
    "would be pruned": "This could go; nothing was deleted.",
    "nothing to prune": "Nothing can go; nothing was deleted.",
    "forgotten": "The person is gone from all that is kept and published here.",
    "submitted": "Asked of Prefect; a worker takes it up.",
    "verified": "Every published file is what its manifest says.",
}


_WIDTH = 100
"""Characters of a table where there is no terminal."""


def in_words(answer: Mapping[str, Any]) -> str:
    """Return *answer* as a few lines of text."""
    lines = [f"{answer['study']}: {HEADLINES.get(answer.get('outcome', ''), '')}".rstrip(": ")]
    for key, value in answer.items():
        if key not in ("study", "outcome", "seconds") and value not in ([], {}):
            lines += _lines(key, value)
    return "\n".join([*lines, f"  ({answer['seconds']} s)"])


def _lines(key: str, value: object) -> list[str]:
    title = key.replace("_", " ").capitalize()
    if isinstance(value, Mapping):
        return [f"  {title}:", *(line for item in value.items() for line in _entry(*item))]
    if isinstance(value, list) and key in COLUMNS:
        width = get_terminal_size((_WIDTH, 24)).columns - 2
        return [f"  {title}:", *(f"  {line}" for line in as_table(key, value, width))]
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return [f"  {title}:", *(f"    {_state(part)}" for part in value)]
    return [f"  {title}: {_inline(value)}"]


def _entry(name: str, part: object) -> list[str]:
    """Return one entry of a mapping; the items of a list stand below each other."""
    if isinstance(part, list) and part:
        return [f"    {name}:", *(f"      {item}" for item in part)]
    return [f"    {name}: {_inline(part)}"]


def _state(wave: Mapping[str, Any]) -> str:
    because = f" ({', '.join(wave['changed'])})" if wave["changed"] else ""
    return f"{wave['wave']}: {wave['state']}{because}"


def _inline(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{part:,} {name.replace('_', ' ')}" for name, part in value.items())
    return ", ".join(value) if isinstance(value, list) else str(value)
