"""Vectors kept by the content of their text: none is encoded twice, whatever study or wave."""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from flows.digests import digest_of_bytes
from flows.durable import write_whole
from flows.folders import own_folder
from flows.progress import advance
from nlp.contracts.vectors import Encoder, Matrix, Placed, streamed

if TYPE_CHECKING:
    from flows.sharding.encoding import InParts

log = logging.getLogger(__name__)

SHARD = 4096
"""Vectors that a shard holds at least, but for the last of texts that go together.

About as many are lost where a run is stopped; if the encoder gives all its vectors in one, all.
"""

TOGETHER = 5 * SHARD
"""Texts that the encoder is given at once.

Of the work on 20,000 answers of 20 words, filling batches up is 2.3 % so; of 4,096 each, 4.7 %.
"""

ENCODER = b"encoder"
"""Where a shard names the encoder of its vectors."""

DAMAGE = (OSError, pa.ArrowException, KeyError, ValueError, TypeError, AttributeError)
"""What reading a damaged shard may raise."""

Vectors = dict[bytes, Matrix]
"""Vectors by the digest of their text."""


class StoredEncoder:
    """An encoder that looks into a folder of kept vectors before it encodes.

    A shard is a Parquet file of text digests and vectors, called by the sha256 of its bytes; it
    names no text. One that is not what its name says, or holds vectors of another encoder or none
    at all, is thrown away, and its texts are encoded anew. Shards are never changed, and appear
    whole or not at all, so any number of runs may read and write at once.
    """

    def __init__(self, encoder: Encoder, folder: Path, in_parts: "InParts | None" = None) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._in_parts = in_parts
        self._folder = folder / encoder.name

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one vector per text, kept or new."""
        keys = [key_of(text) for text in texts]
        if not keys:
            return np.empty((0, 0), np.float32)
        text_of = dict(zip(keys, texts, strict=True))
        vectors = self._kept(text_of)
        vectors |= self._encode_and_keep({k: t for k, t in text_of.items() if k not in vectors})
        if len({len(row) for row in vectors.values()}) > 1:
            self._throw_away(set(self._shard_of.values()), "are not all of one width")
            self._shard_of.clear()
            vectors = self._encode_and_keep(text_of)
        return np.stack([vectors[key] for key in keys])

    @cached_property
    def _shard_of(self) -> dict[bytes, Path]:
        """Return which shard holds a text, looked up once: this reads the digests alone."""
        found: dict[bytes, Path] = {}
        for path in sorted(self._folder.glob("*.parquet")):
            try:
                keys = pq.read_table(path, columns=["key"], partitioning=None)["key"].to_pylist()
            except DAMAGE:
                self._throw_away([path], "cannot be read")
                continue
            found |= dict.fromkeys(keys, path)
        return found

    def _kept(self, wanted: Iterable[bytes]) -> Vectors:
        keys_of: dict[Path, set[bytes]] = {}
        for key in wanted:
            if path := self._shard_of.get(key):
                keys_of.setdefault(path, set()).add(key)
        vectors: Vectors = {}
        for path, keys in sorted(keys_of.items()):
            shard = read_shard(path, self.name)
            if shard is None:
                self._throw_away([path], "are damaged, or not of this encoder")
                continue
            places = [(key, row) for row, key in enumerate(shard[0]) if key in keys]
            matrix = shard[1][[row for _, row in places]]
            vectors |= {key: row for (key, _), row in zip(places, matrix, strict=True)}
        return vectors

    def _encode_and_keep(self, missing: Mapping[bytes, str]) -> Vectors:
        # texts of like length together: they fill the encoder's batches
        order = sorted(missing, key=lambda key: (len(missing[key]), missing[key]))
        vectors: Vectors = {}
        for places, matrix in self._encoded([missing[key] for key in order]):
            keys = [order[place] for place in places]
            self._keep(keys, matrix)
            vectors |= dict(zip(keys, matrix, strict=True))
        return vectors

    def _encoded(self, texts: Sequence[str]) -> Iterator[Placed]:
        """Yield the vectors of *texts* with their places, some at a time."""
        if self._in_parts is not None and len(texts) >= self._in_parts.from_rows:
            yield from self._in_parts.encode(texts)
            return
        for start in range(0, len(texts), TOGETHER):
            done = start
            for places, matrix in _gathered(self._encoder, texts[start : start + TOGETHER]):
                yield [start + place for place in places], matrix
                done += len(places)
                advance(done, len(texts))

    def _keep(self, keys: Sequence[bytes], matrix: Matrix) -> None:
        if not _sound(matrix):
            return  # whoever asked will find out; what is kept is not to hold it
        own_folder(self._folder)
        path = write_shard(self._folder, keys, matrix)
        self._shard_of.update(dict.fromkeys(keys, path))

    def _throw_away(self, paths: Iterable[Path], why: str) -> None:
        for path in paths:
            log.warning("kept vectors in %s %s; they are encoded anew", path.name, why)
            path.unlink(missing_ok=True)


def _gathered(encoder: Encoder, texts: Sequence[str]) -> Iterator[Placed]:
    """Yield the vectors of *texts* with their places, as many at a time as make a shard."""
    places: list[int] = []
    rows: list[Matrix] = []
    # held by the loop alone, so that what fails here ends the encoder's work as well
    for some, matrix in streamed(encoder, texts):
        places.extend(some)
        rows.append(matrix)
        if len(places) >= SHARD:
            yield places, np.concatenate(rows)
            places, rows = [], []
    if places:
        yield places, np.concatenate(rows)


def key_of(text: str) -> bytes:
    """Return what the vector of *text* is kept under."""
    return hashlib.sha256(text.encode()).digest()


def write_shard(folder: Path, keys: Sequence[bytes], matrix: Matrix) -> Path:
    """Return the file in *folder*, called after its encoder, that now keeps these vectors."""
    column = pa.FixedSizeListArray.from_arrays(pa.array(matrix.ravel()), matrix.shape[1])
    shard = pa.table({"key": pa.array(keys, pa.binary(32)), "vector": column})
    shard = shard.replace_schema_metadata({ENCODER: folder.name.encode()})
    sink = pa.BufferOutputStream()
    pq.write_table(shard, sink, compression="none")
    content = bytes(sink.getvalue())
    path = folder / f"{digest_of_bytes(content)}.parquet"
    write_whole(path, content)
    return path


def read_shard(path: Path, encoder: str) -> tuple[list[bytes], Matrix] | None:
    """Return the digests and vectors of a shard, or None if it is not what it should be."""
    try:
        content = path.read_bytes()
        if digest_of_bytes(content) != path.stem:
            return None
        shard = pq.read_table(pa.BufferReader(content))
        if shard.schema.metadata[ENCODER] != encoder.encode():
            return None
        keys = shard["key"].to_pylist()
        flat = shard["vector"].combine_chunks().flatten().to_numpy()
        matrix: Matrix = flat.reshape(len(keys), -1)
    except DAMAGE:
        return None
    return (keys, matrix) if _sound(matrix) else None


def _sound(matrix: Matrix) -> bool:
    """Return whether all rows are of unit length, which no row with a missing number is."""
    lengths = np.linalg.norm(matrix, axis=1)
    return bool(np.all(np.abs(lengths - 1) < 1e-3))
