"""What a unit means, whatever its words: learnt from coded examples.

Kernel ridge regression with a Gaussian kernel (Saunders et al. 1998), one code against the rest,
codes balanced: a unit means what the examples near it mean, and less so the farther off they are.
It sees neither the question nor the lexicons, and is fitted anew from the examples in a second.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pandera.typing import DataFrame
from sklearn.kernel_ridge import KernelRidge

from nlp.contracts.examples import CodedExample
from nlp.contracts.tables import CATEGORIES, Units
from nlp.contracts.vectors import Embeddings, Encoder, Matrix, cosines
from nlp.intake.emoji_names import spoken

GAMMA = 2.5
"""How fast an example loses its say with distance: exp(-GAMMA d²), d² = 2 - 2 cosine."""

RIDGE = 1.0
"""How much single examples are distrusted. Both were chosen on development halves."""

ROWS_AT_ONCE = 2_000

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Meant:
    """What one unit means: per category how surely, and by which example."""

    of: Mapping[str, float]
    because: Mapping[str, str]
    stance: float
    """Above 0 it wants rules, below it wants none."""


@dataclass(frozen=True)
class Meanings:
    """What examples teach of every category: near 1 it is meant, near -1 it is not."""

    examples: tuple[CodedExample, ...]
    vectors: Matrix
    weights: Numbers
    """One row per example, one column per category."""

    stance_weights: Numbers
    """The same for wanting rules (1) or none (-1), of the examples that take a side."""

    def read(self, matrix: Matrix) -> Numbers:
        """Return how surely each unit, a row of *matrix*, means each category, a column."""
        return self._weighed(matrix, self.weights)

    def stance(self, matrix: Matrix) -> Numbers:
        """Return how surely each unit wants rules (above 0) or none (below 0)."""
        return self._weighed(matrix, self.stance_weights[:, np.newaxis])[:, 0]

    def _weighed(self, matrix: Matrix, weights: Numbers) -> Numbers:
        found = [np.empty((0, weights.shape[1]))]
        for start in range(0, len(matrix), ROWS_AT_ONCE):
            found.append(_kernel(matrix[start : start + ROWS_AT_ONCE], self.vectors) @ weights)
        return np.concatenate(found).round(4)

    def nearest(self, matrix: Matrix) -> npt.NDArray[np.intp]:
        """Return which example speaks most for each category, a column, in each unit, a row."""
        found = [np.empty((0, self.weights.shape[1]), dtype=np.intp)]
        for start in range(0, len(matrix), ROWS_AT_ONCE):
            near = _kernel(matrix[start : start + ROWS_AT_ONCE], self.vectors)
            best = [(near * column).argmax(axis=1) for column in self.weights.T]
            found.append(np.stack(best, axis=1))
        return np.concatenate(found)


def meant_by(
    units: DataFrame[Units], embeddings: Embeddings | None, meanings: Meanings | None
) -> dict[str, Meant]:
    """Return what every unit means, by its id; nothing where nothing was learnt."""
    if meanings is None or embeddings is None or units.empty:
        return {}
    matrix = embeddings.rows(list(units["unit_id"]))
    scores, stances = meanings.read(matrix), meanings.stance(matrix)
    examples = meanings.nearest(matrix)
    return {
        unit: Meant(
            dict(zip(CATEGORIES, map(float, row), strict=True)),
            {c: f"like example {n + 1}" for c, n in zip(CATEGORIES, near, strict=True)},
            float(stance),
        )
        for unit, row, near, stance in zip(
            units["unit_id"], scores, examples, stances, strict=True
        )
    }


def learn_meanings(examples: Sequence[CodedExample], encoder: Encoder) -> Meanings:
    """Return what *examples* teach, read by *encoder*."""
    ordered = tuple(examples)
    vectors = encoder.encode([spoken(example.text) for example in ordered])
    kernel = _kernel(vectors, vectors)
    columns = [
        _fitted(kernel, np.array([getattr(e, name) == "affirmed" for e in ordered]))
        for name in CATEGORIES
    ]
    sides = np.array([e.stance in ("for", "against") for e in ordered])
    wants = np.array([e.stance == "for" for e in ordered])
    stance = np.zeros(len(ordered))
    stance[sides] = _fitted(kernel[np.ix_(sides, sides)], wants[sides])
    return Meanings(ordered, vectors, np.stack(columns, axis=1), stance)


def _kernel(matrix: Matrix, others: Matrix) -> Numbers:
    return np.exp(-2 * GAMMA * (1 - cosines(matrix, others)))


def _fitted(kernel: Numbers, is_meant: npt.NDArray[np.bool_]) -> Numbers:
    """Return the weight of every example; both sides count alike, however many they are."""
    share = is_meant.mean() if len(is_meant) else 0
    if share in (0, 1):
        return np.zeros(len(kernel))
    balance = np.where(is_meant, 0.5 / share, 0.5 / (1 - share))
    model = KernelRidge(kernel="precomputed", alpha=RIDGE)
    weights: Numbers = model.fit(kernel, is_meant * 2.0 - 1, sample_weight=balance).dual_coef_
    return weights
