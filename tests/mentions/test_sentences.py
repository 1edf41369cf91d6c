"""Sentences of lexicons, tried with a pipeline that needs no weights."""

import pytest

from nlp.contracts.cues import parse_cues
from nlp.contracts.lexicon import parse_lexicon
from nlp.contracts.study import Tagging
from nlp.mentions.sentences import failing_sentences
from nlp.mentions.tagging import tag
from tests.shell.small_session import plain_pipeline


def tagger(lexicons):
    """Return what finds the terms of *lexicons* by the words as they stand."""
    cues = parse_cues({"deny_before": ["never"]}, "cues")
    pipeline = plain_pipeline(lexicons, cues)
    return lambda units: tag(units, None, pipeline, None, {}, Tagging(use_question=False))


def tried(category="risk", **said):
    term = {"term_id": "T1", "label": "Leaks", "phrases": ["leaks", "red tape"], **said}
    lexicons = (parse_lexicon({"category": category, "terms": [term]}, "lexicon"),)
    return failing_sentences(lexicons, tagger(lexicons))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, []),
        ({"matches": ["It leaks."], "rejects": ["It is dry."]}, []),
        ({"rejects": ["It never leaks."]}, []),
        (
            {"matches": ["It leaks.", "It drips."]},
            ["risk, term T1: sentence 2 of matches does not name it"],
        ),
        (
            {"matches": ["It never leaks."]},
            ["risk, term T1: sentence 1 of matches does not name it"],
        ),
        ({"rejects": ["It leaks."]}, ["risk, term T1: sentence 1 of rejects names it"]),
    ],
)
def test_a_sentence_that_does_not_show_what_it_should_is_told(said, expected):
    """Matches must affirm the term, rejects must leave it out or deny it; none is quoted."""
    assert expected == tried(**said)


def test_terms_answer_for_themselves():
    """The sentence of one term may well name another."""
    lexicons = (
        parse_lexicon(
            {
                "category": "risk",
                "terms": [
                    {"term_id": "A", "label": "A", "phrases": ["leaks"], "matches": ["leaks"]},
                    {"term_id": "B", "label": "B", "phrases": ["breaks"], "rejects": ["leaks"]},
                ],
            },
            "lexicon",
        ),
    )
    assert [] == failing_sentences(lexicons, tagger(lexicons))
