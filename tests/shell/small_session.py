"""The small study opened as a command would, but with spaCy doors that need no weights."""

import spacy
from spacy.language import Language

from flows.runs import deferred
from flows.session import open_session
from flows.workspace import open_workspace
from nlp.mentions.pipeline import build_pipeline
from tests.fakes import ListedNames, PlainTagger, fixed_clock


@Language.component("words_as_lemmas")
def _words_as_lemmas(doc):
    for token in doc:
        token.lemma_ = token.lower_
        token.pos_ = "NOUN" if token.is_alpha else "PUNCT"
    return doc


def plain_pipeline(lexicons, cues):
    """Return a pipeline that finds the terms of *lexicons* by the words as they stand."""
    base = spacy.blank("en")
    base.add_pipe("words_as_lemmas", name="lemmatizer")
    return build_pipeline(base, lexicons, cues)


def open_small(root, clock=fixed_clock):
    """Open the small study at *root*."""
    session = open_session(open_workspace(root), "small", clock)
    name = "-".join(lexicon.model_dump_json() for lexicon in session.lexicons)
    session.tagger, session.topic_names = PlainTagger(), ListedNames()
    session.pipeline = deferred(name, lambda: plain_pipeline(session.lexicons, session.cues))
    return session


class FallingPipeline:
    """Falls over at the first text, and quotes it, as foreign libraries do."""

    name = "falling"

    def pipe(self, texts):
        """Raise what quotes all texts."""
        raise ValueError(" ".join(texts))
