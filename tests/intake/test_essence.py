import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.intake.essence import essence

ASKED = "Which models do you use? (Check all that apply)"


@pytest.mark.parametrize(
    "wording",
    [
        "WHICH models do you use ?  check all that apply",
        "Which\u00a0models do you use?\n(Select all that apply)",
        "Q29 00\u2014Which models do you use? (Check all that apply)",
        "q7. Which models do you use? (tick all which apply)\u00ad",
        "12) Which models do you use? (Check all that apply)",
        "Which models do you use? <b>(Check all that apply)</b>",
        "Which models do you use, {0}? [Q3] (Check all that apply)",
        "Which models do you use${q://QID1/ChoiceGroup}? (Check all that apply)",
        "Which mo\u200bdels do you use? (Check all that apply)",
    ],
)
def test_form_alone_makes_no_new_question(wording):
    """Case, spaces, signs, numbers, piped text and the way to say "all that apply" are form."""
    assert essence(ASKED) == essence(wording)


@pytest.mark.parametrize(
    "wording",
    [
        "Which models do you use?",
        "Which models do you use? (Check one)",
        "Which 3 models do you use? (Check all that apply)",
        "Which models does your company use? (Check all that apply)",
        "Which models do you not use? (Check all that apply)",
        "2024 Which models do you use? (Check all that apply)",
    ],
)
def test_every_other_word_makes_a_new_question(wording):
    """A word more or less may move the answers, and so may what people are told to do."""
    assert essence(ASKED) != essence(wording)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Why doesn\u2019t it work?", "Why doesn't it work"),
        ("Wof\u00fcr nutzen Sie KI?", "WOFU\u0308R nutzen Sie KI"),
        (
            "\u3069\u306e\u30e2\u30c7\u30eb\u3067\u3059\u304b\uff1f",
            "\u3069\u306e\u30e2\u30c7\u30eb\u3067\u3059\u304b?",
        ),
    ],
)
def test_scripts_and_accents_are_written_in_more_than_one_way(one, other):
    """Composed and decomposed letters, straight and curly apostrophes, wide signs are alike."""
    assert essence(one) == essence(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\u0915\u093f", "\u0915\u0940"),  # vowel signs of Devanagari are no letters to a regex
        ("Cost in \u20ac", "Cost in \u00a3"),
        ("risks_text", "benefits_text"),
        ("Q12", "Q13"),
        ("???", "!!!"),
    ],
)
def test_little_is_enough_to_differ(one, other):
    """Signs that carry meaning count, and of a bare name all of it."""
    assert essence(one) != essence(other)


@given(st.text())
def test_an_essence_is_its_own(wording):
    """Taking the essence never fails, and a wording equals itself with other spaces and case."""
    assert essence(wording) == essence(f" {wording}\u00a0")
