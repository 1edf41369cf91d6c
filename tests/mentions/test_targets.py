import pytest

from tests.mentions.words import meant

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Open models harm bees.", "open"),
        ("The proprietary ones harm bees.", "closed"),
        ("The model is not open and harms bees.", "closed"),
        ("Unlike closed models, open ones harm bees.", "open"),
        ("I prefer closed models to open ones, these harm bees.", "closed"),
        ("Both open and closed models harm bees.", "both"),
        ("Neither open nor closed models harm bees.", "both"),
        ("It is both loud and a danger.", "unclear"),
        ("Open models are loud. They harm bees.", "open"),
        ("Open models are loud, but closed ones harm bees.", "closed"),
        ("A hive tool free as in freedom harms bees.", "open"),
        ("A model that nobody outside can read harms bees.", "closed"),
        ("AI harms bees.", "ai"),
        ("It harms bees.", "unclear"),
        ("It is open to all and harms bees.", "unclear"),
    ],
)
def test_target_is_the_side_it_is_said_of(shipped, text, expected):
    """The nearest side counts, never the one that it is set against."""
    assert expected == meant(shipped, text, "target")
