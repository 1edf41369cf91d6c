"""Token patterns, tried only where they can match."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.matcher import Matcher

from nlp.mentions.patterns import PatternFinder

PATTERNS = {
    "cut": [{"LOWER": {"IN": ["save", "cut"]}}, {"IS_PUNCT": False, "OP": "?"}, {"LOWER": "cost"}],
    "no x": [{"LOWER": "no"}, {"IS_ALPHA": True}],
    "any": [{"IS_ALPHA": True, "LENGTH": 5}],
    "maybe": [{"LOWER": "no", "OP": "?"}, {"LOWER": "cost", "OP": "+"}],
}
VOCAB = spacy.blank("en").vocab


@pytest.fixture(scope="module")
def finder():
    """All patterns, each of which needs other words or none."""
    found = PatternFinder(VOCAB)
    for key, pattern in PATTERNS.items():
        found.add(key, pattern)
    return found


def plain():
    """The matcher that tries all patterns everywhere."""
    matcher = Matcher(VOCAB)
    for key, pattern in PATTERNS.items():
        matcher.add(key, [pattern], greedy="LONGEST")
    return matcher


WORDS = st.lists(
    st.sampled_from(["No", "no", "cut", "SAVE", "cost", "costs", "their", "house", ",", "a"]),
    max_size=12,
)


@given(words=WORDS)
def test_nothing_is_missed_that_trying_everything_would_find(words, finder):
    """The words that a pattern needs are no more than a short cut."""
    doc = spacy.tokens.Doc(VOCAB, words=words)

    assert sorted(plain()(doc)) == sorted(finder(doc))


def test_a_pattern_that_is_none_is_refused(finder):
    """spaCy says what is wrong with it."""
    with pytest.raises(ValueError, match="NO_SUCH"):
        PatternFinder(VOCAB).add("bad", [{"NO_SUCH": "thing"}])
