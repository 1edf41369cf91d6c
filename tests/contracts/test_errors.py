"""The error family: whose move it is, and messages that tell all at once."""

import pytest

from nlp.contracts import errors
from nlp.contracts.errors import ContractError, OpenEndsError, listed

FAMILY = [
    member
    for member in vars(errors).values()
    if isinstance(member, type) and issubclass(member, OpenEndsError)
]


@pytest.mark.parametrize(
    ("name", "exit_code"),
    [
        ("StudyConfigError", 2),
        ("CodebookError", 2),
        ("SourceDataError", 3),
        ("NotEnoughResponses", 3),
        ("ModelUnavailable", 4),
        ("WorkspaceError", 4),
        ("AlreadyRunning", 4),
        ("OutputsChanged", 5),
        ("HeldBack", 6),
        ("ContractError", 70),
    ],
)
def test_exit_code_says_whose_move_it_is(name, exit_code):
    """A script can tell from the exit code alone who has to act."""
    assert exit_code == getattr(errors, name).exit_code


def test_one_except_clause_catches_the_whole_family():
    """Whoever calls OpenEnds needs to know one name only."""
    with pytest.raises(OpenEndsError):
        raise ContractError("Units is broken")


def test_tree_in_the_docstring_gives_the_real_exit_codes():
    """The numbers that people read are the numbers that scripts see."""
    tree = [line.split() for line in errors.__doc__.splitlines() if line.startswith(("├", "└"))]
    told = {words[1]: int(words[-1]) for words in tree}
    assert {member.__name__: member.exit_code for member in FAMILY[1:]} == told


def test_listed_tells_all_problems_at_once():
    """Nobody has to run again to learn of the second problem."""
    assert "study.yaml cannot be used:\n  no waves\n  no questions" == listed(
        "study.yaml cannot be used:", ["no waves", "no questions"]
    )


def test_listed_without_problems_is_its_headline():
    """An empty list leaves no dangling line."""
    assert "nothing to say" == listed("nothing to say", [])


def test_what_is_held_back_names_its_figures():
    """A log gets the figures alone, a person the whole message."""
    error = errors.HeldBack("w1 is not published:\n  ...", ["wave w1: junk is 41%"])
    assert ("wave w1: junk is 41%",) == error.figures
    assert str(error).startswith("w1 is not published")
