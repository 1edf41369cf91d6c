"""What tells the kinds of words."""

from nlp.contracts.tagger import Tagger, Word
from tests.fakes import PlainTagger


def test_a_word_says_where_it_stands():
    """Any callable that gives the words of each text is a tagger."""
    tagger: Tagger = PlainTagger()
    assert [[Word(0, 4, "jobs", "NOUN"), Word(4, 5, "!", "PUNCT")], []] == tagger(["Jobs!", ""])
