"""Vectors of units, and what makes them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from nlp.contracts.errors import ContractError

Matrix = npt.NDArray[np.float32]
"""Vectors, one row each, every row of unit length."""

Scores = npt.NDArray[np.float64]
"""Cosines, or what is made of them, a row per text."""


class Encoder(Protocol):
    """Turns texts into vectors of unit length.

    A vector depends on its text alone: on one machine bit for bit, whatever is encoded beside it
    and in whatever order; from machine to machine but for rounding (docs/stages/embed.md).
    """

    @property
    def name(self) -> str:
        """Return a name that changes with the weights and programs, and so with the vectors."""

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one row per text, in their order: shape (len(texts), dimensions), float32."""


Placed = tuple[Sequence[int], Matrix]
"""The places of some of several texts, and their vectors."""


@runtime_checkable
class StreamingEncoder(Protocol):
    """An encoder that gives vectors as soon as they are made, in the order that suits it best."""

    def stream(self, texts: Sequence[str]) -> Iterator[Placed]:
        """Yield every text's place and vector once, some texts at a time."""


def streamed(encoder: Encoder, texts: Sequence[str]) -> Iterator[Placed]:
    """Yield what *encoder* makes of *texts*: some at a time if it can, or all of them in one."""
    if isinstance(encoder, StreamingEncoder):
        yield from encoder.stream(texts)
    elif texts:
        yield range(len(texts)), encoder.encode(texts)


@dataclass(frozen=True)
class Embeddings:
    """One vector per unit: `matrix[i]` belongs to `unit_ids[i]`; shape (units, dimensions)."""

    unit_ids: tuple[str, ...]
    matrix: Matrix
    encoder: str

    def __post_init__(self) -> None:
        """Refuse unequal lengths and numbers that are none."""
        if len(self.unit_ids) != len(self.matrix):
            raise ContractError(
                f"Embeddings: {len(self.unit_ids)} units but {len(self.matrix)} vectors"
            )
        if not np.isfinite(self.matrix).all():
            raise ContractError("Embeddings: a vector holds a number that is not finite")

    def rows(self, unit_ids: Sequence[str]) -> Matrix:
        """Return the vectors of *unit_ids*, in their order."""
        place = {unit: row for row, unit in enumerate(self.unit_ids)}
        return self.matrix[[place[unit] for unit in unit_ids]]


def cosines(matrix: Matrix, others: Matrix) -> Scores:
    """Return the cosine of every row with every row of *others*, all of unit length.

    Reckoned in double precision and cut at four decimals: the last bits of a product depend on
    what else is in the matrix, and decide nothing.
    """
    found: Scores = matrix.astype(np.float64) @ others.astype(np.float64).T
    return found.round(4)
