"""Names of people as spaCy's statistical tagger finds them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlp.contracts.names import Spans

if TYPE_CHECKING:
    from spacy.language import Language

LONGEST_PIECE = 20_000
"""Characters tagged at once: spaCy refuses texts of a million, and takes memory for each."""


@dataclass(frozen=True)
class NameTagger:
    """Finds what *pipeline* takes for the name of a person."""

    pipeline: "Language" = field(repr=False)
    name: str

    def __call__(self, texts: Sequence[str]) -> list[Spans]:
        """Return the spans of names per text, in their order."""
        spans: list[Spans] = [[] for _ in texts]
        pieces = (
            (piece, (row, start)) for row, text in enumerate(texts) for start, piece in _cut(text)
        )
        for doc, (row, start) in self.pipeline.pipe(pieces, as_tuples=True):
            spans[row] += [
                (start + name.start_char, start + name.end_char)
                for name in doc.ents
                if name.label_ == "PERSON"
            ]
        return spans


def _cut(text: str) -> Iterator[tuple[int, str]]:
    """Yield the text in pieces short enough, cut at a space where there is one, and their places.

    >>> [piece for _, piece in _cut("")]
    []
    """
    start = 0
    while len(text) - start > LONGEST_PIECE:
        space = text.rfind(" ", start, start + LONGEST_PIECE)
        end = space + 1 if space > start else start + LONGEST_PIECE
        yield start, text[start:end]
        start = end
    if start < len(text):
        yield start, text[start:]
