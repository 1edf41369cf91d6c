"""The options of a closed question: which to list, in which order, and what is no answer."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nlp.intake.proposing.sightings import NUMBER, Sighting
from nlp.intake.redaction import fully_masked

MOST_OPTIONS = 30
"""Where there are more, none is listed: every value is one."""

FEWEST_TIMES = 3
"""An option that is chosen less often, but in a short column, may be somebody's own words."""

_LONG_COLUMN = 30
_WORDS_OF_OPTION = 5
_LONGEST_OPTION = 200
_SEPARATORS = (";", " | ", "|", ", ")
_MOST_PARTS = 25
_FEWEST_REPEATS = 5
_LAST = re.compile(
    r"(?:other|-oth-|none of|don.?t know|do not know|not sure|unsure|no answer|no opinion"
    r"|prefer not|not applicable|n/?a$|refused|rather not)",
    re.IGNORECASE,
)
_FIRST_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LESS = re.compile(r"(?:under|less|fewer|below|up to|younger|<)", re.IGNORECASE)
_MORE = re.compile(r"(?:over|more|greater|above|older|>)", re.IGNORECASE)
_SCALES = (
    ("never", "rarely", "seldom", "occasionally", "sometimes", "often", "frequently",
     "very frequently", "very often", "always"),
    ("strongly disagree", "disagree", "somewhat disagree", "neither agree nor disagree", "neutral",
     "somewhat agree", "agree", "strongly agree"),
    ("very negative", "negative", "mixed", "neutral", "positive", "very positive"),
    ("very difficult", "difficult", "neither easy nor difficult", "ok", "easy", "very easy"),
    ("very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied"),
    ("not at all", "a little", "slightly", "somewhat", "moderately", "very", "extremely"),
    ("very low", "low", "medium", "moderate", "high", "very high"),
    ("yes", "no"),
    ("male", "female"),
)  # fmt: skip


@dataclass(frozen=True)
class Options:
    """The options to list, in reading order, and how many rarer values are not listed."""

    listed: tuple[str, ...]
    rarer: int = 0


def options_of_column(values: Mapping[str, int]) -> Options:
    """Return the options among *values*; nothing that may be somebody's own words is listed."""
    filled = sum(values.values())
    often = {
        value: n
        for value, n in values.items()
        if (n >= FEWEST_TIMES or NUMBER.fullmatch(value) or _is_short(value, filled))
        and may_be_shown(value)
    }
    if len(often) > MOST_OPTIONS:
        return Options(())
    return Options(tuple(in_reading_order(often)), len(values) - len(often))


def labelled_options(column: Sighting) -> tuple[str, ...]:
    """Return the labels of a statistics file in the order of their values, if each is one."""
    labels = column.labels.labels
    codes = sorted((c for c in labels if c not in column.labels.missing), key=_by_number)
    shown = [labels[code] for code in codes]
    unlabelled = set(column.values) - set(labels) - column.labels.missing
    if unlabelled or len(set(shown)) < len(shown) or not all(s.strip() for s in shown):
        return ()
    return tuple(shown)


def in_reading_order(values: Mapping[str, int]) -> list[str]:
    """Return options by number, along a known scale, or the most chosen first; "Other" last."""
    tail = sorted((v for v in values if _LAST.match(v)), key=lambda v: (-values[v], v))
    body = [value for value in values if value not in tail]
    return [*_ordered(body, values), *tail]


def may_be_shown(value: str) -> bool:
    """Return whether *value* may stand in a study file: short, and nothing in it to mask."""
    return len(value) <= _LONGEST_OPTION and fully_masked(value) == value


def reasons_for_no_answer(column: Sighting) -> tuple[str, ...]:
    """Return the negative codes of a column whose other codes are none: -99, -1."""
    codes = [value for value in column.values if NUMBER.fullmatch(value)]
    below = sorted(code for code in codes if code.startswith("-"))
    if column.labels.labels or len(codes) < column.distinct or len(below) * 2 > len(codes):
        return ()
    return tuple(below)


def separator_of(column: Sighting, expected: bool) -> str | None:
    """Return what stands between the options of one cell, if its cells are such lists.

    Where the question says that all that apply may be chosen it is *expected*, and little is
    enough to tell; so it is where every cell ends in a semicolon, as Microsoft Forms writes lists.
    """
    if column.values and all(cell.endswith(";") for cell in column.values):
        expected = True
    for separator in _SEPARATORS:
        lists = sum(n for cell, n in column.values.items() if separator in cell.rstrip(separator))
        parts = parts_of(column.values, separator)
        repeats = sum(parts.values()) / max(len(parts), 1)
        some = lists >= (1 if expected else 0.15 * column.filled)
        if not lists or not some or len(parts) > _MOST_PARTS:
            continue
        if expected or (repeats >= _FEWEST_REPEATS and _mixed(column.values, separator)):
            return separator
    return None


def parts_of(values: Mapping[str, int], separator: str) -> Counter[str]:
    """Return the options that stand in cells such as `Teacher;Parent`, and how often."""
    parts: Counter[str] = Counter()
    for cell, n in values.items():
        for part in cell.split(separator):
            if part.strip():
                parts[part.strip()] += n
    return parts


def _is_short(value: str, filled: int) -> bool:
    """Return whether a rare *value* reads like an option of a short column."""
    return filled < _LONG_COLUMN and len(value.split()) <= _WORDS_OF_OPTION


def _mixed(values: Mapping[str, int], separator: str) -> bool:
    """Return whether the parts stand in several mixtures: a comma may be mere spelling."""
    cells_with: Counter[str] = Counter()
    for cell in values:
        cells_with.update({part.strip() for part in cell.split(separator) if part.strip()})
    return sum(n > 1 for n in cells_with.values()) >= 0.7 * len(cells_with)


def _ordered(body: list[str], values: Mapping[str, int]) -> Iterable[str]:
    if body and all(_FIRST_NUMBER.search(value) for value in body):
        return sorted(body, key=_by_number)
    for scale in _SCALES:
        places = {v: scale.index(v.casefold()) for v in body if v.casefold() in scale}
        if len(places) == len(body):
            return sorted(body, key=places.__getitem__)
    return sorted(body, key=lambda value: (-values[value], value))


def _by_number(value: str) -> tuple[float, str]:
    found = _FIRST_NUMBER.search(value)
    number = float(found.group().replace(",", "")) if found else float("inf")
    number = -number if value.startswith("-") else number
    aside = -0.5 if _LESS.match(value) else 0.5 if _MORE.match(value) else 0.0
    return number + aside, value
