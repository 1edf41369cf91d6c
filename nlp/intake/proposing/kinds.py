"""What a column is, as far as its name and its cells tell."""

import re
from typing import Literal

from nlp.intake.proposing.names import (
    asks_for_all,
    is_identifying,
    is_made_by_machine,
    is_metadata,
    is_other_field,
    is_wave,
    is_weight,
    sounds_closed,
    sounds_open,
)
from nlp.intake.proposing.sightings import Sighting, words_of

Kind = Literal["unnamed", "empty", "identifying", "metadata", "machine", "same", "wave", "weight",
               "day", "number", "codes", "open", "closed"]  # fmt: skip

WHY_LEFT_OUT = {
    "unnamed": "it has no name in the header",
    "empty": "nothing stands in it",
    "metadata": "a column that survey platforms add by themselves",
    "machine": "made by a machine from an answer",
    "same": "the same in every record",
    "day": "days, not answers",
    "number": "numbers, not options; put them into classes first to use them",
    "codes": "single words or codes, mostly different",
}

MOST_VALUES = 12
_SMALL = 20
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.\w+|\d{1,3}(?:\.\d{1,3}){3}")
_LEGACY = re.compile(r"V\d+")
_COUNTED = re.compile(r"\b(?:age|year|how many|number of|minutes|income)\b")


def kind_of(column: Sighting) -> Kind:
    """Return what *column* is; of what could be several things, the first that fits."""
    named = _kind_by_name(column)
    if named:
        return named
    if column.labels.labels and column.distinct <= len(column.labels.labels):
        return "closed"
    if column.numeric > 0.95:
        return _kind_of_numbers(column)
    if column.days >= 0.9:
        return "day"
    return _kind_of_words(column) if column.filled >= _SMALL else _kind_of_few(column)


def is_other_text(column: Sighting) -> bool:
    """Return whether *column* is an "Other - please specify" field, not a tick beside one."""
    if not any(is_other_field(name) for name in (column.item, *column.own)):
        return False
    ticks = {column.item.casefold(), "other", "1", "x", "y", "yes", "true"}
    shown = {value.casefold() for value in (*column.values, *column.labels.labels.values())}
    return bool(column.values) and not shown <= {*ticks, *(n.casefold() for n in column.own)}


def _kind_by_name(column: Sighting) -> Kind | None:
    names = column.own
    always = column.filled == column.records >= _SMALL
    tests: dict[Kind, bool] = {
        "unnamed": not names,
        "identifying": is_identifying(names) or _holds_addresses(column),
        "empty": not column.values,
        "machine": is_made_by_machine(names),
        "weight": is_weight(names) and column.numeric == 1,
        "wave": is_wave(names) and column.distinct <= MOST_VALUES,
        "metadata": is_metadata(_platform_names(column)),
        "same": column.distinct == 1 and always,
    }
    return next((kind for kind, fits in tests.items() if fits), None)


def _platform_names(column: Sighting) -> tuple[str, ...]:
    """Return the names by which a platform would call a column that it adds itself.

    Below a question stand options, which may be called anything; below V7 stands a meaning.
    """
    legacy = _LEGACY.fullmatch(column.own[0]) if column.own else None
    return column.own[:2] if legacy else column.names[:1]


def _holds_addresses(column: Sighting) -> bool:
    found = sum(n for v, n in column.values.items() if _ADDRESS.fullmatch(v))
    return bool(found) and found >= 0.5 * column.filled


def _kind_of_numbers(column: Sighting) -> Kind:
    repeats = column.filled / max(column.distinct, 1)
    if column.distinct <= MOST_VALUES and (repeats >= 2 or column.filled < _SMALL):
        return "closed"
    whole = all(value.lstrip("-").isdigit() and len(value) <= 3 for value in column.values)
    counted = any(_COUNTED.search(words_of(name)) for name in column.own)
    if whole and not counted and column.distinct <= 3 * MOST_VALUES and repeats >= 5:
        return "closed"
    return "number"


def _kind_of_words(column: Sighting) -> Kind:
    repeats = column.filled / column.distinct
    few = column.distinct <= MOST_VALUES and repeats >= 3
    some = column.distinct <= 40 and repeats >= 5
    many = column.distinct <= 500 and repeats >= 20
    if few or some or many:
        return "closed"
    if column.spaced < 0.2 and not sounds_open(column.names):
        return "codes" if not asks_for_all(column.names) else "closed"
    return "open"


def _kind_of_few(column: Sighting) -> Kind:
    """Return what a column of few answers is: its name counts for more than its cells."""
    if sounds_open(column.names) or column.words >= 5:
        return "open"
    short = all(len(value) <= 3 for value in column.values)
    repeated = column.filled >= 2 * column.distinct
    if sounds_closed(column.names) or short or repeated or column.spaced < 0.5:
        return "closed"
    return "open"
