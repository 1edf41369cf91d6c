import pytest

from nlp.mentions.replies import read_reply


@pytest.mark.parametrize(
    "text",
    [
        "None",
        "nothing so far",
        "No.",
        "No worries",
        "Not really",
        "I don't see any",
        "I don\N{RIGHT SINGLE QUOTATION MARK}t have any concerns",
        "I am not concerned about it",
        "It doesn't worry me",
        "zero risk",
    ],
)
def test_reply_to_a_question_for_risks_denies(text):
    """Whoever says that there is none denies."""
    assert "denies" == read_reply(text, "risk").kind


@pytest.mark.parametrize(
    "text", ["I have no hope", "It won't help us", "useless", "No benefit that I see", "none"]
)
def test_reply_to_a_question_for_benefits_denies(text):
    """What denies a benefit is not what denies a risk."""
    assert "denies" == read_reply(text, "benefit").kind


@pytest.mark.parametrize(
    "text", ["No need for rules", "Should not be", "none", "No.", "Nothing, please"]
)
def test_reply_to_a_question_for_regulation_denies(text):
    """Whoever wants no rules denies."""
    assert "denies" == read_reply(text, "regulation").kind


@pytest.mark.parametrize(
    "text",
    [
        "no idea",
        "I don't have an idea",
        "I don't know",
        "Not sure",
        "idk",
        "I have no opinion",
        "dont care",
        "never used it",
    ],
)
def test_reply_says_nothing(text):
    """Whoever does not know neither names nor denies."""
    assert "says nothing" == read_reply(text, "risk").kind


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("No control", "risk"),
        ("Losing my job", "risk"),
        ("Not being used well", "risk"),
        ("Shorter queues", "benefit"),
        ("It finds an answer to hunger", "benefit"),
        ("It's important", "benefit"),
    ],
)
def test_reply_names(text, category):
    """Any other answer names what was asked for."""
    assert "names" == read_reply(text, category).kind


def test_cue_is_told():
    """A denial says by which words."""
    assert "not see any" == read_reply("I don't see any", "risk").cue
