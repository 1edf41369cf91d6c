"""Is it a refusal?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.intake.refusals import bare, is_refusal


@pytest.mark.parametrize(
    "text",
    [
        "n/a", "N.A.", "none", "No", "nothing", "-", "...", "?", "idk", "IDK!!", "no comment",
        "I don\u2019t know", "i dont know yet, sorry", "I'm really not sure at this time.",
        "not too sure to be honest", "None that I can think of", "Nothing at all",
        "prefer not to say", "Not at this time", "Don't have any idea", "特になし。", "weiß nicht",
        "(none)", "*", "N / A", "No. None.", "No idea, sorry!", "none / don't know", "无",
        "We do not have a position on this issue", "I have no view on that question.",
        "I can't think of anything", "not informed enough to answer this",
        "Don't know enough about it", "Not aware of any", "no not at this time", "No, thank you",
    ],
)  # fmt: skip
def test_these_decline(text):
    """Case, signs, apostrophes and polite words around a refusal do not matter."""
    assert is_refusal(text, ())


@pytest.mark.parametrize(
    "text",
    [
        "No regulation", "none of your models is safe", "not at all", "no worries", "not", "yes",
        "Nothing but cost", "I don't know who is liable", "no lock-in", "the unknown", "testing",
        "AI", "same rules", "see above, and cost", "not sure it helps", "\U0001f44d", "5",
        "No. Regulate nothing.", "sorry " * 30 + "but rules", "see above", "Thank you", "good day",
        "No idea who pays for it", "They do not know enough about privacy", "no ideas of its own",
        "No oversight, no idea", "not familiar with licences", "nothing to lose", "cannot say no",
    ],
)  # fmt: skip
def test_these_do_not(text):
    """A refusal is the whole response; one more word may be an answer."""
    assert not is_refusal(text, ())


def test_a_study_may_know_more_refusals():
    """They too are matched without case, signs and polite words."""
    assert is_refusal("Sorry, under study!", {bare("Under study")})


@given(st.text(), st.sampled_from(["no idea", "n/a", "none"]))
def test_case_and_signs_never_matter(text, refusal):
    """Any text is one or not, and case and signs around a refusal never matter."""
    assert is_refusal(text.upper(), ()) == is_refusal(text.upper().lower(), ())
    assert is_refusal(f" {refusal.upper()}!?", ())
