import numpy as np

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


def test_a_damaged_shard_is_encoded_anew(tmp_path):
    """
    Whichever bit of a shard flips, vectors are the right ones, and a good shard takes its place.
    """
    expected = StoredEncoder(LetterEncoder(), tmp_path).encode(TEXTS)
    (shard,) = shards(tmp_path)
    whole, repairs = shard.read_bytes(), 0
    for place in range(0, len(whole), 3):
        flip_bit(shard, place)
        encoder = LetterEncoder()
        assert np.array_equal(expected, StoredEncoder(encoder, tmp_path).encode(TEXTS))
        repairs += bool(encoder.encoded)
        assert not encoder.encoded or whole == shard.read_bytes()
        shard.write_bytes(whole)

    assert repairs > 100


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
    Every batch is kept when it is done, so a run that is stopped loses one at most.
    """
    texts = [f"text {number}" for number in range(BATCH + 1)]

    StoredEncoder(LetterEncoder(), tmp_path).encode(texts)

    assert 2 == len(shards(tmp_path))
