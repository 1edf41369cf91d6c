import pytest
from spacy.tokens import Span

from nlp.mentions.pipeline import TERMS, build_pipeline
from tests.mentions.words import lexicon


@pytest.fixture
def pipeline(base, cues):
    """Finds leaks as risks and rules as regulation."""
    return build_pipeline(base, [lexicon("leak"), lexicon("rule", category="regulation")], cues)


def test_context_tells_cues_and_what_they_do(pipeline):
    """Every cue that decided is told with its role, in the order of the text."""
    doc = pipeline("perhaps there is no leak")
    (span,) = doc.spans[TERMS]

    assert "perhaps: hedge | no: deny" == span._.context.told


def test_plain_words_have_a_plain_context(pipeline):
    """Without cues all is as it seems."""
    doc = pipeline("a leak")
    (span,) = doc.spans[TERMS]

    assert (False, "stated", "respondent", "now", "unclear", "", ()) == span._.context


def test_rules_are_never_denied(pipeline):
    """Whoever rejects rules names them; the rejection is the stance."""
    doc = pipeline("there is no rule")
    (span,) = doc.spans[TERMS]

    assert (False, "against") == (span._.context.negated, span._.context.stance)


def test_exception_takes_a_denial_back(pipeline):
    """ "No leak, except …" is a leak after all."""
    doc = pipeline("no leak except at night")
    (span,) = doc.spans[TERMS]

    assert (False, "no: deny | except: except") == (
        span._.context.negated,
        span._.context.told,
    )


def test_any_span_with_a_category_has_a_context(pipeline):
    """Not only terms of the lexicon can be asked how they are meant."""
    doc = pipeline("perhaps a mess")

    assert "hedged" == Span(doc, 0, len(doc), "risk")._.context.certainty
