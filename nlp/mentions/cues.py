"""The component that finds the words which tell how a thing is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, get_args

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from nlp.contracts.cues import CueKind, Cues

CUE_FINDER = "context_cues"
"""The name of the component that finds cues."""

GROUPS = ("stance", "target")
"""Kinds that hide no others: a vendor is a side, and one whose view is reported."""

_Match = tuple[int, int, str]


class Cue(NamedTuple):
    """The tokens from *start* up to *end* that are a cue of *kind*; `word` is its first norm."""

    start: int
    end: int
    kind: str
    text: str
    word: str


@dataclass(frozen=True)
class FoundCues:
    """The cues of a text, in the order of the text."""

    all: tuple[Cue, ...]
    by_kind: dict[str, tuple[Cue, ...]]

    def of(self, *kinds: CueKind) -> list[Cue]:
        """Return the cues of *kinds*, in the order of the text."""
        return sorted(cue for kind in kinds for cue in self.by_kind.get(kind, ()))

    def between(self, start: int, end: int, *kinds: CueKind) -> list[Cue]:
        """Return the cues of *kinds* that lie within the tokens from *start* up to *end*."""
        return [cue for cue in self.of(*kinds) if start <= cue.start and cue.end <= end]


class CueFinder:
    """Finds cues; the longest one wins, so "not only" hides "not"."""

    def __init__(self, pipeline: Language) -> None:
        self._make_doc = pipeline.make_doc
        # NORM is what the tokenizer makes of "n't", "nt" and capitals: "not".
        self._matcher = PhraseMatcher(pipeline.vocab, attr="NORM")
        self._strings = pipeline.vocab.strings

    def learn(self, cues: Cues) -> None:
        """Look for *cues* from now on."""
        for kind in get_args(CueKind):
            phrases = getattr(cues, kind)
            if phrases:
                self._matcher.add(kind, [self._make_doc(phrase) for phrase in phrases])

    def __call__(self, doc: Doc) -> Doc:
        """Return *doc* with its cues in `doc._.cues`."""
        doc._.cues = found(doc, self._found(doc))
        return doc

    def _found(self, doc: Doc) -> list[tuple[int, int, str]]:
        matches = self._matcher(doc) if len(self._matcher) else []
        return [(start, end, self._strings[kind]) for kind, start, end in matches]


def found(doc: Doc, matches: Sequence[tuple[int, int, str]]) -> FoundCues:
    """Return the cues of *doc* that no longer one hides, of whatever kind."""
    kept = [
        match
        for group in {_group(kind) for *_, kind in matches}
        for match in _without_hidden([m for m in matches if _group(m[2]) == group])
    ]
    cues = tuple(
        Cue(start, end, kind, doc[start:end].text, doc[start].norm_)
        for start, end, kind in sorted(set(kept))
    )
    kinds = {cue.kind for cue in cues}
    return FoundCues(cues, {kind: tuple(c for c in cues if c.kind == kind) for kind in kinds})


def _group(kind: str) -> str:
    """Return what a cue of *kind* is about; cues hide each other only within a group."""
    return next((group for group in GROUPS if group in kind), "sense")


def _without_hidden(matches: Sequence[_Match]) -> list[_Match]:
    """Return the *matches* that lie in no longer one."""
    kept: list[_Match] = []
    reached, first = -1, -1
    for start, end, kind in sorted(matches, key=lambda match: (match[0], -match[1])):
        if end > reached or (start, end) == (first, reached):
            kept.append((start, end, kind))
            reached, first = end, start
    return kept


Doc.set_extension("cues", default=FoundCues((), {}), force=True)


# spaCy calls factories with these argument names.
@Language.factory(CUE_FINDER)
def _make_cue_finder(nlp: Language, name: str) -> CueFinder:
    return CueFinder(nlp)
