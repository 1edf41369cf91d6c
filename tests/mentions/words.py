"""Lexicons in one line, and what a pipeline finds, for tests."""

from nlp.contracts.lexicon import parse_lexicon
from nlp.mentions.pipeline import TERMS


def lexicon(*phrases, category="risk", patterns=()):
    """One term per phrase, and one per pattern; ids count from 1."""
    terms = [{"phrases": [phrase], "label": phrase} for phrase in phrases]
    terms += [{"patterns": [pattern], "label": "pattern"} for pattern in patterns]
    numbered = [{"term_id": f"t{n}", **term} for n, term in enumerate(terms, start=1)]
    return parse_lexicon({"category": category, "terms": numbered}, "a test")


def found(pipeline, text):
    """The words found in a text, with the id of their term."""
    doc = pipeline(text)
    return [(span.text, span.kb_id_) for span in doc.spans[TERMS]]


def negations(pipeline, text):
    """The words found in a text, with whether they are denied, and the cues that deny."""
    doc = pipeline(text)
    return [
        (span.text, span._.context.negated, denying(span._.context)) for span in doc.spans[TERMS]
    ]


def denying(context):
    """The words of a context that deny."""
    return " … ".join(cue.text for cue in context.cues if cue.kind.startswith("deny"))


def meant(pipeline, text, what, category=None):
    """What the context of the first term found in a text, or of one category, says of *what*."""
    doc = pipeline(text)
    spans = doc.spans[TERMS]
    return next(getattr(s._.context, what) for s in spans if category in (None, s.label_))
