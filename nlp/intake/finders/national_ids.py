"""The finder of numbers that a state gives a person, by check digit or by what announces them.

A bare run of digits is taken for one only where a word such as *SSN* stands before it: a check
digit that every tenth number passes would mask sums of money and headcounts. Numbers with letters,
usual punctuation or two check digits tell by themselves.
"""

import re

from stdnum import luhn
from stdnum.br import cpf
from stdnum.ch import ssn as ahv
from stdnum.es import dni, nie
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.ie import pps
from stdnum.it import codicefiscale
from stdnum.no import fodselsnummer

from nlp.intake.finders.finder import Check, Finder, always

_START, _END = r"(?<![\w.,/-])", r"(?!\w|[.,/-]\d)"
_DAY_MONTH = r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])"
_MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"


def _checked_luhn(found: str) -> bool:
    """Return whether the last digit checks the others; the century of a birth is no part."""
    return bool(luhn.is_valid(_digits(found)[-10:]))


def _is_belgian(found: str) -> bool:
    """Return whether the last two digits check the others; from births in 2000 on, after a 2."""
    number, check = _digits(found)[:-2], int(_digits(found)[-2:])
    return check in (97 - int(number) % 97, 97 - int("2" + number) % 97)


def _is_norwegian(found: str) -> bool:
    """Return whether both check digits hold; the clock has no say in it."""
    number = _digits(found)
    first = fodselsnummer.calc_check_digit1(number)
    return number[-2:] == str(first) + str(fodselsnummer.calc_check_digit2(number))


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())


def _is_no_year_range(found: str) -> bool:
    return not re.match(r"(?:19|20)\d\d\D(?:19|20)\d\d\b", found)


_SHAPES: tuple[tuple[str, Check], ...] = (
    (r"(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}", always),  # United States: SSN
    (
        r"(?:QQ|[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])(?P<g>[ ]?)(?:\d\d(?P=g)){3}[A-D]",
        always,
    ),  # United Kingdom: NINO, and the QQ of its examples
    (r"\d{3}-\d{3}-\d{3}", _checked_luhn),  # Canada: SIN
    (r"\d{8}[ -]?[A-HJ-NP-TV-Z]", dni.is_valid),  # Spain
    (r"[XYZ][ -]?\d{7}[ -]?[A-HJ-NP-TV-Z]", nie.is_valid),
    (
        r"[12][ ]?\d\d[ ]?(?:0[1-9]|1[0-2]|[2-9]\d)[ ]?\d[\dAB][ ]?\d{3}[ ]?\d{3}[ ]?\d\d",
        nir.is_valid,
    ),  # France
    (r"[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z]", codicefiscale.is_valid),  # Italy
    (rf"{_DAY_MONTH}\d\d[-+A]\d{{3}}[0-9A-FHJ-NPR-Y]", hetu.is_valid),  # Finland
    (rf"(?:19|20)?\d\d{_MONTH_DAY}[-+]\d{{4}}", _checked_luhn),  # Sweden
    (rf"{_DAY_MONTH}\d\d[ ]?\d{{5}}", _is_norwegian),
    (rf"{_DAY_MONTH}\d\d-\d{{4}}", always),  # Denmark; its check digit ran out in 2007
    (r"\d{7}[A-W][ABHTWX]?", pps.is_valid),  # Ireland
    (r"756\.\d{4}\.\d{4}\.\d\d", ahv.is_valid),  # Switzerland
    (r"\d\d\.\d\d\.\d\d-\d{3}\.\d\d", _is_belgian),
    (r"\d{3}\.\d{3}\.\d{3}-\d\d", cpf.is_valid),  # Brazil
)

_ANNOUNCED = re.compile(
    r"""(?P<cue>\b(?: (?:
          ssn|nino|tfn|idnr|bsn|pesel|cpr|nir|niss|dni|nie|cpf|aadhaar|hetu|personnummer
        | codice\sfiscale|steuer-?id(?:entifikationsnummer)?|steuernummer|burgerservicenummer
        | rijksregisternummer|personenkennziffer|f[øo]dselsnummer|henkil[öo]tunnus )
        (?:\s(?:number|no|nr))?
      | (?: social\s(?:security|insurance)|national\s(?:insurance|id|identity|identification)
          | nhs|ni|sin|medicare|tax(?:payer)?(?:\sfile)?|(?:tax|taxpayer|identity)\sid(?:entity)?
          | identity\scard|id\scard )
        \s?(?:number|no|nr|num|id|\#|:) )
      [.:#=]{0,2}\s?(?:(?:is|was)\b)?[:\s]{0,2})
    (?:[A-Z]{1,2}[ -]?)?\d(?:[ ./-]?\d){5,14}(?:[ ]?[A-D](?![\w']))?"""
    + _END,
    re.VERBOSE | re.IGNORECASE,
)

NATIONAL_IDS = Finder(
    "national_id",
    re.compile(r"\d"),
    (
        *((re.compile(_START + shape + _END, re.IGNORECASE), check) for shape, check in _SHAPES),
        (_ANNOUNCED, _is_no_year_range),
    ),
)
