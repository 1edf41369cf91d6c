"""Vectors kept by the content of their text: none is encoded twice, whatever study or wave."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from flows.progress import advance
from nlp.contracts.vectors import Encoder, Matrix

BATCH = 512
"""Texts encoded between two moves of the progress bar, and between two shards on disk."""


class StoredEncoder:
    """An encoder that looks into a folder of kept vectors before it encodes.

    A shard is a Parquet file of text digests and vectors; it names no text. A shard that cannot
    be read is passed over, and its texts are encoded anew.
    """

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._folder = folder / encoder.name

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one vector per text, kept or new."""
        keys = [hashlib.sha256(text.encode()).digest() for text in texts]
        kept = self._kept(set(keys))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
        kept |= self._encode_and_keep(missing)
        return np.stack([kept[key] for key in keys]) if keys else np.empty((0, 0), np.float32)

    def _encode_and_keep(self, missing: dict[bytes, str]) -> dict[bytes, Matrix]:
        # long and short texts apart, or each batch is as slow as its longest text
        order = sorted(missing, key=lambda key: (len(missing[key]), missing[key]))
        vectors: dict[bytes, Matrix] = {}
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            matrix = self._encoder.encode([missing[key] for key in batch])
            self._keep(batch, matrix)
            vectors |= dict(zip(batch, matrix, strict=True))
            advance(start + len(batch), len(order))
        return vectors

    def _kept(self, wanted: set[bytes]) -> dict[bytes, Matrix]:
        vectors: dict[bytes, Matrix] = {}
        for path in sorted(self._folder.glob("*.parquet")):
            try:
                shard = pq.read_table(path, page_checksum_verification=True, partitioning=None)
                keys = shard["key"].to_pylist()
                flat = shard["vector"].combine_chunks().flatten().to_numpy()
            except (OSError, pa.ArrowException, KeyError):
                continue
            matrix = flat.reshape(len(keys), -1)
            vectors |= {key: row for key, row in zip(keys, matrix, strict=True) if key in wanted}
        return vectors

    def _keep(self, keys: Sequence[bytes], matrix: Matrix) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        column = pa.FixedSizeListArray.from_arrays(pa.array(matrix.ravel()), matrix.shape[1])
        shard = pa.table({"key": pa.array(keys, pa.binary(32)), "vector": column})
        name = hashlib.sha256(b"".join(keys)).hexdigest()[:16]
        aside = self._folder / f".{name}.{os.getpid()}"
        pq.write_table(shard, aside, compression="none", write_page_checksum=True)
        aside.rename(self._folder / f"{name}.parquet")
