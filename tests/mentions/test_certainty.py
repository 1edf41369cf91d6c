import pytest

from tests.mentions.words import meant

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It harms bees.", "stated"),
        ("It may harm bees.", "hedged"),
        ("It may be dear, but it harms bees.", "stated"),
        ("It harms bees, but I am not sure.", "hedged"),
        ("This kind of thing harms bees.", "stated"),
        ("It would harm bees.", "hypothetical"),
        ("It would harm bees if they met.", "conditional"),
        ("It harms bees even if they hide.", "stated"),
        ("It harmed bees when we opened the hive.", "stated"),
        ("It will harm bees once it flies.", "conditional"),
        ("Should it fly, it will harm bees.", "conditional"),
        ("It should harm bees.", "stated"),
        ("It is useful as it is subject to harm checks.", "stated"),
        ("Data provided by us harm bees.", "stated"),
        ("It harms bees provided they sleep.", "conditional"),
        ("Would it harm bees?", "question"),
        ("What is it? It harms bees.", "stated"),
    ],
)
def test_strongest_doubt_counts(shipped, text, expected):
    """A question outdoes a condition, a condition a play of thought, that a hedge."""
    assert expected == meant(shipped, text, "certainty")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It harms bees.", "now"),
        ("It harmed bees.", "past"),
        ("It has harmed bees.", "now"),
        ("It will harm bees.", "expected"),
        ("In ten years it harms bees.", "expected"),
        ("It already harms bees.", "now"),
        ("It used to harm bees.", "past"),
        ("Smoke is used to harm bees.", "now"),
        ("The smoke that is used to calm them harms bees.", "now"),
        ("It harms bees earlier.", "now"),
        ("It will be loud, but it harms bees.", "now"),
    ],
)
def test_words_of_time_count_before_tense(shipped, text, expected):
    """Words of time in the statement settle it, else the tense of the verb."""
    assert expected == meant(shipped, text, "time")
