"""What finds the names of people in texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

Spans = list[tuple[int, int]]
"""Stretches of one text, first to last: `text[start:end]`."""


class NameFinder(Protocol):
    """Finds where texts name people; equal texts give equal finds."""

    @property
    def name(self) -> str:
        """Return a name that changes with the weights, and so with the finds."""

    def __call__(self, texts: Sequence[str]) -> list[Spans]:
        """Return one list of spans per text, in their order; none of them overlap."""


@dataclass(frozen=True)
class _NoNames:
    name: str = "no-names"

    def __call__(self, texts: Sequence[str]) -> list[Spans]:
        return [[] for _ in texts]


NO_NAMES: NameFinder = _NoNames()
"""Finds none, at no cost: rules that need no weights still apply."""
