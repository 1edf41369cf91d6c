"""Whose view it is: the respondent's, that of the own organisation, or one reported of others."""

from spacy.tokens import Doc, Span

from nlp.mentions.cues import Cue

NEAR = 4
"""Most tokens between those who are reported and the verb by which they are."""

SUBJECT = frozenset(
    {"nsubj", "nsubjpass", "pobj", "ROOT", "npadvmod", "conj", "prep", "appos", "compound"}
)
"""What an organisation is in a sentence that says its view; "it ruins our firm" says none."""


def holder_of(span: Span) -> tuple[str, list[Cue]]:
    """Return whose view *span* is, and the cues that tell."""
    if reported := _reported(span):
        return "others", reported
    if own := _own(span):
        return "organisation", own
    return "respondent", []


def _reported(span: Span) -> list[Cue]:
    """Return the cues by which others say what *span* names."""
    doc, found = span.doc, span.doc._.cues
    for who in found.of("reported_who"):
        for says in found.of("reported_says"):
            if 0 <= says.start - who.end <= NEAR and _speaks(doc, who, says, span):
                return [who, says]
    phrases = [c for c in found.of("reported_phrases") if _in_statement(c, span)]
    return phrases[:1]


def _speaks(doc: Doc, who: Cue, says: Cue, span: Span) -> bool:
    """Return whether *who* is the one that *says*, and *span* is what is said."""
    clauses = doc._.layout.clauses
    before = doc[who.start - 1].norm_ if who.start else ""
    return (
        says.start <= span.end
        and clauses[who.start] == clauses[says.start]
        and _in_statement(says, span)
        and before not in {"let", "unlike", "than", "what"}
        and doc[says.start].pos_ in {"VERB", "AUX", "NOUN"}
    )


def _in_statement(cue: Cue, span: Span) -> bool:
    statements = span.doc._.layout.statements
    return bool(statements[cue.start] == statements[span.root.i])


def _own(span: Span) -> list[Cue]:
    """Return the first cue by which the own organisation says what *span* names."""
    doc = span.doc
    return [
        cue
        for cue in doc._.cues.of("own_organisation")
        if cue.end <= span.root.i + 1
        and _in_statement(cue, span)
        and doc[cue.start : cue.end].root.dep_ in SUBJECT
    ][:1]
