"""What turns texts into vectors: a sentence encoder, or hashed words that need no weights."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sentence_transformers import SentenceTransformer
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, HashingVectorizer

from nlp.contracts.vectors import Matrix

BATCH_TOKENS = 1024
"""Padded tokens of a batch; measured on two cores, both smaller and larger ones are slower."""

HASHED_DIMENSIONS = 512


@dataclass(frozen=True)
class SentenceEncoder:
    """Vectors of meaning, from a loaded sentence-transformer; `name` changes with its weights."""

    model: SentenceTransformer
    name: str

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one row of unit length per text, in their order."""
        lengths = self._lengths(texts)
        order = sorted(range(len(texts)), key=lambda row: (lengths[row], texts[row]))
        matrix = np.empty((len(texts), self._dimensions()), dtype=np.float32)
        for rows in _batches(order, lengths):
            matrix[rows] = self.model.encode(
                [texts[row] for row in rows],
                batch_size=len(rows),
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return matrix

    def _lengths(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens the model reads of each text."""
        if not texts:
            return []
        tokens = self.model.tokenizer(
            list(texts), truncation=True, max_length=self.model.max_seq_length
        )
        return [len(ids) for ids in tokens["input_ids"]]

    def _dimensions(self) -> int:
        return self.model.get_embedding_dimension() or 0  # None: a model without pooling


@dataclass(frozen=True)
class WordEncoder:
    """Vectors of spelling, from hashed words and pieces of words: no weights, and much coarser."""

    name: str = f"hashed-words-{HASHED_DIMENSIONS}"

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one row of unit length per text, in their order."""
        if not texts:
            return np.empty((0, HASHED_DIMENSIONS), dtype=np.float32)
        matrix = _hashed(texts, analyzer="word", stop_words=list(ENGLISH_STOP_WORDS))
        matrix += _hashed(texts, analyzer="char_wb", ngram_range=(3, 5))
        matrix[~matrix.any(axis=1), 0] = 1.0  # a text without words still needs a direction
        matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
        return matrix.astype(np.float32)


def _hashed(texts: Sequence[str], **how: object) -> Matrix:
    """Return hashed counts of unit length; signs make chance collisions cancel out."""
    vectorizer = HashingVectorizer(
        n_features=HASHED_DIMENSIONS, norm="l2", alternate_sign=True, dtype=np.float32, **how
    )
    dense: Matrix = vectorizer.transform(texts).toarray()
    return dense


def _batches(order: list[int], lengths: list[int]) -> Iterator[list[int]]:
    """Yield *order*, shortest first, in runs of at most BATCH_TOKENS padded tokens."""
    batch: list[int] = []
    for row in order:
        if batch and lengths[row] * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
