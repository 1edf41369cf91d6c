import pytest

from tests.mentions.words import meant

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It works without rules.", "for"),
        ("It works fine without rules.", "against"),
        ("Nobody works well without rules.", "for"),
        ("It works well, and without rules it harms us.", "for"),
        ("There are not enough rules.", "for"),
    ],
)
def test_rules_are_missed_where_all_is_not_well_without(shipped, text, expected):
    """Who has no rules misses them, unless all is said to go well so."""
    assert expected == meant(shipped, text, "stance", "regulation")
