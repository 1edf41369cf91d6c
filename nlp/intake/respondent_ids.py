"""Respondent ids that are not what they seem: nearly alike, rounded, or addresses."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from nlp.contracts.errors import SourceDataError
from nlp.contracts.raw import Remark
from nlp.intake.telling import and_joined, numbered, shortened

Delivered = tuple[str, int]
"""A respondent id, and the line it stands on."""

_ROUNDED = re.compile(r"\d[.,]\d+[eE]\+\d{2,}")
_AS_TEXT = "spreadsheets round long numbers: export the ids as text"


def looks_rounded(respondent_id: str) -> bool:
    """Return whether an id is how a spreadsheet shows a number too long for it.

    >>> looks_rounded("1.15E+19"), looks_rounded("1e5")
    (True, False)
    """
    return bool(_ROUNDED.fullmatch(respondent_id))


def refuse_addresses(ids: Iterable[Delivered], source: str, column: int) -> None:
    """Raise SourceDataError if ids are e-mail addresses."""
    lines = sorted(line for name, line in ids if "@" in name)
    if lines:
        raise SourceDataError(
            f"{source}: {len(lines)} respondent ids in column #{column + 1} "
            f"hold an @, as e-mail addresses do (first on line {lines[0]}); "
            "name another column, or set respondent.pseudonymise: true"
        )


def refuse_rounded(conflicting: Iterable[Delivered], source: str) -> None:
    """Raise SourceDataError if ids that differing records share are rounded numbers."""
    lines = sorted(line for name, line in conflicting if looks_rounded(name))
    if lines:
        raise SourceDataError(
            f"{source}: rows {and_joined(lines[:2])}: different respondents share an id that "
            f"looks like a rounded number; {_AS_TEXT}"
        )


def remark_on_ids(ids: Sequence[Delivered], column: str) -> list[Remark]:
    """Return remarks on ids that differ by case, white space or invisible characters, or rounded.

    They are never merged: no one but the people who fielded the survey can tell.
    """
    alike: dict[str, dict[str, int]] = {}
    for name, line in ids:
        alike.setdefault(_folded(name), {}).setdefault(name, line)
    groups = (sorted(group.values()) for group in alike.values() if len(group) > 1)
    remarks = shortened(
        Remark(
            "near_duplicate_ids",
            f"near-duplicate ids, {numbered(lines)}: they differ only by case, white "
            "space or how characters are written; they count as different respondents",
            lines[0],
            column,
        )
        for lines in sorted(groups)
    )
    rounded = sorted(line for name, line in ids if looks_rounded(name))
    if rounded:
        remarks.append(
            Remark(
                "rounded_ids",
                f"{len(rounded)} ids look like rounded numbers, the first on row {rounded[0]}; "
                f"{_AS_TEXT}",
                rounded[0],
                column,
            )
        )
    return remarks


def _folded(name: str) -> str:
    """Return an id without what the eye does not tell apart."""
    if name.isascii():
        return "".join(name.split()).casefold()
    shown = (c for c in name if not c.isspace() and unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFC", "".join(shown)).casefold()
