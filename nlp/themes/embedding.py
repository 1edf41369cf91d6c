"""One vector per unit, each distinct text encoded once; and what tells vectors apart."""

import numpy as np
from pandera.typing import DataFrame

from nlp.contracts.tables import Units
from nlp.contracts.vectors import Embeddings, Encoder, Matrix
from nlp.intake.emoji_names import spoken


def embed(units: DataFrame[Units], encoder: Encoder) -> Embeddings:
    """Return the vectors of *units*, in their order; equal texts get the very same vector.

    Emoji are encoded by their names: encoders take all of them for the same unknown sign.
    """
    read = {text: spoken(text) for text in set(units["text"])}
    texts = sorted(set(read.values()))
    place = {text: row for row, text in enumerate(texts)}
    matrix = encoder.encode(texts)[[place[read[text]] for text in units["text"]]]
    return Embeddings(tuple(units["unit_id"]), matrix, encoder.name)


def contrasted(matrix: Matrix, common: Matrix) -> Matrix:
    """Return *matrix* without the direction of *common*, its rows of unit length again.

    All answers to one question speak of the same subject, and so are alike whatever they say of
    it. Without the direction they share (after Mu and Viswanath 2018, "All-but-the-top"), what is
    left is how they differ. A row that holds nothing else stays zero.
    """
    direction = common / max(float(np.linalg.norm(common)), 1e-12)
    rest = matrix - np.outer(matrix @ direction, direction)
    norms = np.linalg.norm(rest, axis=1, keepdims=True)
    unit: Matrix = np.where(norms > 1e-4, rest / np.maximum(norms, 1e-12), 0.0).astype(np.float32)
    return unit
