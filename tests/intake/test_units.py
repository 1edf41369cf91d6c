"""Where does one thought end and the next begin?"""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.study import Unitising
from nlp.intake.units import LONGEST_UNIT, unitise
from tests.builders import screened


def units(text, **settings):
    return list(unitise(screened(text), Unitising(**settings))["text"])


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (
            ["It is cheap to run.", "We own the weights!"],
            "It is cheap to run. We own the weights!",
        ),
        (["We save money;", "nobody reads our data"], "We save money; nobody reads our data"),
        (["We save money", "nobody reads it"], "We save money\n\nnobody reads it"),
        (["We save money", "nobody reads it"], "- We save money\n- nobody reads it"),
        (["We save money", "nobody reads it"], "1) We save money 2) nobody reads it"),
        (["We save money.", "nobody reads it"], "1. We save money.\n2. nobody reads it"),
        (["We save money.", "Nobody reads it."], "We save money.Nobody reads it."),
        (['He said "it is free."', "We doubt that."], 'He said "it is free." We doubt that.'),
        (["Rules, e.g. the AI Act, help us."], "Rules, e.g. the AI Act, help us."),
        (["Open vs. closed is i.e. no question."], "Open vs. closed is i.e. no question."),
        (["Ask J. Doe about that."], "Ask J. Doe about that."),
        (["It costs 3.5 dollars per hour."], "It costs 3.5 dollars per hour."),
        (["Licences etc. worry our lawyers"], "Licences etc. worry our lawyers"),
        (["Cost, privacy etc.", "Rules worry us too."], "Cost, privacy etc. Rules worry us too."),
        (["I would say... it depends"], "I would say... it depends"),
        (["It helps us.", "They know it."], "It helps us. They know it."),
    ],
)
def test_a_response_is_cut_at_the_ends_of_sentences(expected, text):
    """Enders, line breaks and bullets cut; abbreviations, decimals and pauses do not."""
    assert expected == units(text)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["Cost. It is cheap to run."], "Cost. It is cheap to run."),
        (["It is cheap to run. Cost."], "It is cheap to run. Cost."),
        (["cost\nprivacy\ncontrol"], "cost\nprivacy\ncontrol"),
        (["Cost."], "Cost."),
        (["cost"], "- cost"),
    ],
)
def test_a_short_sentence_stays_with_its_neighbour(expected, text):
    """It joins the next one; the last joins the one before."""
    assert expected == units(text)


def test_how_short_is_a_setting():
    """With one word enough, every sentence is a unit."""
    assert ["Cost.", "Privacy."] == units("Cost. Privacy.", min_words=1)


def test_a_study_may_keep_responses_whole():
    """One unit per response, however many sentences it has."""
    assert ["It is cheap. We own it."] == units("It is cheap. We own it.", split="whole")


def test_only_codable_responses_have_units():
    """A refusal is not cut into anything."""
    assert 0 == len(unitise(screened("n/a", status="refusal"), Unitising()))


def test_a_long_sentence_is_cut_after_a_clause():
    """No unit is longer than the encoder reads, and the cut falls on a comma where one is near."""
    clauses = ("one two three four five six seven eight nine ten, " * 25).strip()
    parts = units(clauses)
    assert [120, 130] == [len(part.split()) for part in parts]
    assert parts[0].endswith("ten,")


def test_a_long_sentence_without_clauses_is_cut_all_the_same():
    """The parts are alike in length, and no word is lost."""
    assert [134, 134, 133] == [len(part.split()) for part in units("word " * 400 + "end")]


@pytest.mark.parametrize("piece", [".", ". ", "! ", "\n", "- ", "1) ", "a.", "e.g. ", "word "])
def test_long_responses_take_no_longer_than_they_should(piece):
    """Time grows with length, not with its square: 60,000 characters are a blink."""
    started = time.perf_counter()
    units(piece * (60_000 // len(piece)))
    assert time.perf_counter() - started < 5


PIECES = st.lists(
    st.sampled_from(
        [
            "cost",
            "privacy",
            "We",
            "e.g.",
            "etc.",
            ".",
            "!",
            "?",
            ";",
            "...",
            "\n",
            "-",
            "1)",
            "2.",
            ",",
            " ",
            "  ",
            "3.5",
            "J.",
            '"',
            "it is",
            "\u2022",
            "\U0001f44d",
            "data.We",
            "\u3002",
        ]
    ),
    max_size=60,
)


@given(st.one_of(st.text(max_size=80), PIECES.map(" ".join)), st.integers(1, 5))
def test_units_are_stretches_of_their_response(text, min_words):
    """Each unit stands in the text where it says, in order, and no word falls between them."""
    table = unitise(screened(text), Unitising(min_words=min_words))
    place = 0
    left_out = ""
    for start, end, unit in zip(table["start"], table["end"], table["text"], strict=True):
        assert text[start:end] == unit == unit.strip()
        assert place <= start
        left_out += text[place:start]
        place = end
        assert len(unit.split()) <= LONGEST_UNIT
    left_out += text[place:]
    assert not re.search(r"[^\W\d]", left_out)
    assert bool(text.strip()) is (len(table) > 0)
