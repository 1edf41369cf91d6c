"""The finder of telephone numbers, which are no dates, sums, ranges or versions."""

import re

from nlp.intake.finders.finder import Finder

_VERBOSE = re.VERBOSE | re.IGNORECASE
_FEWEST_DIGITS = 7

_DAY = r"""\b(?:
      \d{1,2}(?P<sep>[./-])\d{1,2}(?P=sep)(?:\d{4}|\d{2})\b(?!(?P=sep)\d)
    | (?:19|20)\d\d(?P<of>[./-])\d{1,2}(?:(?P=of)\d{1,2})?\b(?!(?P=of)\d)
    | \d{1,2}/(?:19|20)\d\d\b )"""
_EXTENSION = r"(?:[ ,]{0,2}(?:x|ext|extension)[ .:]{0,2}\d{1,6})?(?!\w|[.,-]\d)"
_PHONE = re.compile(
    _DAY  # is passed over, so that no number starts within a date
    + r"""| (?<![\w$€£¥\#+])(?<!\d[.,:-])(?:
      \+[1-9](?:(?:[ ().-]|/(?!0)){0,3}\d){6,14}                     # +44 20 7946 0018
    | 00[ ]?[1-9](?:(?:[ ().-]|/(?!0)){0,3}\d){7,14}                 # 0044 20 7946 0018
    | (?:1[ .-]?)?\((?!(?:19|20)\d\d\))0?\d{2,4}\)[ .-]?\d{3,4}(?:[ .-]?\d{2,4}){0,2}
    | 0[1-9]\d{0,3}(?:(?:[ .-]|/(?!0))\d{2,8}){1,4}                  # 07700 900123
    | 0[1-9]\d{8,10}                                                 # 07700900123
    | (?:1[ .-])?[2-9]\d{2}(?P<sign>[ .-])\d{3}(?P=sign)\d{4}        # 202-555-0147
    | [2-9]\d{2}[ -][2-9]\d{6}(?<!000)                               # 202 5550147
    | [2-9]\d{9}(?<!000)                                             # 2025550147
    | [1-9]\d[ ]\d{3}[ ]\d\d[ ]\d\d(?<!00)                           # 69 987 88 37
    | \d{3}[ -]0\d{3} | 555[ -]\d{4}                                 # 555-0142
    )"""
    + _EXTENSION,
    _VERBOSE,
)
_ANNOUNCED = re.compile(
    r"""(?P<cue>\b(?:tel|telephone|ph|phone|mob|mobile|cell|call|ring|text|reach|whatsapp|fax)\b
        (?:[ ](?:me|us|number|no))?(?:[ ](?:at|on|is))?[ :.]{1,3})
    \d[\d .-]{5,14}\d(?<!000)"""
    + _EXTENSION,
    _VERBOSE,
)
_DATE = re.compile(_DAY, re.VERBOSE)


def _is_phone(found: str) -> bool:
    """Return whether *found* has the digits of a telephone number and is no date."""
    return sum(sign.isdigit() for sign in found) >= _FEWEST_DIGITS and not _DATE.match(found)


PHONES = Finder("phone", re.compile(r"\d"), ((_ANNOUNCED, _is_phone), (_PHONE, _is_phone)))
