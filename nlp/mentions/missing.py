"""Rules that somebody misses, and those that nobody does: "it runs well without oversight"."""

from spacy.tokens import Doc, Span

from nlp.mentions.cues import Cue

REACH = 6
"""Most tokens between a word of lack or praise and what it is about."""

ENOUGH = frozenset({"enough", "sufficient", "adequate", "proper"})
"""Who has not so much of rules misses some."""

WELL = frozenset({"well", "fine", "good", "great", "better", "perfectly", "nicely", "happily"})
"""Words of those who miss no rules."""


def missed_by(span: Span) -> list[Cue]:
    """Return the cue by which the rules are missed: "lack of rules", "not enough rules"."""
    doc, layout = span.doc, span.doc._.layout
    missed = [
        c
        for c in doc._.cues.of("missed")
        if layout.same_clause(c.start, span.root.i) and span.start - REACH <= c.end <= span.end
    ]
    few = [
        c
        for c in doc._.cues.of("deny_before")
        if layout.same_clause(c.start, span.root.i)
        and ENOUGH & {token.norm_ for token in doc[c.end : span.end]}
    ]
    return (missed or few)[:1]


def does_well(doc: Doc, missed: Cue) -> bool:
    """Return whether all is well that *missed* says to be without rules: "runs well without"."""
    layout = doc._.layout
    before = doc[max(missed.start - REACH, 0) : missed.start]
    clause = [token for token in before if layout.same_clause(token.i, missed.start)]
    denials = {cue.start for cue in doc._.cues.of("deny_before")}
    return (
        missed.word == "without"
        and not any(token.i in denials for token in clause)
        and any(token.norm_ in WELL and token.dep_ in {"advmod", "acomp"} for token in clause)
    )


def wants_some(span: Span) -> bool:
    """Return whether the words of *span* miss rules: "not enough laws", "if we have no rules"."""
    words = {token.norm_ for token in span}
    if not words & {"no", "not"}:
        return False
    return bool(words & ENOUGH) or is_supposed(span, span.start)


def is_supposed(span: Span, denial: int) -> bool:
    """Return whether a condition opens the clause of the token *denial*: "if we have no rules"."""
    layout = span.doc._.layout
    return any(
        c.word in {"if", "unless", "until"} and layout.same_clause(c.start, denial)
        for c in span.doc._.cues.of("conditions")
    )
