"""What turns texts into vectors."""

import threading
import time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.themes.encoders import SentenceEncoder, WordEncoder

TEXTS = ["GPU cost", "vendor lock-in is what worries us", "👍", "GPU cost", "the law"]


class CountingModel:
    """Stands in for a transformer: remembers its batches; one token per word, which is its length.

    A row depends on the shape of its batch too, as the last bits of real vectors do.
    """

    def __init__(self):
        self.batches = []
        self.threads = set()

    def tokenise(self, texts):
        return {"input_ids": [[len(word) for word in text.split()] for text in texts]}

    def forward(self, batch):
        ids = batch["input_ids"]
        self.batches.append(ids.tolist())
        self.threads.add(threading.get_ident())
        return np.stack([ids.sum(axis=1), np.full(len(ids), ids.size)], axis=1).astype("float32")

    def encoder(self, workers=1):
        return SentenceEncoder("counting", 2, self.tokenise, self.forward, workers)


def test_equally_long_texts_share_full_batches():
    """Nothing is padded: a batch holds texts of one length, the first of them repeated."""
    model = CountingModel()
    model.encoder().encode(["a bb", "ccc", "dd e"])
    assert [[[3]] * 16, [[1, 2], [2, 1], *[[1, 2]] * 14]] == model.batches


def test_rows_keep_the_order_of_texts():
    """Batching is for sameness and speed: the vectors come back in the order asked for."""
    matrix = CountingModel().encoder().encode(["a b c", "a", "a b"])
    assert [3, 1, 2] == matrix[:, 0].tolist()


class SlowModel(CountingModel):
    """Takes its time, so that much is left to do when the first vectors are there."""

    def forward(self, batch):
        time.sleep(0.01)
        return super().forward(batch)


def test_what_was_not_begun_when_the_caller_stops_is_not_done():
    """A full disk, say, ends the run at once, and not after all that was asked for."""
    model = SlowModel()
    stream = model.encoder(workers=2).stream(["a " * words for words in range(1, 400)])
    next(stream)
    stream.close()
    assert len(model.batches) < 100


def test_no_texts_give_an_empty_matrix():
    """Nothing in, nothing out, and the model is not asked."""
    model = CountingModel()
    assert (0, 2) == model.encoder().encode([]).shape
    assert [] == model.batches
    assert (0, 512) == WordEncoder().encode([]).shape


@settings(deadline=None)
@given(st.lists(st.text("ab ", min_size=1), min_size=1, max_size=30), st.integers(1, 3))
def test_neighbours_order_and_workers_do_not_change_a_vector(texts, workers):
    """Even where the shape of a batch changes a vector, its neighbours do not."""
    alone = [CountingModel().encoder().encode([text])[0].tolist() for text in texts]
    assert alone == CountingModel().encoder(workers).encode(texts).tolist()


def test_hashed_words_are_unit_vectors_of_like_size():
    """Every row has length one, words or not, and numbers as wide as the contract says."""
    matrix = WordEncoder().encode(["GPU cost", "👍", "the"])
    assert np.float32 == matrix.dtype
    assert np.allclose(1, np.linalg.norm(matrix, axis=1))


def test_hashed_words_do_not_depend_on_neighbours():
    """The same bytes for a text, alone and in company."""
    together = WordEncoder().encode(TEXTS)
    alone = np.vstack([WordEncoder().encode([text]) for text in TEXTS])
    assert alone.tobytes() == together.tobytes()


def test_hashed_words_bring_texts_of_the_same_words_together():
    """Word encoders know spelling, not meaning: a shared word makes texts alike."""
    cost, costs, law = WordEncoder().encode(
        ["cost of GPUs", "the costs of a GPU", "copyright law"]
    )
    assert cost @ costs > 0.2 > abs(cost @ law)
