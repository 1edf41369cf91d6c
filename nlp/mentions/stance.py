"""What is wanted of rules that somebody names: for, against, mixed, neutral."""

from collections.abc import Sequence

from spacy.tokens import Doc, Span

from nlp.mentions.cues import Cue
from nlp.mentions.missing import does_well, is_supposed, missed_by, wants_some
from nlp.mentions.scope import FINITE

REACH = 6
"""Most tokens between a "not" and the wish that it turns round: "must not be liable"."""

TURNS = {"stance_for": "stance_against", "stance_against": "stance_for"}

WISHES = frozenset({"should", "must", "need", "needs", "want", "wants", "have", "has", "ought"})
"""Wishes for whatever follows, less rules too: "it should be exempt"."""

RULES = frozenset({"rule", "law", "regulation", "policy", "idea", "legislation"})

LEFT_OPEN = frozenset({"whether", "debate", "debating", "undecided"})
"""Words that take no side."""

BALANCE = frozenset({"balance", "balanced", "balancing", "proportionate", "compromise"})
"""Words of those who want rules, and not too many."""

CAUTION = frozenset({"careful", "carefully", "cautious", "cautiously", "caution", "wary"})
"""Words of those who want no rules in haste."""

FIRST = frozenset({"wait", "see", "learn", "understand", "know", "study"})
"""What is to be done before there are rules: "learn more before you regulate"."""

DOUBTED = frozenset({"think", "believe", "sure", "convinced", "certain", "agree", "see", "feel"})
"""Words whose "not" is meant of what follows: "I do not think that they should"."""

KEEPS = frozenset({"keep", "leave", "get"})

KEPT = frozenset({"away", "off", "out"})
"""Rules that are kept away are not wanted: "keep your laws off it"."""

QUALITIES = frozenset({"right", "good", "sound", "better", "clear", "strict", "bad"})
"""Words that judge rules where they are no nouns: "a right to know" does not."""


def stance_of(span: Span, denials: Sequence[Cue], of_term: str) -> tuple[str, list[Cue]]:
    """Return what is wanted of the rules that *span* names, and the cues.

    Args:
        span: What names rules.
        denials: The cues that deny it; whoever denies rules is against them.
        of_term: What its words say by themselves, if they do: "red tape" is against rules.
    """
    if _is_either(span):
        return "neutral", []
    if wants_some(span):
        return "for", []
    if of_term == "against":
        return of_term, []
    if missed := missed_by(span):
        return ("against" if does_well(span.doc, missed[0]) else "for"), missed
    if len(denials) % 2:
        return ("for" if is_supposed(span, denials[-1].start) else "against"), list(denials)
    if plain := _plainly(span):
        return plain, []
    return _by_cues(span, of_term == "for")


def _by_cues(span: Span, own: bool) -> tuple[str, list[Cue]]:
    """Return the stance by the cues near *span*, whose words are for rules if *own*."""
    cues = [_turned(span.doc, cue) for cue in _near(span) if not (own and _shares(cue, span))]
    unsaid = "for" if own or _is_order(span) else "neutral"
    stance, told = _weighed(span, cues) if cues else (unsaid, [])
    if stance == "for" and (_depends(span) or _is_limited(span)):
        return "mixed", told
    return stance, told


def _plainly(span: Span) -> str:
    """Return the stance that no cue can change, if there is one: "by law" wants it."""
    if _is_kept_away(span):
        return "against"
    if span.start and span.doc[span.start - 1].norm_ == "by":
        return "for"
    if _is_left_open(span):
        return "neutral"
    return "mixed" if _is_cautious(span) else ""


def _is_kept_away(span: Span) -> bool:
    """Return whether the rules of *span* are to be kept away: "keep your laws off our code"."""
    doc, sentences = span.doc, span.doc._.layout.sentences
    number = sentences[span.root.i]
    before = [t.lemma_ for t in doc[: span.start] if sentences[t.i] == number]
    behind = {t.norm_ for t in doc[span.end : span.end + REACH] if sentences[t.i] == number}
    return bool(KEEPS & set(before[-REACH:])) and bool(KEPT & behind)


def _is_either(span: Span) -> bool:
    """Return whether *span* and its opposite are named side by side: "rules or no rules"."""
    doc, own = span.doc, span.root.norm_
    behind = [t.norm_ for t in doc[span.end : span.end + 3]]
    before = [t.norm_ for t in doc[max(span.start - 2, 0) : span.start]]
    if behind[:1] == ["or"] and set(behind[1:]) & {"no", "not", f"de{own}"}:
        return True
    return before[1:] == ["or"] and f"de{before[0]}" == own


def _is_cautious(span: Span) -> bool:
    """Return whether rules are to come with caution: "careful with rules", "wait before …"."""
    doc, layout = span.doc, span.doc._.layout
    near = doc[max(span.start - REACH // 2, 0) : span.end + REACH // 2]
    if any(
        t.norm_ in CAUTION and t.dep_ != "amod" and layout.same_clause(t.i, span.root.i)
        for t in near
    ):
        return True
    number = layout.sentences[span.root.i]
    earlier = [t for t in doc[: span.start] if layout.sentences[t.i] == number]
    is_later = any(t.norm_ == "before" for t in earlier[-REACH // 2 :])
    return is_later and any(t.lemma_ in FIRST for t in earlier)


def _is_limited(span: Span) -> bool:
    """Return whether rules are wanted in measure, or a later statement takes some back."""
    doc, layout = span.doc, span.doc._.layout
    number = layout.sentences[span.root.i]
    words = {t.norm_ for t in doc if layout.sentences[t.i] == number}
    later = [
        c
        for c in doc._.cues.of("stance_against")
        if layout.sentences[c.start] == number
        and layout.statements[c.start] > layout.statements[span.root.i]
        and _judges(doc, c)
    ]
    alone = any(  # "leave those of hobbyists alone"
        t.norm_ == "alone" and "leave" in {u.lemma_ for u in doc[span.end : t.i]}
        for t in doc[span.end :]
        if layout.sentences[t.i] == number
    )
    return bool(words & BALANCE or later or alone)


def _is_left_open(span: Span) -> bool:
    """Return whether the sentence of *span* asks, or leaves the matter to others."""
    doc, sentences = span.doc, span.doc._.layout.sentences
    words = {t.norm_ for t in doc if sentences[t.i] == sentences[span.root.i]}
    return bool(words & (LEFT_OPEN | {"?"}))


def _shares(cue: Cue, span: Span) -> bool:
    """Return whether *cue* is a word of *span* itself: "get rid of" blames no rule there."""
    return cue.start < span.end and span.start < cue.end


def _near(span: Span) -> list[Cue]:
    """Return the cues of stance in the statement of *span*."""
    doc, layout = span.doc, span.doc._.layout
    place = span.root.i
    return [
        c
        for c in doc._.cues.of("stance_for", "stance_against")
        if layout.statements[c.start] == layout.statements[place]
        and (doc[c.start].pos_ != "ADJ" or layout.same_clause(c.start, place))
        and not (c.word == "against" and c.start and doc[c.start - 1].pos_ in {"NOUN", "PROPN"})
        and _judges(doc, c)
        and not (c.word in WISHES and _is_content(doc, c, span))
    ]


def _judges(doc: Doc, cue: Cue) -> bool:
    """Return whether *cue* says what is thought of a thing, if its word may say another."""
    token = doc[cue.start]
    if cue.word == "bad" and token.dep_ == "amod" and token.head.lemma_ not in RULES:
        return False  # "bad actors" are no fault of rules
    return cue.word not in QUALITIES or cue.end - cue.start > 1 or token.pos_ != "NOUN"


def _is_content(doc: Doc, cue: Cue, span: Span) -> bool:
    """Return whether *cue* says what the rules say: "laws on how it should be used"."""
    if cue.start < span.end:
        return False
    between = doc[span.end : cue.start]
    return any(t.tag_ in {"WRB", "WP", "WDT"} for t in between) and not any(
        t.is_punct for t in between
    )


def _turned(doc: Doc, cue: Cue) -> Cue:
    """Return *cue* with its stance turned round by a "not" of its clause."""
    layout = doc._.layout
    missed = {(c.start, c.end) for c in doc._.cues.of("missed")}
    turns = [
        c
        for c in doc._.cues.of("deny_before", "deny_after")
        if (0 <= cue.start - c.end <= REACH or 0 <= c.start - cue.end <= 1)
        and layout.same_clause(c.start, cue.start)
        and (c.start, c.end) not in missed
    ]
    turned = len(turns) % 2 or (cue.word in WISHES and _is_doubted(doc, cue))
    return cue._replace(kind=TURNS[cue.kind]) if turned else cue


def _is_doubted(doc: Doc, cue: Cue) -> bool:
    """Return whether a denied thought holds the wish *cue*: "not sure that they should"."""
    sentences = doc._.layout.sentences
    return any(
        token.lemma_ in DOUBTED and "not" in {t.norm_ for t in doc[max(token.i - 2, 0) : token.i]}
        for token in doc[: cue.start]
        if sentences[token.i] == sentences[cue.start]
    )


def _weighed(span: Span, cues: Sequence[Cue]) -> tuple[str, list[Cue]]:
    """Return the stance that *cues* make: of both kinds, one that only wishes gives way."""
    told = {kind: [c for c in cues if c.kind == kind] for kind in TURNS}
    wanted = [c for c in told["stance_for"] if c.word not in WISHES]
    if told["stance_against"] and not wanted:
        return "against", told["stance_against"][:1]
    if not told["stance_against"]:
        return "for", told["stance_for"][:1]
    layout = span.doc._.layout
    own = {c.kind for c in cues if layout.same_clause(c.start, span.root.i)}
    if len(own) == 1:
        kind = own.pop()
        return kind.removeprefix("stance_"), told[kind][:1]
    return "mixed", [*wanted[:1], *told["stance_against"][:1]]


def _depends(span: Span) -> bool:
    """Return whether rules are wanted on a condition."""
    doc, sentences = span.doc, span.doc._.layout.sentences
    number = sentences[span.root.i]
    behind = [
        c
        for c in doc._.cues.of("conditions")
        if sentences[c.start] == number and c.start >= span.end
    ]
    if any(c.word in {"on", "provided", "only"} for c in behind):
        return True
    takes_back = doc._.cues.of("stance_against", "deny_before")
    return any(
        c.word in {"as", "so"} and t.start >= c.end and sentences[t.start] == number
        for c in behind
        for t in takes_back
    )


def _is_order(span: Span) -> bool:
    """Return whether *span* stands in an order or a call without a verb: "Ban it", "A law!"."""
    doc, sentences = span.doc, span.doc._.layout.sentences
    words = [t for t in doc if sentences[t.i] == sentences[span.root.i]]
    if not any(token.tag_ in FINITE for token in words):
        return True
    first = words[0]
    if first.i == span.start and span.end <= words[-1].i:
        return span.root.dep_ not in {"nsubj", "nsubjpass"}
    return first.tag_ == "VB" and first.i <= span.start
