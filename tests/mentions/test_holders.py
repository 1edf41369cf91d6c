import pytest

from tests.mentions.words import meant

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It harms bees.", "respondent"),
        ("Critics claim it harms bees.", "others"),
        ("Critics claim much, but it harms bees.", "respondent"),
        ("Critics sleep. It harms bees.", "respondent"),
        ("Let critics say what they like, it harms bees.", "respondent"),
        ("It allegedly harms bees.", "others"),
        ("It harms my students.", "respondent"),
        ("Our legal team fears that it harms bees.", "organisation"),
        ("At our hospital we think it is a danger.", "organisation"),
        ("It is a danger to my company.", "respondent"),
    ],
)
def test_holder_is_who_says_it(shipped, text, expected):
    """A view is reported where others say it, and the organisation's where that is the subject."""
    assert expected == meant(shipped, text, "holder")
