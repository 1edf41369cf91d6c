"""Of what a thing is said: open models, closed ones, both, or AI as such."""

from spacy.tokens import Doc, Span

from nlp.mentions.cues import Cue

NEAR = 5
"""Most tokens between a word of contrast and the side of which a thing is not said."""

SIDES = ("open_target", "closed_target")

OPPOSITE = {"open_target": "closed_target", "closed_target": "open_target"}

BARE = {"open": "open_target", "opened": "open_target", "closed": "closed_target"}
"""Words that name a side only where models are spoken of, or both sides: "open wins on cost"."""

THINGS = frozenset({"model", "models", "weights", "code", "source", "data", "system", "systems"})


def target_of(span: Span) -> tuple[str, list[Cue]]:
    """Return of what *span* is said, and the cues; what was named last, if nothing is here."""
    doc = span.doc
    if alike := _alike(span):
        return "both", alike
    sides = _sides(doc)
    for part in ("statements", "sentences"):
        numbers = getattr(doc._.layout, part)
        here = [c for c in sides if numbers[c.start] == numbers[span.root.i]]
        if here:
            return _of(span, here)
    earlier = [c for c in sides if c.end <= span.start]
    if earlier:
        number = doc._.layout.sentences[earlier[-1].start]
        return _of(span, [c for c in earlier if doc._.layout.sentences[c.start] == number])
    return _of_ai(span)


def _of(span: Span, sides: list[Cue]) -> tuple[str, list[Cue]]:
    """Return which of *sides*, which stand together, *span* is said of."""
    doc = span.doc
    both = _both(span, sides)
    if both:
        return "both", both
    meant = [c for c in sides if not _is_other_side(doc, c)] or sides
    before = [c for c in meant if c.start < span.end]
    nearest = before[-1] if before else meant[0]
    return nearest.kind.removesuffix("_target"), [nearest]


def _both(span: Span, sides: list[Cue]) -> list[Cue]:
    """Return the words that say it of both sides, if both are named."""
    doc, sentences = span.doc, span.doc._.layout.sentences
    number = sentences[sides[0].start]
    found = [
        c
        for c in doc._.cues.of("both_target")
        if sentences[c.start] == number and not (c.word == "like" and doc[c.start].tag_ != "IN")
    ]
    kinds = {side.kind for side in sides}
    named = {c.word for c in sides}
    neither = [c for c in doc._.cues.of("deny_before") if c.word == "neither"]
    if len(kinds) == len(SIDES) and (found or neither):
        return (found or neither)[:1]
    return found[:1] if found and {"model", "models"} & named else []


def _alike(span: Span) -> list[Cue]:
    """Return the cue that names both sides by itself: "open or closed"."""
    doc, sentences = span.doc, span.doc._.layout.sentences
    return [
        cue
        for cue in doc._.cues.of("both_target")
        if sentences[cue.start] == sentences[span.root.i]
        and {"open", "closed"} & {token.norm_ for token in doc[cue.start : cue.end]}
    ][:1]


def _is_other_side(doc: Doc, side: Cue) -> bool:
    """Return whether *side* is the one that another is set against: "unlike closed ones"."""
    found, clauses = doc._.cues, doc._.layout.clauses
    for cue in found.of("contrast"):
        near = 0 <= side.start - cue.end <= NEAR
        if cue.word == "prefer":
            near = near and doc[side.start - 1].norm_ in {"to", "over"}
        if near and not any(t.is_punct for t in doc[cue.end : side.start]):
            return cue.word != "prefer" or bool(clauses[cue.start] == clauses[side.start])
    return False


def _sides(doc: Doc) -> list[Cue]:
    """Return the sides that *doc* names, and by bare words; what is "not open" is closed."""
    named = doc._.cues.of("open_target", "closed_target")
    taken = {
        place
        for c in doc._.cues.of("open_target", "closed_target", "both_target")
        for place in range(c.start, c.end)
    }
    bare = [
        Cue(t.i, t.i + 1, BARE[t.norm_], t.text, t.norm_)
        for t in doc
        if t.norm_ in BARE and t.i not in taken and _is_side(doc, t.i, bool(named))
    ]
    return sorted(_turned(doc, side) for side in (*named, *bare))


def _is_side(doc: Doc, place: int, named: bool) -> bool:
    """Return whether the "open" at *place* is a side: of models, or where a side is named."""
    if doc[place + 1 : place + 2].text.lower() in {"to", "question", "questions", "up", "mind"}:
        return False
    sentence = doc._.layout.sentences
    near = [
        t.norm_ for t in doc[max(place - 6, 0) : place + 4] if sentence[t.i] == sentence[place]
    ]
    other = any(word in BARE and word != doc[place].norm_ for word in near)
    return bool(THINGS & set(near)) or other or (named and doc[place].pos_ == "ADJ")


def _turned(doc: Doc, side: Cue) -> Cue:
    if side.start and doc[side.start - 1].norm_ == "not":
        return side._replace(kind=OPPOSITE[side.kind])
    return side


def _of_ai(span: Span) -> tuple[str, list[Cue]]:
    """Return whether AI as such is named up to the end of the sentence of *span*."""
    doc, sentences = span.doc, span.doc._.layout.sentences
    found = [c for c in doc._.cues.of("ai_target") if sentences[c.start] <= sentences[span.root.i]]
    return ("ai", found[-1:]) if found else ("unclear", [])
