"""What a column that leads to a person looks like: by its header, or by its cells."""

import re
from collections.abc import Mapping, Sequence

from nlp.intake.columns import plain
from nlp.intake.redaction import MASK, mask

_LONGEST_IDENTIFIER = 60
_VALUE_KINDS = ("email", "ip", "phone", "iban", "card", "national_id")

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\-./]+")
_OWNER = r"(?:your|recipient|respondent|contact|participant|work|home|business|personal|location)"
_HEADERS: Mapping[str, re.Pattern[str]] = {
    what: re.compile(rf"(?:{_OWNER} )*(?:{pattern})(?: ?\d{{1,2}})?", re.IGNORECASE)
    for what, pattern in {
        "an e-mail address": r"e ?mail(?: ?address| id)?",
        "a name": (
            r"(?:(?:first|last|full|given|family|middle|user|display|sur|nick) ?)?name|username"
        ),
        "an IP address": r"ip|ip ?addr(?:ess)?",
        "a telephone number": r"(?:(?:tele)?phone|mobile|cell|fax)(?: ?(?:number|no))?",
        "a place": r"latitude|longitude|lat|lng|lon|geo ?location|gps|coordinates",
        "a postal address": (
            r"(?:street|postal|mailing|home)? ?address(?: line)?|zip(?: ?code)?|post(?:al)? ?code"
        ),
        "a day of birth": r"d ?o ?b|(?:date of birth|birth ?(?:date|day))",
        "a personal number": (
            r"(?:employee|staff|payroll|passport|customer|patient|student)(?: (?:id|number|no))"
            r"|ssn|social security(?: number)?|national id|nhs number|national insurance.*"
        ),
        "a key to the panel's list of people": (
            r"token|external(?: data)? ?reference|custom (?:data|value)|device id|mac address|"
            r"user ?agent|user ?id|panel(?:ist)? ?id|prolific(?: ?p?id)?|worker ?id"
        ),
    }.items()
}


def looks_like(header: Sequence[str], cells: Sequence[str]) -> str:
    """Return what a column seems to hold that leads to a person, or nothing."""
    for cell in header:
        words = " ".join(_HUMP.sub(" ", plain(cell)).split())
        for what, pattern in _HEADERS.items():
            if pattern.fullmatch(words):
                return what
    alike = sum(_is_identifier(cell) for cell in cells)
    return "addresses or personal numbers" if 2 * alike > len(cells) else ""


def _is_identifier(cell: str) -> bool:
    """Return whether the whole cell is one; a bare run of digits may be anything."""
    if len(cell) > _LONGEST_IDENTIFIER or cell.isdecimal():
        return False
    return bool(MASK.fullmatch(mask(cell, _VALUE_KINDS).text))
