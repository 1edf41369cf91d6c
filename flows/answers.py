"""What a verb answered, in words for people."""

from collections.abc import Mapping
from typing import Any

HEADLINES = {
    "unchanged": "Nothing changed; nothing was done.",
    "done": "Done.",
    "in order": "Everything is in order.",
    "verified": "Every published file is what its manifest says.",
}


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
        return [f"  {title}:", *(f"    {name}: {_inline(part)}" for name, part in value.items())]
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return [f"  {title}:", *(f"    {_state(part)}" for part in value)]
    return [f"  {title}: {_inline(value)}"]


def _state(wave: Mapping[str, Any]) -> str:
    because = f" ({', '.join(wave['changed'])})" if wave["changed"] else ""
    return f"{wave['wave']}: {wave['state']}{because}"


def _inline(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{part:,} {name.replace('_', ' ')}" for name, part in value.items())
    return ", ".join(value) if isinstance(value, list) else str(value)
