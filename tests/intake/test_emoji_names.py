"""Emoji in words."""

import pytest

from nlp.intake.emoji_names import spoken

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("thumbs up thumbs up", "\U0001f44d\U0001f44d"),
        ("thumbs down", "\U0001f44e"),
        ("thumbs up medium skin tone", "\U0001f44d\U0001f3fd"),
        ("family man woman girl boy family", f"{FAMILY} family"),
        ("I red heart it", "I\u2764\ufe0fit"),
        ("Canada", "\U0001f1e8\U0001f1e6"),
    ],
)
def test_emoji_are_named(expected, text):
    """A sequence that shows as one picture has one name, set off from the words around it."""
    assert expected == spoken(text)


@pytest.mark.parametrize(
    "text",
    ["", "cost", "co\u00fbt", "Acme\u2122 \u00a9 \u00ae", "\u958b\u767a \u30b3", "5 #1 *", "a  b"],
)
def test_all_else_stays_as_it_is(text):
    """Letters of any script, digits and signs of trade are no emoji."""
    assert text == spoken(text)
