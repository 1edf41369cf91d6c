"""The rules under which whole rows are set aside."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from nlp.contracts.errors import StudyConfigError

if TYPE_CHECKING:
    from nlp.intake.records import Refused

ACCEPTED = "accepted"
"""The fate of a row that counts; the other fates are rules."""

FORGOTTEN = "forgotten"
"""The fate of the rows of people who asked to be forgotten."""

RULES = {
    "blank_row": "nothing stands in them",
    "field_count": "they have fewer or more cells than the header; an unquoted delimiter?",
    "no_wave": "they do not say to which wave they belong",
    "other_wave": "they belong to another wave",
    "unknown_wave": "they name a wave that the study does not know; see waves.<wave>.value and "
    "other_waves",
    "no_respondent_id": "their respondent id is blank",
    "bad_weight": "their weight is neither 0 nor a number from a billionth to a billion, written "
    "with a decimal point",
    "repeated": "they repeat another record cell by cell",
    "superseded": "their respondent id is delivered again, on the line that counts",
    FORGOTTEN: "their respondent asked to be forgotten",
    "conflicting_id": "their respondent id is delivered again with other cells",
}
"""Why a whole record is refused, beside what the study excludes and what could not be read."""

UNREADABLE = {
    "encoding": "found bytes that are not of the encoding that was declared",
    "surrogate": "found half a character (a lone surrogate)",
    "no_question": "expected the question that is answered, found none",
    "conflicting_answer": "found another answer of the same respondent to the same question",
    "superseded": "found another answer of the same respondent, which counts",
    "field_count": "found fewer or more fields than the header has",
}
"""Why a row may be given up before it is a record; other rules of readers say it themselves."""

_OF_ANSWERS = frozenset({"two_options"})
"""What else stands in the quarantine, beside rows."""

HARMLESS = ("blank_row", "other_wave", "repeated", FORGOTTEN)
"""Rules that say nothing against an export, as exclusions say nothing."""


def refuse_house_words(exclusions: Iterable[str]) -> None:
    """Raise StudyConfigError if the study calls an exclusion what the house calls a fate."""
    taken = sorted({ACCEPTED, *RULES, *UNREADABLE, *_OF_ANSWERS} & set(exclusions))
    if taken:
        raise StudyConfigError(
            f"exclude: {', '.join(taken)}: the word has a meaning of its own; "
            "give the exclusion another name"
        )


def is_fault(rule: str, exclusions: Collection[str]) -> bool:
    """Return whether rows set aside under *rule* say something against the export."""
    return rule not in HARMLESS and rule not in exclusions


def explained(refused: Iterable["Refused"], exclusions: Iterable[str]) -> list[str]:
    """Return how many rows broke each rule, where first, and what it says, frequent ones first."""
    words = {**UNREADABLE, **dict.fromkeys(exclusions, "the study excludes them"), **RULES}
    broken: dict[str, list[Refused]] = {}
    for record in refused:
        broken.setdefault(record.rule, []).append(record)
    lines = []
    for rule, records in sorted(broken.items(), key=lambda item: (-len(item[1]), item[0])):
        first = min(records, key=lambda record: record.line)
        where = f"row {first.line}" + (f", column {first.column}" if first.column else "")
        said = words.get(rule, rule.replace("_", " "))
        n_rows = sum(record.rows for record in records)
        lines.append(f"{rule}: {n_rows} records, the first on {where}; {said}")
    return lines
