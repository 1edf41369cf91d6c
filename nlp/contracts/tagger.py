"""What tells the kinds of words in texts."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Word(NamedTuple):
    """A word or mark of a text, which stands at `text[start:end]`."""

    start: int
    end: int
    lemma: str
    """Its base form."""

    pos: str
    """Its part of speech, by the tags of Universal Dependencies: NOUN, PROPN, ADJ, …"""


class Tagger(Protocol):
    """Reads texts word by word; equal texts give equal words."""

    @property
    def name(self) -> str:
        """Return a name that changes with the weights, and so with what is read."""

    def __call__(self, texts: Sequence[str]) -> list[list[Word]]:
        """Return the words of each text, in their order."""
