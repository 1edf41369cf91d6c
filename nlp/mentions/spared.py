"""What a cue of denial spares, though it stands before it in the same clause."""

from spacy.tokens import Doc, Span, Token

from nlp.contracts.study import Category
from nlp.mentions.cues import Cue
from nlp.mentions.scope import FINITE, RELATIVE

PHRASES = frozenset({"without", "lack", "absence"})
"""Cues that open a phrase, and deny nothing beyond it."""

ASSENT = 3
"""A "not" among as many first words of a question awaits a "yes": "Why isn't it banned?"."""

NOBODY = frozenset({"nobody", "no one", "none", "none of", "no"})
"""Subjects by which an act is denied, and not what the act is about."""

SUBJECT_DEPS = frozenset({"nsubj", "nsubjpass"})

DEFINITE = frozenset({"the", "this", "these", "that", "those"})

TOLD = frozenset(
    {"allege", "assert", "assume", "believe", "claim", "expect", "fear", "foresee", "imagine"}
    | {"imply", "predict", "promise", "report", "say", "suggest", "suppose", "suspect", "tell"}
    | {"think", "threaten", "warn"}
)
"""What is done to things that may not be: "nobody saw the damage they promised"."""


def is_spared(span: Span, category: Category, cue: Cue) -> bool:
    """Return whether *cue*, which stands before *span*, denies something else."""
    presupposed = category == "risk" and _is_presupposed(cue, span)
    return presupposed or _has_ended(span.doc, cue, span) or _asks_for_assent(span.doc, cue)


def _has_ended(doc: Doc, cue: Cue, span: Span) -> bool:
    """Return whether *cue* opens a phrase that ends before *span*: "without rules it harms"."""
    if not doc.has_annotation("DEP"):
        return False
    last = doc[cue.end - 1]
    if cue.word == "no" and last.head.dep_ == "pobj" and last.head.head.norm_ == "with":
        return span.root not in set(last.head.subtree)
    opens = any(token.norm_ in PHRASES for token in doc[cue.start : cue.end])
    return opens and span.root not in set(last.subtree)


def _asks_for_assent(doc: Doc, cue: Cue) -> bool:
    """Return whether *cue* is the "not" of a question that awaits a "yes": "Isn't it bad?"."""
    if cue.word != "not":
        return False
    sentences = doc._.layout.sentences
    words = [token for token in doc if sentences[token.i] == sentences[cue.start]]
    place = cue.start - words[0].i
    asked = any(token.norm_ in {"?", "??", "?!", "!?"} for token in words)
    if not (asked and 0 < place < ASSENT and words[place - 1].pos_ == "AUX"):
        return False
    # "It isn't bad, is it?" states, its subject before the "not"; "Who wouldn't see it?" asks
    before = words[: place - 1]
    return not any(token.dep_ in SUBJECT_DEPS and token.tag_ != "WP" for token in before)


def _is_presupposed(cue: Cue, span: Span) -> bool:
    """Return whether *span* is there, whoever does nothing: "Nobody pays for the harm it does".

    Then it is definite, and has a relative clause of its own, which tells what it does.
    """
    words = span.doc[cue.start : cue.end].text.lower()
    if words not in NOBODY or not _is_subject(span.doc[cue.end - 1]):
        return False
    if not any(token.norm_ in DEFINITE or token.dep_ == "poss" for token in span.root.lefts):
        return False
    return any(
        token.lemma_ not in TOLD and any(t.tag_ in FINITE for t in (token, *token.lefts))
        for token in span.root.rights
        if token.dep_ in RELATIVE
    )


def _is_subject(token: Token) -> bool:
    return token.dep_ in SUBJECT_DEPS or token.head.dep_ in SUBJECT_DEPS
