import pytest

from tests.mentions.words import meant

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We need rules.", "for"),
        ("Rules are not needed.", "against"),
        ("I fear a lack of regulation.", "for"),
        ("There are not enough laws.", "for"),
        ("Red tape.", "against"),
        ("Repeal the law.", "against"),
        ("Makers must not be liable.", "against"),
        ("A law against deepfakes should come.", "for"),
        ("A ban is right in schools and wrong at home.", "mixed"),
        ("I support a law on condition that choirs are exempt.", "mixed"),
        ("There will be chaos if we have no rules.", "for"),
        ("End it by law.", "for"),
        ("Ban it.", "for"),
        ("Should there be a law?", "neutral"),
        ("The law has twelve parts.", "neutral"),
        ("Keep your laws off our code.", "against"),
        ("I do not think that they should regulate it.", "against"),
        ("Laws on how it should be used are printed in the annex.", "neutral"),
        ("We need a balance of rules and freedom.", "mixed"),
        ("The law is good so long as it does not stifle us.", "mixed"),
        ("The law is good so long as it is enforced.", "for"),
        ("The permit is absurd.", "against"),
        ("It runs well without rules.", "against"),
        ("It does not run well without rules.", "for"),
    ],
)
def test_stance_is_what_is_wanted_of_rules(shipped, text, expected):
    """Rules are wanted, rejected, both or neither."""
    assert expected == meant(shipped, text, "stance", "regulation")


def test_only_rules_have_a_stance(shipped):
    """Nobody is for or against a harm."""
    assert "" == meant(shipped, "We need no harm.", "stance", "risk")
