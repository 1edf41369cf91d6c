"""How a span is meant: denied or not, how firmly, whose view, when, of what, for or against.

`span._.context` tells it of every span whose label is a category.
"""

from collections.abc import Iterable
from typing import NamedTuple, cast

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.contracts.study import Category
from nlp.mentions.certainty import certainty_of, time_of
from nlp.mentions.cues import Cue
from nlp.mentions.denial import denials_of, takes_back
from nlp.mentions.holders import holder_of
from nlp.mentions.scope import layout_of
from nlp.mentions.stance import stance_of
from nlp.mentions.targets import target_of

LAYOUT = "context_layout"
"""The name of the component that finds where clauses end."""

ROLES = {
    "deny_before": "deny",
    "deny_after": "deny",
    "exceptions": "except",
    "conditions": "condition",
    "hypotheticals": "hypothetical",
    "hedges": "hedge",
    "reported_who": "reported",
    "reported_says": "reported",
    "reported_phrases": "reported",
    "own_organisation": "organisation",
    "open_target": "open",
    "closed_target": "closed",
    "ai_target": "ai",
    "both_target": "both",
    "stance_for": "for",
    "stance_against": "against",
}
"""What a cue does, by its kind; other kinds are called what they are."""


class Context(NamedTuple):
    """How a span is meant, and the cues that decided, in the order of the text."""

    negated: bool
    certainty: str
    holder: str
    time: str
    target: str
    stance: str
    cues: tuple[Cue, ...]

    @property
    def told(self) -> str:
        """Return the cues and what each does: `not: deny | may: hedge`."""
        return " | ".join(f"{cue.text}: {ROLES.get(cue.kind, cue.kind)}" for cue in self.cues)


def context_of(span: Span) -> Context:
    """Return how *span*, whose label is a category, is meant."""
    category = cast("Category", span.label_)
    denials = denials_of(span, category)
    back = takes_back(span) if len(denials) % 2 else []
    certainty, certain = certainty_of(span)
    holder, holding = holder_of(span)
    time, timing = time_of(span)
    target, targeting = target_of(span)
    stance, standing = (
        ("", [])
        if category != "regulation"
        else stance_of(span, denials, span.doc._.stances.get(span.kb_id_, ""))
    )
    negated = category != "regulation" and len(denials) % 2 == 1 and not back
    told = (*denials, *back, *certain, *holding, *timing, *targeting, *standing)
    return Context(negated, certainty, holder, time, target, stance, _once(told))


def _once(cues: Iterable[Cue]) -> tuple[Cue, ...]:
    return tuple(sorted(set(cues)))


Span.set_extension("context", getter=context_of, force=True)
Doc.set_extension("layout", default=None, force=True)
Doc.set_extension("stances", default={}, force=True)


@Language.component(LAYOUT)
def find_layout(doc: Doc) -> Doc:
    """Return *doc* with where its parts end in `doc._.layout`."""
    doc._.layout = layout_of(doc)
    return doc
