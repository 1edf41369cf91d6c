"""Is what a span names asserted or denied, and by which words?

A cue reaches to the end of its clause, as in NegEx and ConText (Chapman et al. 2001, Harkema et
al. 2009), but over the words of surveys instead of those of clinics. A phrase that only looks like
a cue is a longer cue that does nothing ("not only"). Two things are our own: a bad thing that
somebody forbids or hopes against is feared, not denied ("don't take our jobs"), and rules that
somebody misses are named, not rejected ("without oversight").
"""

from collections.abc import Iterator
from typing import NamedTuple

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from nlp.contracts.study import Category

CUE_FINDER = "negation_cues"
"""The name of the component that finds cues."""

CUES = "cues"
"""The span group of a Doc that holds its cues; a cue's label says what it does."""

REACH = 10
"""Most tokens between a cue and what it negates; beyond, the sentence has moved on."""

BEFORE = """
no | not | never | none of | nobody | no one | nothing | nowhere | neither | nor | without | hardly
| barely | scarcely | rarely | seldom | lack | lacks | lacking | lack of | absence of | free of
| free from | zero | very little | very few | little or no | fail to | fails to | failed to
| unable to | unlikely to | unlikely that | doubt | doubts | doubtful | instead of | rather than
| as opposed to | far from | anything but | no longer | no more
"""
"""Deny what follows them."""

AFTER = """
is not needed | are not needed | not needed | not necessary | not required | is unnecessary
| are unnecessary | is hardly needed | hardly needed | hardly necessary | is unlikely
| are unlikely | not a concern | not a problem | not an issue | not a worry | not a threat
| not a big deal | is no concern | is no problem | is no issue | is overblown
| are overblown | is exaggerated | are exaggerated | is a myth | not true | not real
| not a benefit | not an advantage | does not worry me | do not worry me | does not bother me
| do not bother me | does not concern me | do not concern me | will not happen
| will never happen | i disagree | i doubt it | i do not think so | i do not believe it | is
negligible | are negligible | nonexistent | non-existent
"""
"""Deny what stands before them."""

IDLE = """
not only | not just | not simply | not merely | not solely | not alone | no doubt
| without doubt | without a doubt | without question | no question | beyond doubt
| can not be ruled out | not rule out | not be ruled out | not to mention | no matter
| no wonder | nothing but | no less than | not least | not until
| no one knows | nobody knows | why not | or not | whether or not
| if not | not long ago | not to say | not enough | no secret
| not forget | never forget | not ignore | not overlook | not underestimate
| not sure | not certain | not know | not aware | not understand | not knowing
| not be surprised | not surprising | not surprisingly
"""
"""Look like cues and deny nothing."""

ENDS = """
but | however | although | though | even though | except | yet | whereas | unless | because
| since | instead | despite | still | otherwise | then | so that | as long as | until | if | when
| . | ; | ! | ? | : | … | ... | -- | — | ( | ) | , just | , only | , rather
"""
"""End a clause, and with it the reach of a cue."""

WISHES = """
hope | hopes | hopefully | wish | want | need | needs | ensure | ensures | ensuring | make sure
| making sure | must | should | shall | ought | let | lets | allow | allowed | please | to be sure
| would like | prefer | important | careful | beware
"""
"""Turn a later "not" of the same clause into a fear: the thing shall not come about."""

SUBJECTS = frozenset(
    {"i", "we", "you", "they", "he", "she", "it", "this", "that", "these", "those"}
    | {"there", "which", "who", "people"}
)
"""Words that open a clause of their own after a comma or "and"."""

FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})


NO_OBJECT = frozenset({"no", "nobody", "none", "nothing"})
"""Words that, right behind a verb, deny it: "helps nobody"."""

UNWANTED = frozenset({"want", "like", "trust", "let", "allow", "support", "accept"})
"""Verbs that, behind "not", forbid what follows them."""


CALM = frozenset(
    {"worry", "worried", "concerned", "afraid", "scared", "fear", "bothered", "panic"}
)
"""Words that, behind "not", say that nothing is feared: "Don't worry"."""

ABSENT = frozenset({"without", "lack", "lacks", "lacking", "absence", "fail", "fails", "failed"})
"""Cues that miss a thing; whoever misses rules speaks of rules and does not reject them."""


class Negation(NamedTuple):
    """Whether something is denied, and the words that say so; no words where none do."""

    negated: bool
    cue: str


class CueFinder:
    """The component that finds cues; the longest phrase wins, so "not only" hides "not"."""

    def __init__(self, pipeline: Language) -> None:
        # NORM is what the tokenizer makes of "n't", "nt" and capitals: "not".
        self._matcher = PhraseMatcher(pipeline.vocab, attr="NORM")
        kinds = {"before": BEFORE, "after": AFTER, "idle": IDLE, "end": ENDS, "wish": WISHES}
        for kind, words in kinds.items():
            phrases = [" ".join(phrase.split()) for phrase in words.split("|")]
            self._matcher.add(kind, [pipeline.make_doc(phrase) for phrase in phrases])

    def __call__(self, doc: Doc) -> Doc:
        """Return *doc* with its cues in the span group `cues`."""
        doc.spans[CUES] = filter_spans(self._matcher(doc, as_spans=True))
        return doc


def negation_of(span: Span, category: Category) -> Negation:
    """Return whether the text denies *span*; two cues cancel each other out."""
    cues = [*_cues_before(span, category), *_cues_after(span)]
    return Negation(len(cues) % 2 == 1, " … ".join(cue.text for cue in cues))


def _cues_before(span: Span, category: Category) -> Iterator[Span]:
    for cue in span.doc.spans[CUES]:
        if (
            cue.label_ == "before"
            and 0 <= span.start - cue.end <= REACH
            and not _leaves_clause(span.doc, cue.end, span.start)
            and not _is_interjection(cue)
            and not (category == "risk" and _is_feared(cue))
            and not (category == "regulation" and cue[0].norm_ in ABSENT)
        ):
            yield cue


def _cues_after(span: Span) -> Iterator[Span]:
    for cue in span.doc.spans[CUES]:
        if _is_no_object(cue, span):
            yield cue
        # "…; I disagree" denies the clause before its own.
        end = cue.start - 1 if cue[0].norm_ == "i" else cue.start
        if (
            cue.label_ == "after"
            and 0 <= cue.start - span.end <= REACH
            and not _leaves_clause(span.doc, span.end, end)
        ):
            yield cue


def _is_no_object(cue: Span, span: Span) -> bool:
    """Return whether *cue* denies the object of the verb *span*: "leak no data"."""
    return cue.start == span.end and cue[0].norm_ in NO_OBJECT and span[-1].pos_ == "VERB"


def _leaves_clause(doc: Doc, start: int, end: int) -> bool:
    """Return whether a clause ends between the tokens *start* and *end*."""
    if any(c.label_ == "end" and start <= c.start and c.end <= end for c in doc.spans[CUES]):
        return True
    return any(_opens_clause(doc, place) for place in range(start, end))


def _opens_clause(doc: Doc, place: int) -> bool:
    """Return whether a comma, "and" or line break at *place* is followed by a new statement."""
    token = doc[place]
    if token.is_space:
        return "\n" in token.text
    if place + 1 == len(doc) or token.norm_ not in {",", "and", "so", "as"}:
        return False
    following = doc[place + 1]
    if token.norm_ == "," and following.tag_ == "VB":
        return True
    return following.norm_ in SUBJECTS or following.tag_ in FINITE


def _is_interjection(cue: Span) -> bool:
    """Return whether *cue* is a "No," that answers something else."""
    doc = cue.doc
    return cue[-1].norm_ in {"no", "nothing"} and cue.end < len(doc) and doc[cue.end].is_punct


def _is_feared(cue: Span) -> bool:
    """Return whether *cue* forbids or hopes against what follows, instead of denying it."""
    doc, word = cue.doc, cue[0].norm_
    if word in {"instead", "rather"}:
        return True
    if word not in {"not", "never", "no"}:
        return False
    following = doc[cue.end] if cue.end < len(doc) else None
    if following is None or following.norm_ in CALM:
        return False
    if following.norm_ in UNWANTED:
        return True
    start = _clause_start(doc, cue.start)
    if any(c.label_ == "wish" and start <= c.start < cue.start for c in doc.spans[CUES]):
        return True
    head = [token.norm_ for token in doc[start : cue.start] if not token.is_space]
    return word != "no" and _is_command(head, following)


def _is_command(head: list[str], following: Token) -> bool:
    """Return whether *head*, a clause up to its "not", forbids: "Don't", "a tool, not", "That it".

    "That it won't …" is how the answer to "What do you hope?" begins.
    """
    if not head:
        return following.tag_ == "VB"
    return head in (["do"], ["and", "do"]) or head[-1] == "," or head[0] in {"that", "to"}


def _clause_start(doc: Doc, end: int) -> int:
    """Return the first token of the clause in which *end* stands, or the farthest that counts."""
    earliest = max(0, end - REACH)
    for place in range(end - 1, earliest - 1, -1):
        if _leaves_clause(doc, place, place + 1):
            return place + 1
    return earliest
