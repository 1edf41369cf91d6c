"""Does a form with a check find personal data, and only that?"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.intake.finders import FINDERS, Finder, as_typed

OF = {finder.kind: finder for finder in FINDERS}


def found(kind, text):
    return OF[kind].replace(text, "*", frozenset())


def test_only_what_holds_is_replaced():
    """A pattern proposes, its check decides, and what is announced stays."""
    even = Finder(
        "even", re.compile(r"\d"), ((re.compile(r"(?P<cue>no )?\d+"), lambda n: int(n) % 2 == 0),)
    )
    assert "no * or 3 or *" == even.replace("no 2 or 3 or 40", "*", frozenset())
    assert "no 2 or 3 or *" == even.replace("no 2 or 3 or 40", "*", frozenset(["2"]))


def test_without_its_sign_a_text_is_not_searched():
    """The sign is looked for first: it is what makes a hundred thousand texts cheap."""
    never = Finder("x", re.compile("!"), ((re.compile("a"), lambda _: 1 / 0),))
    assert "aaa" == never.replace("aaa", "*", frozenset())


@given(st.text())
def test_typed_text_is_of_equal_length(text):
    """Places found in the one are places in the other."""
    assert len(text) == len(as_typed(text))


def test_every_finder_has_a_kind_of_its_own():
    """A mask says by its kind what it stands for."""
    assert len(FINDERS) == len(OF)


CHECKED = {
    "iban": ["GB33BUKB20201555555555", "DE89370400440532013000"],
    "card": ["4111111111111111", "5555555555554444", "378282246310005"],
}


@pytest.mark.parametrize(
    ("kind", "number"), [(kind, number) for kind, numbers in CHECKED.items() for number in numbers]
)
def test_one_wrong_digit_is_noticed(kind, number):
    """A number whose check digits fail is no account and no card."""
    assert "*" == found(kind, number)
    for place in range(4, len(number)):
        digit = number[place]
        if digit.isdigit():
            wrong = number[:place] + str((int(digit) + 1) % 10) + number[place + 1 :]
            assert wrong == found(kind, wrong)


@pytest.mark.parametrize(
    "number",
    [
        "078-05-1120",  # United States
        "AB 12 34 56 C",  # United Kingdom
        "046-454-286",  # Canada
        "12345678Z",  # Spain
        "X1234567L",
        "1 84 12 76 451 089 46",  # France
        "RSSMRA85T10A562S",  # Italy
        "131052-308T",  # Finland
        "811218-9876",  # Sweden
        "151086 95088",  # Norway
        "211062-5629",  # Denmark
        "1234567T",  # Ireland
        "756.9217.0769.85",  # Switzerland
        "85.07.30-033.28",  # Belgium
        "390.533.447-05",  # Brazil
    ],
)
def test_numbers_of_states_tell_by_themselves(number):
    """Form and check digits are enough, whatever stands around."""
    assert "(*), yes" == found("national_id", f"({number}), yes")


@pytest.mark.parametrize(
    "text",
    [
        *("046-454-287", "12345678A", "X1234567A", "1 84 12 76 451 089 47", "RSSMRA85T10A562T"),
        *("131052-308U", "811218-9877", "151086 95089", "321062-5629", "1234567A"),
        *("756.9217.0769.86", "85.07.30-033.29", "390.533.447-06", "666-05-1120"),
    ],
)
def test_numbers_that_only_look_so_stay(text):
    """Where the check digits fail it is some other number."""
    assert text == found("national_id", text)
