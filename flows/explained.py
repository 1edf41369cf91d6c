"""An explanation of one response, in lines for people."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Facts = Mapping[str, Any]

_CONTEXT = ("certainty", "holder", "time", "target", "stance")


def in_words(answer: Facts) -> str:
    """Return what `explain` answers as lines of text."""
    about = [f"question {answer['question_id']}", answer["status"]]
    about += [f"flagged {answer['flag']}"] if answer["flag"] else []
    lines = [
        f"{answer['study']}, wave {answer['wave']}, response {answer['response_id']}:",
        f"  {', '.join(about)}",
        *_quoted(answer["text"], "  "),
    ]
    for number, unit in enumerate(answer["units"], start=1):
        lines += ["", *_unit(number, unit)]
    if not answer["units"]:
        lines += ["", "  It was not cut into units: only codable responses are."]
    return "\n".join(lines)


def _unit(number: int, unit: Facts) -> Iterator[str]:
    yield f"  Unit {number} ({unit['start']} to {unit['end']}, {unit['unit_id']})"
    yield from _quoted(unit["text"], "    ")
    for mention in unit["mentions"]:
        yield from _mention(mention, unit)
    if not unit["mentions"]:
        yield "    no mention"
    for near in unit["nearly"]:
        words = "" if near["rule"] != "lexicon" else f", {near['span']!r}"
        found = f"{near['rule']}, {near['score']:.2f}"
        yield f"    nearly {near['category']}{words}: {found}{_because(near['evidence'])}"
    for theme in unit["themes"]:
        found = f"{theme['source']}, {theme['confidence']:.2f}"
        yield f"    theme {_named(theme)}: {found}{_because(theme['evidence'])}"
    if unit["uncovered"]:
        yield from _uncovered(unit["uncovered"])


def _mention(mention: Facts, unit: Facts) -> Iterator[str]:
    status = "denied" if mention["negated"] else "affirmed"
    yield f"    {mention['category']} {status}: {mention['term']} ({mention['term_id']})"
    place = f"{mention['start']} to {mention['end']}"
    words = "the whole unit" if mention["span"] == unit["text"] else repr(mention["span"])
    yield f"      words    {words}, {place}"
    context = [f"{name} {mention[name]}" for name in _CONTEXT if mention[name]]
    yield f"      context  {', '.join(context)}"
    if mention["cues"]:
        yield f"      cues     {mention['cues']}"
    found = f"{mention['rule']}, {mention['score']:.2f}"
    yield f"      found by {found}{_because(mention['evidence'])}"


def _uncovered(uncovered: Facts) -> Iterator[str]:
    reason = uncovered["reason"].replace("_", " ")
    yield f"    no theme: {reason} ({uncovered['n_words']} words)"
    for theme in uncovered["nearest"]:
        yield f"      nearest  {_named(theme)}: {theme['likeness']:.2f}"


def _named(theme: Facts) -> str:
    return f"{theme['theme']} ({theme['theme_id']})" if theme["theme"] else str(theme["theme_id"])


def _because(evidence: str) -> str:
    return f", by {evidence!r}" if evidence else ""


def _quoted(text: str, indent: str) -> Iterable[str]:
    return [f"{indent}| {line}" for line in text.split("\n")]
