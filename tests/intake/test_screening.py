"""Can a response be coded, and if not, why?"""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.study import Screening
from nlp.contracts.tables import CODABLE, STATUSES
from nlp.intake.screening import screen
from tests.builders import redacted

LETTER = "we ask the minister to stop this trade because it hurts our towns and our children"


def screened(text, asked=True, **settings):
    return screen(redacted(text, asked=asked), Screening(**settings)).iloc[0]


def status(text, asked=True, **settings):
    return screened(text, asked, **settings)["status"]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("empty", ""),
        ("empty", " \n"),
        ("refusal", "n/a"),
        ("refusal", "..."),
        ("refusal", "\u65e0"),
        ("non_substantive", "see above"),
        ("non_substantive", "good survey"),
        ("too_short", "x"),
        ("too_short", "[email]"),
        ("too_short", "[phone], [url]"),
        ("gibberish", "asdfgh"),
        ("unsupported_language", "\u30b3\u30b9\u30c8\u524a\u6e1b"),
        ("unsupported_language", "GPU \u304c\u9ad8\u3059\u304e\u307e\u3059"),
        ("unsupported_language", "Le co\u00fbt est trop \u00e9lev\u00e9 pour nous"),
        (CODABLE, "AI"),
        (CODABLE, "GDPR"),
        (CODABLE, "\U0001f44d"),
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
        ("non_substantive", {"non_substantive": ["COST!"]}),
        (CODABLE, {"languages": ["en", "ja"]}),
    ],
)
def test_a_study_sets_the_bar(expected, settings):
    """Length, further phrases and languages are settings."""
    assert expected == status("cost", **settings)


def test_what_is_longer_than_a_study_reads_is_too_long():
    """At the limit it is still read."""
    assert CODABLE == status("cost " * 200, longest_response=1000)
    assert "too_long" == status("cost " * 200 + "s", longest_response=1000)


def test_the_language_of_a_response_is_told_where_it_can_be():
    """One word is not enough, and a language that a study can read is no reason."""
    assert "" == screened("cost")["language"]
    assert "en" == screened("It saves us time")["language"]
    french = screened("Le co\u00fbt est trop \u00e9lev\u00e9 pour nous", languages=["en", "fr"])
    assert (CODABLE, "fr") == (french["status"], french["language"])


def test_a_campaign_is_told_within_a_question_and_wave():
    """The same long words from five respondents to one question count; to several they do not."""
    five = redacted(*[LETTER] * 5, "cost")
    assert ["duplicate_campaign"] * 5 + [CODABLE] == list(screen(five, Screening())["status"])
    spread = five.assign(question_id=["a", "a", "b", "b", "a", "a"]).astype({"question_id": "str"})
    assert [CODABLE] * 6 == list(screen(spread, Screening())["status"])
    waves = five.assign(wave=["1", "1", "2", "2", "1", "1"]).astype({"wave": "str"})
    assert [CODABLE] * 6 == list(screen(waves, Screening())["status"])


def test_who_was_not_asked_joins_no_campaign():
    """Nor do refusals and the like, however often they occur."""
    rows = redacted(*[LETTER] * 5, asked=False)
    found = screen(rows, Screening())
    assert [("not_asked", "")] * 5 == list(zip(found["status"], found["flag"], strict=True))


@pytest.mark.parametrize(
    ("expected", "keep"),
    [
        ([("gibberish", "gibberish")] + [("duplicate_campaign", "duplicate_campaign")] * 5, []),
        ([(CODABLE, "gibberish")]
         + [("duplicate_campaign", "duplicate_campaign")] * 5, ["gibberish"]),
        ([("gibberish", "gibberish")]
         + [(CODABLE, "duplicate_campaign")] * 5, ["duplicate_campaign"]),
    ],
)  # fmt: skip
def test_a_suspect_response_keeps_its_flag(expected, keep):
    """Kept ones are coded, and can still be left out of results by their flag."""
    found = screen(redacted("asdfgh", *[LETTER] * 5), Screening(keep=keep))
    assert expected == list(zip(found["status"], found["flag"], strict=True))


@given(st.lists(st.text(max_size=12)))
def test_every_response_has_one_status(texts):
    """No response is lost, and none is left without a status."""
    found = screen(redacted(*texts), Screening())
    assert texts == list(found["text"])
    assert set(found["status"]) <= set(STATUSES)


@given(st.permutations(range(12)))
def test_the_order_of_rows_changes_nothing(order):
    """Every response has the status that it has in any other order."""
    rows = redacted(
        *[LETTER] * 4, LETTER + " now", "n/a", "asdf", "cost", "see above", "", "x", "\u958b"
    )
    shuffled = screen(rows.iloc[list(order)], Screening())
    expected = screen(rows, Screening())
    pd.testing.assert_frame_equal(expected, shuffled.sort_index())


def test_what_was_handed_in_stays_as_it_was():
    """Screening returns a table of its own."""
    rows = redacted("cost", "asdf")
    before = rows.copy()
    screen(rows, Screening())
    pd.testing.assert_frame_equal(before, rows)
