"""Is it a refusal?"""

import pytest

from nlp.intake.refusals import bare, is_refusal


@pytest.mark.parametrize(
    "text",
    [
        "n/a", "N.A.", "none", "No", "nothing", "-", "...", "?", "idk", "IDK!!", "no comment",
        "I don\u2019t know", "i dont know yet, sorry", "I'm really not sure at this time.",
        "not too sure to be honest", "None that I can think of", "Nothing at all", "see above",
        "Same as above.", "prefer not to say", "Thank you", "Not at this time",
        "Don't have any idea", "特になし。", "weiß nicht", "(none)", "*", "N / A",
    ],
)  # fmt: skip
def test_these_say_nothing(text):
    """Case, signs, apostrophes and polite words around a refusal do not matter."""
    assert is_refusal(text, ())


@pytest.mark.parametrize(
    "text",
    [
        "No regulation", "none of your models is safe", "not at all", "no worries", "not", "yes",
        "Nothing but cost", "I don't know who is liable", "no lock-in", "the unknown", "testing",
        "AI", "same rules", "see above, and cost", "not sure it helps", "\U0001f44d", "5",
        "No. Regulate nothing.", "sorry " * 30 + "but rules",
    ],
)  # fmt: skip
def test_these_say_something(text):
    """A refusal is the whole response; one more word may be an answer."""
    assert not is_refusal(text, ())


def test_a_study_may_know_more_refusals():
    """They too are matched without case, signs and polite words."""
    assert is_refusal("Sorry, under study!", {bare("Under study")})
