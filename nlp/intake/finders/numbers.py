"""Finders of numbers that lead to money or to a file about a person, and of words that open it."""

import re

from stdnum import iban, luhn

from nlp.intake.finders.finder import Finder, always

_VERBOSE = re.VERBOSE | re.IGNORECASE
_END = r"(?!\w|[.,/-]\d)"

_IBAN = re.compile(
    r"\b[A-Z]{2}\d\d(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?\b", re.IGNORECASE
)
_CARD = re.compile(
    r"""(?<![\w.,/-])(?:
      \d{4}(?P<gap>[ -])\d{4}(?P=gap)\d{4}(?P=gap)\d{4}              # 4111 1111 1111 1111
    | \d{4}(?P<cut>[ -])\d{6}(?P=cut)\d{4,5}                         # 3782 822463 10005
    | \d{13,19} )"""
    + _END,
    re.VERBOSE,
)
_ISSUER = re.compile(
    r"""4(?:\d{12}|\d{15}|\d{18})                                    # Visa
    | (?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}  # Mastercard
    | 3[47]\d{13} | 3(?:0[0-5]|[689]\d)\d{11}                        # American Express, Diners
    | 35(?:2[89]|[3-8]\d)\d{12}                                      # JCB
    | (?:6011|65\d\d|64[4-9]\d|62\d\d)\d{12,15}                      # Discover, UnionPay
    | (?:5018|5020|5038|5893|6304|6759|676[1-3])\d{9,15}             # Maestro""",
    re.VERBOSE,
)

_NUMBER = r"(?:number|no|nr|num|id|code|\#)"
_LINK = rf"(?:\s?{_NUMBER}(?![a-z]))?[.:\#=]{{0,2}}\s?(?:(?:is|was)\b)?[:\s]{{0,2}}"
_NAMED_LINK = rf"\s?{_NUMBER}(?![a-z])[.:\#=]{{0,2}}\s?(?:(?:is|was)\b)?[:\s]{{0,2}}"
_NO_YEARS = r"(?!(?:19|20)\d\d(?:\D|$))"

_SORT_CODE = re.compile(
    r"""(?<![\w./-])\d\d-\d\d-\d\d[ ,;/:and]{1,6}
    (?:acc(?:ount|t)?[ ]?(?:number|no)?[.: ]{0,2})?\d{8}"""
    + _END,
    _VERBOSE,
)
_ACCOUNT = re.compile(
    rf"""(?P<cue>\b(?: (?:bank\s)?(?:account|acct|a/c|acc)|routing|aba|sort\scode ){_LINK})
    {_NO_YEARS}\d(?:[ -]?\d){{5,17}}{_END}""",
    _VERBOSE,
)
_DOCUMENT = re.compile(
    rf"""(?P<cue>\b(?: passport|driv(?:er'?s?|ing)\slicen[cs]e|licen[cs]e|id\scard|visa){_LINK})
    (?=(?:[A-Z ]*\d){{5}})[A-Z]{{0,3}}[ -]?\d[A-Z0-9-]{{4,18}}{_END}""",
    _VERBOSE,
)
_FILE = re.compile(
    rf"""(?P<cue>\b(?: employee|staff|payroll|personnel|customer|client|member(?:ship)?|patient
      | student|policy|badge|case ){_NAMED_LINK})
    {_NO_YEARS}(?=[A-Z-]{{0,4}}\d{{3}})[A-Z]{{0,4}}-?\d[A-Z0-9-]{{3,15}}{_END}""",
    _VERBOSE,
)
_PASSWORD = re.compile(
    r"""(?P<cue>\b(?: password|passwort|passcode|passphrase|pin(?:\s(?:code|number))?
      | (?:api|access|secret|private)[ _-]?(?:key|token) )\s?(?:is|was|=|:){1,2}\s{0,2})
    (?=\S*\d)[^\s,;]{3,}[^\s,;.!?)]""",
    _VERBOSE,
)
_KEY = re.compile(
    r"""(?<!\w)(?: A[KS]IA[0-9A-Z]{16} | gh[pousr]_[A-Za-z0-9]{30,} | sk-[A-Za-z0-9_-]{20,}
      | xox[abprs]-[A-Za-z0-9-]{10,} | eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,} )""",
    re.VERBOSE,
)


def _is_card(found: str) -> bool:
    """Return whether *found* is in an issuer's range and its check digit holds."""
    number = found.replace(" ", "").replace("-", "")
    return bool(_ISSUER.fullmatch(number)) and bool(luhn.is_valid(number))


def _is_iban(found: str) -> bool:
    """Return whether *found* has its country's shape and leaves 1 of 97 (ISO 13616)."""
    return bool(iban.is_valid(found, check_country=False))


IBANS = Finder("iban", re.compile(r"\d\d"), ((_IBAN, _is_iban),))
CARDS = Finder("card", re.compile(r"\d{4}"), ((_CARD, _is_card),))
ACCOUNTS = Finder(
    "account",
    re.compile(r"\d"),
    (
        (_SORT_CODE, always),
        (_ACCOUNT, always),
        (_DOCUMENT, always),
        (_FILE, always),
        (_PASSWORD, always),
        (_KEY, always),
    ),
)
