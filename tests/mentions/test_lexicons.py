"""The lexicons that are shipped: every sentence in them is a test."""

from collections import Counter

import pytest

from nlp.mentions.pipeline import TERMS

LETTERS = {"benefit": "B", "risk": "R", "regulation": "G"}


def affirmed(pipeline, text, category):
    """The terms of a category that a text names without denying them."""
    doc = pipeline(text)
    return {
        span.kb_id_
        for span in doc.spans[TERMS]
        if span.label_ == category and not span._.context.negated
    }


def test_there_is_one_lexicon_per_category(lexicons):
    """Benefits, risks and regulation have a lexicon each."""
    assert list(LETTERS) == [lexicon.category for lexicon in lexicons]


def test_every_term_is_explained_and_tried(lexicons):
    """A term has a net, a definition, a sentence it is found in and one it is not."""
    unfinished = [
        term.term_id
        for lexicon in lexicons
        for term in lexicon.terms
        if not (term.net and term.definition and term.matches and term.rejects)
    ]

    assert [] == unfinished


def test_ids_tell_category_and_net(lexicons):
    """`R6.2` is the second term of the net R6, which is a net of risks."""
    strays = [
        term.term_id
        for lexicon in lexicons
        for term in lexicon.terms
        if term.term_id[0] != LETTERS[lexicon.category] or not term.term_id.startswith(term.net)
    ]

    assert [] == strays


def test_no_phrase_is_written_twice(lexicons):
    """A phrase belongs to one term of a category: the second would never count."""
    for lexicon in lexicons:
        phrases = Counter(phrase.lower() for term in lexicon.terms for phrase in term.phrases)
        assert [] == [phrase for phrase, count in phrases.items() if count > 1]


@pytest.mark.model
def test_matches_are_matched(shipped, lexicons):
    """Every term is found in the sentences that its lexicon says it is in."""
    missed = [
        (term.term_id, text)
        for lexicon in lexicons
        for term in lexicon.terms
        for text in term.matches
        if term.term_id not in affirmed(shipped, text, lexicon.category)
    ]

    assert [] == missed


@pytest.mark.model
def test_rejects_are_rejected(shipped, lexicons):
    """No term is found, unless denied, in the sentences that its lexicon says it is not in."""
    wrong = [
        (term.term_id, text)
        for lexicon in lexicons
        for term in lexicon.terms
        for text in term.rejects
        if term.term_id in affirmed(shipped, text, lexicon.category)
    ]

    assert [] == wrong
