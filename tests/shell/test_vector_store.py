import numpy as np
import pytest

from flows.vector_store import BATCH, StoredEncoder
from tests.fakes import LetterEncoder
from tests.shell.small_workspace import flip_bit

TEXTS = ["more jobs", "less time", "more jobs", "a law"]


class OtherEncoder(LetterEncoder):
    """The same letters under another name."""

    name = "other-letters"


def shards(folder):
    return sorted(folder.rglob("*.parquet"))


def test_each_distinct_text_is_encoded_once(tmp_path):
    """
    A text is encoded the first time it is seen, whatever run or study brings it again.
    """
    first, later = LetterEncoder(), LetterEncoder()
    StoredEncoder(first, tmp_path).encode(TEXTS)

    StoredEncoder(later, tmp_path).encode([*TEXTS, "new words"])

    assert ["a law", "less time", "more jobs"] == sorted(first.encoded)
    assert ["new words"] == later.encoded


def test_vectors_are_those_of_the_encoder_in_the_order_of_texts(tmp_path):
    """
    Kept or new, every text gets the very vector that the encoder makes of it.
    """
    expected = LetterEncoder().encode(TEXTS)
    stored = StoredEncoder(LetterEncoder(), tmp_path)

    assert np.array_equal(expected, stored.encode(TEXTS))
    assert np.array_equal(expected[::-1], stored.encode(TEXTS[::-1]))


def test_nothing_is_asked_for_nothing(tmp_path):
    """
    No texts give no vectors, and no file.
    """
    assert 0 == len(StoredEncoder(LetterEncoder(), tmp_path).encode([]))
    assert [] == shards(tmp_path)


@pytest.mark.parametrize("place", [2, 60, None, -3], ids=["head", "data", "middle", "foot"])
def test_a_damaged_shard_is_encoded_anew(tmp_path, place):
    """
    A flipped bit anywhere in a shard leads to the right vectors all the same, and to a good shard.
    """
    stored = StoredEncoder(LetterEncoder(), tmp_path)
    expected = stored.encode(TEXTS)
    (shard,) = shards(tmp_path)
    flip_bit(shard, place)

    assert np.array_equal(expected, stored.encode(TEXTS))
    again = LetterEncoder()
    assert np.array_equal(expected, StoredEncoder(again, tmp_path).encode(TEXTS))
    assert [] == again.encoded


def test_encoders_do_not_share_vectors(tmp_path):
    """
    The vectors of another encoder, or of other weights, stand in another folder.
    """
    StoredEncoder(LetterEncoder(), tmp_path).encode(TEXTS)
    other = OtherEncoder()

    StoredEncoder(other, tmp_path).encode(TEXTS)

    assert ["less time", "more jobs", "a law"].sort() == other.encoded.sort()
    assert ["letters", "other-letters"] == sorted(path.name for path in tmp_path.iterdir())


def test_a_shard_holds_no_text(tmp_path):
    """
    Vectors are kept under the digest of their text, so the store quotes nobody.
    """
    StoredEncoder(LetterEncoder(), tmp_path).encode(["Xanthippe says so"])

    assert b"Xanthippe" not in shards(tmp_path)[0].read_bytes()


def test_long_work_is_kept_as_it_goes(tmp_path):
    """
    Every batch is kept and told when it is done, so a run that is stopped loses one at most.
    """
    told = []
    texts = [f"text {number}" for number in range(BATCH + 1)]

    StoredEncoder(LetterEncoder(), tmp_path, lambda *done: told.append(done)).encode(texts)

    assert [(BATCH, BATCH + 1), (BATCH + 1, BATCH + 1)] == told
    assert 2 == len(shards(tmp_path))
