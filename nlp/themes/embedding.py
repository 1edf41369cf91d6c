"""One vector per unit, each distinct text encoded once; and what tells vectors apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pandera.typing import DataFrame

from nlp.contracts.ids import short_hash
from nlp.contracts.tables import Units
from nlp.contracts.vectors import Embeddings, Encoder, Matrix
from nlp.intake.emoji_names import spoken

BLOCK = 8192
"""Rows that are reckoned with in double precision at a time."""


@dataclass(frozen=True)
class QuestionEncoder:
    """An encoder for answers that are read after the label of their question."""

    encoder: Encoder
    labels: Mapping[str, str]
    """The label of every open question, by its id."""

    @property
    def name(self) -> str:
        """Return the name of the encoder, and of the questions that it reads."""
        asked = [part for pair in sorted(self.labels.items()) for part in pair]
        return f"{self.encoder.name}-after-question-{short_hash(*asked)}"

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one row per text, in their order."""
        return self.encoder.encode(texts)


def as_read(text: str, question_id: str, encoder: Encoder) -> str:
    """Return what *encoder* reads of an answer: emoji by their names, the question where asked.

    Encoders take all emoji for the same unknown sign. Answers that are pooled over questions are
    read without one: they are to be told apart by what they say.
    """
    words = spoken(text)
    if isinstance(encoder, QuestionEncoder) and question_id in encoder.labels:
        return f"{encoder.labels[question_id]}: {words}"
    return words


def embed(units: DataFrame[Units], encoder: Encoder) -> Embeddings:
    """Return the vectors of *units*, in their order; what is read alike gets the same vector."""
    answers = list(zip(units["question_id"], units["text"], strict=True))
    read = {(asked, text): as_read(text, asked, encoder) for asked, text in set(answers)}
    texts = sorted(set(read.values()))
    place = {text: row for row, text in enumerate(texts)}
    matrix = encoder.encode(texts)[[place[read[answer]] for answer in answers]]
    return Embeddings(tuple(units["unit_id"]), matrix, encoder.name)


def contrasted(matrix: Matrix, common: Matrix) -> Matrix:
    """Return *matrix* without the direction of *common*, its rows of unit length again.

    All answers to one question speak of the same subject, and so are alike whatever they say of
    it. Without the direction they share (after Mu and Viswanath 2018, "All-but-the-top"), what is
    left is how they differ. A row that holds nothing else stays zero.

    Reckoned in double precision: the last bits of a product depend on what else is in the matrix,
    and here they are rounded away.
    """
    wide = common.astype(np.float64)
    direction = wide / max(float(np.linalg.norm(wide)), 1e-12)
    unit = np.empty_like(matrix, dtype=np.float32)
    for start in range(0, len(matrix), BLOCK):
        rows = matrix[start : start + BLOCK].astype(np.float64)
        rest = rows - np.outer(rows @ direction, direction)
        norms = np.linalg.norm(rest, axis=1, keepdims=True)
        unit[start : start + BLOCK] = np.where(norms > 1e-4, rest / np.maximum(norms, 1e-12), 0.0)
    return unit
