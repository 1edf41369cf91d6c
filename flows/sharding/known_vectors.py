"""The vectors of a codebook's wordings, taken along, so that coding a part needs no weights."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from flows.sharding.orders import Order, packed, unpacked
from nlp.contracts.codebook import Codebook
from nlp.contracts.vectors import Encoder, Matrix
from nlp.themes.embedding import QuestionEncoder
from nlp.themes.likeness import theme_vectors


@dataclass(frozen=True)
class _Noting:
    """An encoder that notes what it was asked for."""

    encoder: Encoder
    noted: dict[str, Matrix] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.encoder.name

    def encode(self, texts: Sequence[str]) -> Matrix:
        matrix = self.encoder.encode(texts)
        self.noted.update(zip(texts, matrix, strict=True))
        return matrix


@dataclass(frozen=True)
class KnownVectors:
    """An encoder of a few texts, whose vectors it was given."""

    name: str
    vectors: dict[str, Matrix]

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one row per text, all of them known."""
        if not texts:
            return np.empty((0, 0), np.float32)
        return np.stack([self.vectors[text] for text in texts])


def order_of_wordings(
    encoder: Encoder, codebook: Codebook, questions: Iterable[str], waves: Sequence[str]
) -> dict[str, Any]:
    """Return as plain values what *encoder* makes of the wordings of the themes of *questions*."""
    labels = encoder.labels if isinstance(encoder, QuestionEncoder) else None
    noting = _Noting(encoder.encoder if isinstance(encoder, QuestionEncoder) else encoder)
    for question_id in sorted(set(questions)):
        theme_vectors(question_id, codebook, _asking(noting, labels), waves)
    texts = sorted(noting.noted)
    matrix = np.stack([noting.noted[text] for text in texts]) if texts else np.empty((0, 0))
    return {
        "name": noting.name,
        "labels": None if labels is None else dict(labels),
        "texts": texts,
        "vectors": packed(matrix.astype(np.float32)),
    }


def encoder_in(order: Order) -> Encoder:
    """Return the encoder of the wordings that *order* holds."""
    known = dict(zip(order["texts"], unpacked(order["vectors"]), strict=True))
    return _asking(KnownVectors(order["name"], known), order["labels"])


def _asking(encoder: Encoder, labels: Mapping[str, str] | None) -> Encoder:
    return encoder if labels is None else QuestionEncoder(encoder, labels)
