"""Whose record it is: respondent ids, when they handed in, what does not count, missing marks."""

import re
from collections.abc import Iterable, Sequence

from nlp.contracts.raw import RawExport
from nlp.intake.proposing.names import RESPONDENT_IDS, SUBMITTED, place_among
from nlp.intake.proposing.proposal import Guess
from nlp.intake.proposing.references import ref_to_column
from nlp.intake.proposing.sightings import DAY, Sighting, words_of
from nlp.intake.proposing.wording import counted

MISSING_MARKS = ("-", "--", ".", "NA", "N/A", "NULL", "#N/A", "#NULL!", "nan", "NaN")
"""Cells by which programs say that there is no answer."""

PREVIEWS = ("Survey Preview", "Survey Test", "Spam", "1", "2", "8", "9", "12", "17")
"""What the Status of Qualtrics says of records that nobody in the field gave."""

_FEWEST_COLUMNS = 3
_WORDY = 5
_PARTS = re.compile(r"(\d+)[-/.](\d+)[-/.](\d+)")
_ID_NAME = re.compile(r"(?:\w+ )*(?:id|nr|number|key)")


def missing_marks(columns: Sequence[Sighting]) -> tuple[str, ...]:
    """Return the marks for "no answer" that stand in many columns of short cells.

    Among free words `N/A` is what somebody wrote: screening says what to make of it.
    """
    short = [column for column in columns if column.values and column.words < _WORDY]
    enough = max(_FEWEST_COLUMNS, 0.25 * len(short))
    return tuple(mark for mark in MISSING_MARKS if sum(mark in c.values for c in short) >= enough)


def find_respondent(columns: Sequence[Sighting]) -> tuple[Sighting | None, str, str]:
    """Return the column of respondent ids, why it was taken, and what is in doubt."""
    named = sorted(
        (place, column.position, column)
        for column in columns
        if (place := place_among(RESPONDENT_IDS, column.own)) is not None and column.values
    )
    for _, _, column in named:
        repeated = column.filled - column.distinct
        if repeated <= 0.02 * column.filled:
            doubt = (
                f"{counted(repeated, 'id')} delivered again: say in `keep` which record counts"
                if repeated
                else ""
            )
            return column, "it has the name of an id, and a value of its own per record", doubt
    unnamed = (c for c in columns if _is_id(c))
    first = next(unnamed, None)
    if first is not None:
        return first, "every record has a value of its own in it", "is this the respondent's id?"
    because = "no column holds ids: each record is named by what stands in it"
    return None, because, "add a column of ids to the export if there is one"


def find_submitted(
    export: RawExport, columns: Iterable[Sighting]
) -> tuple[Sighting | None, Guess | None]:
    """Return the column of when respondents handed in, and in which order days are written."""
    named = sorted(
        (place, column.position, column)
        for column in columns
        if (place := _place_of_day(column)) is not None
    )
    for _, _, column in named:
        days = [day for value in column.values if (day := _PARTS.match(value))]
        if DAY.fullmatch(next(iter(column.values))) and len(days) >= 0.8 * column.distinct:
            order, doubt = _order([(int(d[1]), int(d[2])) for d in days])
            ref = ref_to_column(export, column)
            return column, Guess({"column": ref, "order": order}, (), doubt)
    return None, None


def find_exclusions(export: RawExport, columns: Iterable[Sighting]) -> Guess | None:
    """Return the previews and tests that Qualtrics delivers among the responses."""
    for column in columns:
        if "Status" in column.own and {"Finished", "Progress"} & _names(columns):
            rule = {"column": ref_to_column(export, column), "values": list(PREVIEWS)}
            return Guess(
                {"exclude": {"preview": rule}},
                ("Qualtrics marks previews, tests and spam in its Status column",),
            )
    return None


def find_weight(export: RawExport, columns: Sequence[Sighting]) -> Guess | None:
    """Return the column of weights, if one of *columns* is: numbers from zero up."""
    for column in columns:
        numbers = [(float(v.replace(",", ".")), n) for v, n in column.values.items()]
        if numbers and min(number for number, _ in numbers) >= 0:
            mean = sum(number * n for number, n in numbers) / column.filled
            doubt = "" if 0.5 <= mean <= 2 else "weights that add up to the respondents mean 1"
            because = f"it is named like weights; {mean:.2f} on average"
            return Guess({"weight": {"column": ref_to_column(export, column)}}, (because,), doubt)
    return None


def _is_id(column: Sighting) -> bool:
    named = any(_ID_NAME.fullmatch(words_of(name)) for name in column.own)
    return named and column.filled == column.records == column.distinct and column.spaced == 0


def _place_of_day(column: Sighting) -> int | None:
    if not column.values:
        return None
    place = place_among(SUBMITTED, column.own)
    words = [words_of(name) for name in column.own]
    if place is None and any(re.search(r"\b(?:completed|submitted)\b", name) for name in words):
        return len(SUBMITTED)
    return place


def _order(days: Sequence[tuple[int, int]]) -> tuple[str, str]:
    if any(first > 31 for first, _ in days):
        return "year first", ""
    if any(first > 12 for first, _ in days):
        return "day first", ""
    if any(second > 12 for _, second in days):
        return "month first", ""
    return "month first", "the days leave open whether they are month first or day first"


def _names(columns: Iterable[Sighting]) -> set[str]:
    return {name for column in columns for name in column.own}
