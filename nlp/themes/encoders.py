"""What turns texts into vectors: a sentence encoder, or hashed words that need no weights."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from nlp.contracts.vectors import Matrix, Placed
from nlp.themes.batching import batches, filled, rows_of

HASHED_DIMENSIONS = 512

Tokens = Mapping[str, Sequence[Sequence[int]]]
"""What a model reads of texts: `input_ids` and its like, one list of numbers per text."""

Batch = dict[str, npt.NDArray[np.int64]]
"""The tokens of equally long texts."""


@dataclass(frozen=True)
class SentenceEncoder:
    """Vectors of meaning, from a transformer; `name` changes with its weights and programs.

    A vector is a function of its text: bit for bit, whatever is encoded beside it, in whatever
    order and by however many workers. See `nlp.themes.batching`.
    """

    name: str
    dimensions: int
    tokenise: Callable[[Sequence[str]], Tokens] = field(repr=False)
    forward: Callable[[Batch], Matrix] = field(repr=False)
    """Returns one row of unit length per text of a batch, reckoned by one thread."""
    workers: int

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one row of unit length per text, in their order."""
        matrix = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for places, vectors in self.stream(texts):
            matrix[places] = vectors
        return matrix

    def stream(self, texts: Sequence[str]) -> Iterator[Placed]:
        """Yield the places of equally long texts and their vectors, shortest first.

        The more texts at once, the fewer batches have to be filled up. Where the caller fails, or
        closes this, batches that were not begun are left undone.
        """
        if not texts:
            return
        tokens = self.tokenise(texts)
        jobs = list(batches([len(ids) for ids in tokens["input_ids"]]))
        pool = ThreadPoolExecutor(self.workers)
        try:
            made = pool.map(lambda places: self._vectors(tokens, places), jobs)
            yield from zip(jobs, made, strict=True)
        finally:
            pool.shutdown(cancel_futures=True)

    def _vectors(self, tokens: Tokens, places: list[int]) -> Matrix:
        """Return the vectors of equally long texts, reckoned in a batch that is always full."""
        full = filled(places, rows_of(len(tokens["input_ids"][places[0]])))
        batch = {
            key: np.array([of_text[place] for place in full], dtype=np.int64)
            for key, of_text in tokens.items()
        }
        return self.forward(batch)[: len(places)]


@dataclass(frozen=True)
class WordEncoder:
    """Vectors of spelling, from hashed words and pieces of words: no weights, and much coarser."""

    name: str = f"hashed-words-{HASHED_DIMENSIONS}"

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one row of unit length per text, in their order."""
        if not texts:
            return np.empty((0, HASHED_DIMENSIONS), dtype=np.float32)
        from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS  # a second

        matrix = _hashed(texts, analyzer="word", stop_words=list(ENGLISH_STOP_WORDS))
        matrix += _hashed(texts, analyzer="char_wb", ngram_range=(3, 5))
        matrix[~matrix.any(axis=1), 0] = 1.0  # a text without words still needs a direction
        matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
        return matrix.astype(np.float32)


def _hashed(texts: Sequence[str], **how: object) -> Matrix:
    """Return hashed counts of unit length; signs make chance collisions cancel out."""
    from sklearn.feature_extraction.text import HashingVectorizer

    vectorizer = HashingVectorizer(
        n_features=HASHED_DIMENSIONS, norm="l2", alternate_sign=True, dtype=np.float32, **how
    )
    dense: Matrix = vectorizer.transform(texts).toarray()
    return dense
