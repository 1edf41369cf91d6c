"""How firmly a thing is said, and when it is said to hold."""

from spacy.tokens import Doc, Span, Token

from nlp.mentions.cues import Cue
from nlp.mentions.scope import FINITE, VERBS, verb_after

MODALS = frozenset({"may", "might", "could", "can"})
"""Hedges that reach no farther than their clause."""

DOUBTS = frozenset({"not", "unsure", "uncertain"})
"""Hedges that take up what was said before: "It helps, but I am not sure"."""

WHEN = frozenset({"when", "once", "whenever", "until"})
"""Conditions only of what is or will be: "when we lost a day" tells of a day."""

TIES = frozenset({"subject to", "provided"})
"""Words that set a condition only where they tell nothing of a thing beside them."""

INVERTED = frozenset({"should", "were", "had"})
"""Conditions only at the head of their clause: "Should it fail"."""

LOOSE_PAST = frozenset({"once", "before", "earlier", "at first", "originally", "initially"})
"""Cues of the past only beside a past tense: "it finds cancer earlier"."""

FUTURE = frozenset({"will", "shall"})


def certainty_of(span: Span) -> tuple[str, list[Cue]]:
    """Return how firmly *span* is said, and the cues: the strongest doubt counts."""
    doc = span.doc
    if _is_asked(span):
        return "question", [Cue(len(doc), len(doc), "question", "?", "?")]
    found = doc._.cues
    if conditions := [c for c in found.of("conditions") if _sets_condition(c, span)]:
        return "conditional", conditions[:1]
    if plays := [c for c in found.of("hypotheticals") if _same(span, c.start, "statements")]:
        return "hypothetical", plays[:1]
    if hedges := [c for c in found.of("hedges") if _hedges(c, span)]:
        return "hedged", hedges[:1]
    return "stated", []


def _same(span: Span, place: int, part: str) -> bool:
    numbers = getattr(span.doc._.layout, part)
    return bool(numbers[place] == numbers[span.root.i])


def _is_asked(span: Span) -> bool:
    """Return whether the sentence of *span* ends with a question mark."""
    doc, sentences = span.doc, span.doc._.layout.sentences
    number = sentences[span.root.i]
    place = span.root.i
    while place + 1 < len(doc) and sentences[place + 1] == number:
        place += 1
    return any(
        token.norm_ in {"?", "??", "?!", "!?"} for token in doc[max(place - 1, 0) : place + 1]
    )


def _sets_condition(cue: Cue, span: Span) -> bool:
    """Return whether *cue* makes the sentence of *span* depend on something."""
    doc = span.doc
    if not _same(span, cue.start, "sentences"):
        return False
    if cue.word in INVERTED:
        return (
            cue.start == 0 or doc[cue.start - 1].is_punct or doc[cue.start].is_sent_start is True
        )
    if cue.text.lower() in TIES and _is_said_of(doc, cue):
        return False
    if cue.word in {"provided", "providing"} and cue.end - cue.start == 1:
        return cue.start > 0 and verb_after(doc, cue.end) is not None
    if cue.word in WHEN:
        verb = verb_after(doc, cue.end)
        return verb is not None and verb.tag_ != "VBD" and not _was(doc, span)
    if cue.text.lower() == "if not":
        return doc[cue.end : cue.end + 1].text != "" and doc[cue.end].pos_ != "ADP"
    return True


def _is_said_of(doc: Doc, cue: Cue) -> bool:
    """Return whether *cue* tells of a thing: "it is subject to audits", "data provided by us"."""
    before = [token for token in doc[: cue.start] if token.pos_ not in {"ADV", "PART"}]
    behind = doc[cue.end : cue.end + 1]
    if before and before[-1].pos_ in {"AUX", "VERB"}:
        return True
    return cue.word == "provided" and bool(behind) and behind[0].pos_ in {"ADP", "PUNCT"}


def _was(doc: Doc, span: Span) -> bool:
    verb = verb_of(span)
    return verb is not None and verb.tag_ == "VBD"


def _hedges(cue: Cue, span: Span) -> bool:
    layout = span.doc._.layout
    if cue.word in MODALS and cue.end - cue.start == 1:
        return bool(layout.same_clause(cue.start, span.root.i))
    if _same(span, cue.start, "statements"):
        return not (cue.word in {"kind", "sort"} and _names_kind(span.doc, cue))
    later = cue.word in DOUBTS and cue.start > span.start
    return later and _same(span, cue.start, "sentences")


def _names_kind(doc: Doc, cue: Cue) -> bool:
    return cue.start > 0 and doc[cue.start - 1].pos_ in {"DET", "ADJ", "PRON", "NUM"}


def time_of(span: Span) -> tuple[str, list[Cue]]:
    """Return when *span* is said to hold, by words of time, else by the tense of its verb."""
    found, verb = span.doc._.cues, verb_of(span)
    was = verb is not None and verb.tag_ == "VBD"
    for time in ("past", "now", "expected"):
        cues = [c for c in found.of(time) if _same(span, c.start, "statements")]
        if time == "past":
            cues = [c for c in cues if was or c.text.lower() not in LOOSE_PAST]
            cues = [c for c in cues if not (c.word == "used" and _is_put_to_use(span.doc, c))]
        if time == "expected":
            modal = {c.start for c in cues if c.word in FUTURE}
            cues = [c for c in cues if c.start not in modal or _same(span, c.start, "clauses")]
        if cues:
            return time, cues[:1]
    return ("past", []) if was else ("now", [])


def _is_put_to_use(doc: Doc, cue: Cue) -> bool:
    """Return whether *cue* says what for, and not when: "tools used to rank people"."""
    return doc[cue.start].tag_ != "VBD" or (cue.start > 0 and doc[cue.start - 1].pos_ == "AUX")


def verb_of(span: Span) -> Token | None:
    """Return the finite verb that *span* hangs on; without a parse, the first of its clause."""
    doc, token = span.doc, span.root
    if not doc.has_annotation("DEP"):  # subtle: children of what was never parsed are no tokens
        clauses = doc._.layout.clauses
        return next((t for t in doc if clauses[t.i] == clauses[token.i] and _is_finite(t)), None)
    for _ in range(len(doc)):
        verb = next((t for t in (token, *token.children) if _is_finite(t)), None)
        if verb is not None or token.head.i == token.i:
            return verb
        token = token.head
    return None


def _is_finite(token: Token) -> bool:
    return token.tag_ in FINITE and token.pos_ in VERBS
