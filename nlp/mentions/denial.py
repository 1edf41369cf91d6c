"""Whether a thing is denied, and by which words.

Two things are our own beside NegEx (Chapman et al. 2001): a bad thing that somebody forbids or
hopes against is feared, not denied ("don't take our jobs"), and rules that somebody misses are
named, not rejected ("without oversight").
"""

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from nlp.contracts.study import Category
from nlp.mentions.cues import Cue
from nlp.mentions.scope import SUBJECTS, Layout, verb_after
from nlp.mentions.spared import is_spared

REACH = 10
"""Most tokens between a cue and what it negates; beyond, the sentence has moved on."""

NO_OBJECT = frozenset({"no", "nobody", "none", "nothing", "little", "few"})
"""Words that, right behind a verb, deny it: "helps nobody"."""

UNWANTED = frozenset({"want", "like", "trust", "let", "allow", "support", "accept"})
"""Verbs that, behind "not", forbid what follows them."""

CALM = frozenset(
    {"worry", "worried", "concerned", "afraid", "scared", "fear", "bothered", "panic"}
)
"""Words that, behind "not", say that nothing is feared: "Don't worry"."""

BANS = frozenset({"not", "never", "no", "nobody", "none", "nothing"})
"""Words by which a thing can be forbidden as well as denied."""

INSTEAD = frozenset({"rather", "instead", "as"})
"""Cues that deny a thing or, of two sides, one: "with open rather than closed models"."""

HEEDS = frozenset(
    {"acknowledge", "address", "capture", "consider", "cover", "discuss", "include", "mention"}
    | {"mitigate", "recognise", "recognize", "reflect"}
)
"""What is not done with a threat that is there all the same."""

WATCH = frozenset({"beware", "watch", "guard", "look"})
"""Cues of fear that do not undo a "not" before them: "no need to beware of bias"."""

OF_ITSELF = {
    "benefit": frozenset({"useless", "worthless", "unhelpful"}),
    "risk": frozenset({"unconcerned", "unworried", "untroubled"}),
}
"""Words that name a thing by denying it."""

POINTERS = frozenset({"that", "this", "which", "it", "they", "these", "those", "and"})
"""Words that take up what was said before."""


def denials_of(span: Span, category: Category) -> list[Cue]:
    """Return the cues that deny *span*; two of them cancel each other out."""
    cues = [*_before(span, category), *_behind(span), *_around(span), *_within(span, category)]
    return sorted(set(cues))


def takes_back(span: Span) -> list[Cue]:
    """Return the first cue behind *span* that makes an exception to its denial."""
    doc, sentences = span.doc, span.doc._.layout.sentences
    return [
        cue
        for cue in doc._.cues.of("exceptions")
        if cue.start >= span.end
        and sentences[cue.start] == sentences[span.start]
        and not (cue.word == "until" and verb_after(doc, cue.end) is None)
    ][:1]


def _before(span: Span, category: Category) -> Iterator[Cue]:
    doc, layout = span.doc, span.doc._.layout
    for cue in doc._.cues.of("deny_before"):
        if (
            0 <= span.start - cue.end <= REACH
            and layout.reaches(cue.end - 1, span.start)
            and not _is_interjection(doc, cue)
            and not _is_absorbed(doc, cue, span)
            and not is_spared(span, category, cue)
            and not (category == "risk" and (is_feared(doc, cue) or _is_unheeded(cue, span)))
            and not (category == "regulation" and _is_missed(doc, cue))
        ):
            yield cue


def _is_missed(doc: Doc, cue: Cue) -> bool:
    return any((c.start, c.end) == (cue.start, cue.end) for c in doc._.cues.of("missed"))


def _is_unheeded(cue: Cue, span: Span) -> bool:
    """Return whether *cue* says that *span* is passed over: "does not address the risks"."""
    between = span.doc[cue.end : span.start]
    return any(token.pos_ == "VERB" and token.lemma_ in HEEDS for token in between)


def _is_absorbed(doc: Doc, cue: Cue, span: Span) -> bool:
    """Return whether *cue* denies what stands between: "cannot prevent abuse", "rather than X"."""
    found = doc._.cues
    if cue.word in INSTEAD and found.between(cue.end, span.start, "open_target", "closed_target"):
        return True
    return any(feared.word not in WATCH for feared in found.between(cue.end, span.start, "feared"))


def _behind(span: Span) -> Iterator[Cue]:
    doc, layout = span.doc, span.doc._.layout
    for cue in doc._.cues.of("deny_before"):
        if _is_no_object(cue, span, layout):
            yield cue
    for cue in doc._.cues.of("deny_after"):
        if 0 <= cue.start - span.end <= REACH and _points_back(doc, cue, span, layout):
            yield cue


def _points_back(doc: Doc, cue: Cue, span: Span, layout: Layout) -> bool:
    """Return whether *cue* is of the clause of *span*, or takes up the clause before its own."""
    if layout.same_clause(span.end - 1, cue.start):
        return True
    if layout.sentences[cue.start] - layout.sentences[span.start] > 1:
        return False
    start = clause_start(doc, cue.start)
    head = [token.norm_ for token in doc[start : cue.start] if not token.is_punct]
    own = cue.word == "i" or (bool(head) and set(head) <= POINTERS)
    before = next((t.i for t in reversed(doc[:start]) if not t.is_punct), 0)
    return own and layout.same_clause(before, span.end - 1)


def _is_no_object(cue: Cue, span: Span, layout: Layout) -> bool:
    """Return whether *cue* denies the object of the verb *span*: "leak no data"."""
    if not (0 <= cue.start - span.end <= 1 and layout.same_clause(span.start, cue.start)):
        return False
    if cue.word == "no" and span.doc[cue.end : cue.end + 1].text in {"", ".", ",", ";", "!"}:
        return True
    return cue.word in NO_OBJECT and any(token.pos_ == "VERB" for token in span)


def _around(span: Span) -> Iterator[Cue]:
    """Yield the cues that share words with *span* without lying in it: "not a problem"."""
    for cue in span.doc._.cues.of("deny_before", "deny_after"):
        shared = cue.start < span.end and span.start < cue.end
        if shared and not (span.start <= cue.start and cue.end <= span.end):
            yield cue


def _within(span: Span, category: Category) -> Iterator[Cue]:
    """Yield *span* itself if it names a thing by denying it: "I am unconcerned"."""
    if span.root.norm_ in OF_ITSELF.get(category, ()):
        yield Cue(span.start, span.end, "deny_before", span.text, span.root.norm_)


def _is_interjection(doc: Doc, cue: Cue) -> bool:
    """Return whether *cue* is a "No," that answers something else."""
    if cue.word not in {"no", "nothing"} or cue.end == len(doc) or cue.end - cue.start > 1:
        return False
    following = doc[cue.end]
    return following.is_punct or following.is_space or following.norm_ in SUBJECTS - {"people"}


def is_feared(doc: Doc, cue: Cue) -> bool:
    """Return whether *cue* forbids or hopes against what follows, instead of denying it."""
    if cue.word in INSTEAD:
        return True
    if cue.word not in BANS:
        return False
    following = doc[cue.end] if cue.end < len(doc) else None
    if following is None or following.norm_ in CALM:
        return False
    if following.norm_ in UNWANTED:
        return True
    start = clause_start(doc, cue.start)
    if doc._.cues.between(start, cue.start, "wishes"):
        return True
    ends = {n for c in doc._.cues.of("ends") for n in range(c.start, c.end)}
    head = [t.norm_ for t in doc[start : cue.start] if not t.is_space and t.i not in ends]
    return cue.word in {"not", "never"} and _is_command(head, following)


def _is_command(head: list[str], following: Token) -> bool:
    """Return whether *head*, a clause up to its "not", forbids: "Don't", "a tool, not", "That it".

    "That it won't …" is how the answer to "What do you hope?" begins.
    """
    if not head:
        return following.tag_ == "VB"
    return head in (["do"], ["and", "do"]) or head[-1] == "," or head[0] in {"that", "to"}


def clause_start(doc: Doc, end: int) -> int:
    """Return the first token of the clause in which *end* stands, or the farthest that counts."""
    clauses = doc._.layout.clauses
    earliest = max(0, end - REACH)
    for place in range(end - 1, earliest - 1, -1):
        if clauses[place] != clauses[end]:
            return place + 1
    return earliest
