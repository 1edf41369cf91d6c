import pytest

from nlp.mentions.pipeline import build_pipeline
from nlp.mentions.reading import LONGEST_PIECE, SILENT, readings
from tests.mentions.words import lexicon


@pytest.fixture
def pipeline(base, cues):
    """Finds leaks."""
    return build_pipeline(base, [lexicon("leak")], cues)


def test_mention_says_where_and_by_which_phrase(pipeline):
    """The place counts in the text, the evidence is the phrase of the lexicon."""
    (mention,) = readings(["It leaks."], pipeline)["It leaks."].mentions

    assert ("risk", 3, 8, "leak") == (
        mention.category,
        mention.start,
        mention.end,
        mention.evidence,
    )


def test_long_text_is_read_in_pieces_and_places_still_hold(pipeline):
    """A text of any length is read, and every mention stands where it says."""
    text = "All is well. " * LONGEST_PIECE + "a leak. " + "x" * 3 * LONGEST_PIECE + " no leak"

    found = readings([text], pipeline)[text].mentions

    assert [("leak", False), ("leak", True)] == [
        (text[m.start : m.end], m.context.negated) for m in found
    ]


def test_text_without_words_is_silent(pipeline):
    """What holds nothing names nothing."""
    assert {" ": SILENT} == readings([" "], pipeline)


@pytest.mark.model
def test_company_changes_nothing(shipped):
    """A text is read alike alone and among others."""
    texts = [f"Critics claim that it may leak data of {n} bees." for n in range(40)]

    together = readings(texts, shipped)

    assert together == {text: readings([text], shipped)[text] for text in texts}
