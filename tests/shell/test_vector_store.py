import hashlib
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.vector_store import SHARD, TOGETHER, StoredEncoder
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


class StreamingLetters(LetterEncoder):
    """Gives its vectors last text first, a hundred at a time; stopped before text *end*."""

    def __init__(self, end=None):
        super().__init__()
        self.end = end

    def stream(self, texts):
        places = list(range(len(texts)))[::-1]
        for start in range(0, len(texts), 100):
            if self.end is not None and len(self.encoded) >= self.end:
                raise KeyboardInterrupt
            some = places[start : start + 100]
            yield some, self.encode([texts[place] for place in some])


def test_long_work_is_kept_as_it_goes(tmp_path):
    """
    What is encoded is kept a shard at a time, so a run that is stopped loses less than one.
    """
    texts = [f"text {number}" for number in range(2 * SHARD)]
    again = StreamingLetters()

    with pytest.raises(KeyboardInterrupt):
        StoredEncoder(StreamingLetters(SHARD + 900), tmp_path).encode(texts)
    assert 1 == len(shards(tmp_path))
    found = StoredEncoder(again, tmp_path).encode(texts)

    assert SHARD - 100 < len(again.encoded) <= SHARD
    assert np.array_equal(LetterEncoder().encode(texts), found)


@pytest.mark.parametrize("encoder", [LetterEncoder, StreamingLetters])
def test_more_texts_than_go_together_keep_their_vectors(tmp_path, encoder):
    """
    However the encoder is given them, and whether it tells its vectors some at a time or not.
    """
    texts = [f"text {chr(97 + number % 26)} {number}" for number in range(TOGETHER + 150)]

    found = StoredEncoder(encoder(), tmp_path).encode(texts)

    assert np.array_equal(LetterEncoder().encode(texts), found)
    assert np.array_equal(found, StoredEncoder(BlindEncoder(), tmp_path).encode(texts))


class BlindEncoder(LetterEncoder):
    """Gives what is no number."""

    def encode(self, texts):
        return super().encode(texts) * np.nan


class NarrowEncoder(LetterEncoder):
    """Gives shorter vectors under the same name."""

    def encode(self, texts):
        narrow = super().encode(texts)[:, :13]
        return narrow / np.linalg.norm(narrow, axis=1, keepdims=True)


def renamed(shard, content, folder):
    """Put *content* into *folder* under the name that its bytes ask for."""
    shard.unlink()
    folder.mkdir(exist_ok=True)
    (folder / f"{hashlib.sha256(content).hexdigest()}.parquet").write_bytes(content)


def test_a_shard_is_called_by_its_bytes(tmp_path):
    """
    The name of a shard is its checksum, so equal work gives equal files, whoever does it.
    """
    StoredEncoder(LetterEncoder(), tmp_path / "one").encode(TEXTS)
    StoredEncoder(LetterEncoder(), tmp_path / "two").encode(TEXTS[::-1])

    (one,), (two,) = shards(tmp_path / "one"), shards(tmp_path / "two")
    assert hashlib.sha256(one.read_bytes()).hexdigest() == one.stem == two.stem


@pytest.mark.parametrize("left", [0, 10, 200, -1])
def test_a_truncated_shard_is_encoded_anew(tmp_path, caplog, left):
    """
    Half a shard is none: it is thrown away with a word in the log.
    """
    expected = StoredEncoder(LetterEncoder(), tmp_path).encode(TEXTS)
    (shard,) = shards(tmp_path)
    whole = shard.read_bytes()
    shard.write_bytes(whole[:left])

    assert np.array_equal(expected, StoredEncoder(LetterEncoder(), tmp_path).encode(TEXTS))
    assert whole == shard.read_bytes()
    assert "encoded anew" in caplog.text


def test_a_shard_of_another_encoder_is_thrown_away(tmp_path, caplog):
    """
    A shard in the wrong folder is whole, and yet its vectors are not used.
    """
    StoredEncoder(OtherEncoder(), tmp_path).encode(TEXTS)
    (shard,) = shards(tmp_path)
    renamed(shard, shard.read_bytes(), tmp_path / "letters")
    encoder = LetterEncoder()

    StoredEncoder(encoder, tmp_path).encode(TEXTS)

    assert 3 == len(encoder.encoded)
    assert 1 == len(shards(tmp_path / "letters"))
    assert "not of this encoder" in caplog.text


def test_vectors_of_another_width_are_thrown_away(tmp_path, caplog):
    """
    Kept vectors of another dimension than new ones are none of this encoder, whatever their name.
    """
    StoredEncoder(NarrowEncoder(), tmp_path).encode(["a law"])

    found = StoredEncoder(LetterEncoder(), tmp_path).encode(TEXTS)

    assert np.array_equal(LetterEncoder().encode(TEXTS), found)
    assert np.array_equal(found, StoredEncoder(LetterEncoder(), tmp_path).encode(TEXTS))
    assert "not all of one width" in caplog.text


def test_what_is_no_number_is_not_kept(tmp_path):
    """
    Vectors with missing numbers are handed on to be refused, and never written.
    """
    assert np.isnan(StoredEncoder(BlindEncoder(), tmp_path).encode(TEXTS)).all()
    assert [] == shards(tmp_path)


def test_what_is_no_number_is_not_read(tmp_path):
    """
    Nor are they read from a shard that somebody else wrote.
    """
    StoredEncoder(LetterEncoder(), tmp_path).encode(TEXTS)
    (shard,) = shards(tmp_path)
    table = pq.read_table(shard)
    blind = pa.array([[float("nan")] * 26] * table.num_rows, pa.list_(pa.float32(), 26))
    sink = pa.BufferOutputStream()
    pq.write_table(table.set_column(1, "vector", blind), sink)
    renamed(shard, bytes(sink.getvalue()), tmp_path / "letters")

    found = StoredEncoder(LetterEncoder(), tmp_path).encode(TEXTS)

    assert np.array_equal(LetterEncoder().encode(TEXTS), found)


def test_many_may_write_at_once(tmp_path):
    """
    Runs that encode the same and other texts at the same time leave whole shards behind.
    """
    stored = StoredEncoder(LetterEncoder(), tmp_path)
    lots = [[f"text {number % 40}" for number in range(start, start + 30)] for start in range(40)]
    with ThreadPoolExecutor(8) as pool:
        for texts, found in zip(lots, pool.map(stored.encode, lots), strict=True):
            assert np.array_equal(LetterEncoder().encode(texts), found)

    again = LetterEncoder()
    StoredEncoder(again, tmp_path).encode([f"text {number}" for number in range(40)])
    assert [] == again.encoded
    assert [] == [path for path in tmp_path.rglob(".*") if path.is_file()]
