"""Can a response be coded, and if not, why?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.study import Screening
from nlp.contracts.tables import CODABLE, STATUSES
from nlp.intake.screening import screen
from tests.builders import redacted


def status(text, asked=True, **settings):
    return screen(redacted(text, asked=asked), Screening(**settings))["status"].iloc[0]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("empty", ""),
        ("refusal", "n/a"),
        ("refusal", "..."),
        ("too_short", "x"),
        ("too_short", "\U0001f44d"),
        ("too_short", "[email]"),
        ("too_short", "[phone], [url]"),
        ("gibberish", "asdfgh"),
        ("unsupported_language", "\u30b3\u30b9\u30c8\u524a\u6e1b"),
        ("unsupported_language", "GPU \u304c\u9ad8\u3059\u304e\u307e\u3059"),
        (CODABLE, "AI"),
        (CODABLE, "co\u00fbt \u00e9lev\u00e9"),
        (CODABLE, "[email] knows more"),
        (CODABLE, "cost and \u5f00\u6e90"),
        (CODABLE, "80%"),
    ],
)
def test_a_response_has_the_first_status_that_fits(expected, text):
    """What says nothing is told from what cannot be read, and both from what can be coded."""
    assert expected == status(text)


def test_who_was_not_asked_gave_no_answer():
    """Whatever stands there, it does not count."""
    assert "not_asked" == status("cost", asked=False)


@pytest.mark.parametrize(
    ("expected", "settings"),
    [
        ("too_short", {"min_characters": 5}),
        ("refusal", {"refusals": ["COST!"]}),
        (CODABLE, {"min_latin_share": 1}),
    ],
)
def test_a_study_sets_the_bar(expected, settings):
    """Length, further refusals and the share of Latin letters are settings."""
    assert expected == status("cost", **settings)


def test_other_letters_count_where_a_study_wants_them():
    """With no share of Latin letters asked for, every script is codable."""
    assert CODABLE == status("\u30b3\u30b9\u30c8\u524a\u6e1b", min_latin_share=0)


@given(st.lists(st.text(max_size=12)))
def test_every_response_has_one_status(texts):
    """No response is lost, and none is left without a status."""
    screened = screen(redacted(*texts), Screening())
    assert texts == list(screened["text"])
    assert set(screened["status"]) <= set(STATUSES)
