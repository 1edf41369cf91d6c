"""What may find the names of people?"""

from nlp.contracts.names import NO_NAMES


def test_the_finder_without_weights_finds_none():
    """One empty list per text, under a name of its own."""
    assert [[], []] == NO_NAMES(["Sam", ""])
    assert [] == NO_NAMES([])
    assert "no-names" == NO_NAMES.name
