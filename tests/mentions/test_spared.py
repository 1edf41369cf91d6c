import pytest

from tests.mentions.words import meant

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Without a manual it is dangerous.", False),
        ("With no manual it is dangerous.", False),
        ("The lack of a manual is dangerous.", False),
        ("It works without danger.", True),
        ("It works without bias, errors or danger.", True),
        ("With no danger it works.", True),
        ("In the absence of a manual it is dangerous.", False),
    ],
)
def test_a_phrase_denies_nothing_beyond_it(shipped, text, negated):
    """What somebody is without ends with its phrase, not with the clause."""
    assert negated == meant(shipped, text, "negated")


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Isn't it a danger?", False),
        ("Why isn't it a danger?", False),
        ("It isn't a danger.", True),
        ("It isn't a danger, is it?", True),
        ("I don't see a danger, do you?", True),
        ("Is it that it is not a danger?", True),
    ],
)
def test_a_question_that_awaits_a_yes_denies_nothing(shipped, text, negated):
    """A "not" at the head of a question asks for assent."""
    assert negated == meant(shipped, text, "negated")


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Nobody pays for the harm it does.", False),
        ("Nobody pays for the harm they promised.", True),
        ("Nobody saw any harm it did.", True),
        ("Nobody saw the harm.", True),
        ("No sign of the harm it did was found.", True),
        ("It does not do the harm it did.", True),
    ],
)
def test_what_is_presupposed_is_there_whoever_acts(shipped, text, negated):
    """A definite harm, of which is told what it does, is not denied by "nobody"."""
    assert negated == meant(shipped, text, "negated")
