"""Rows cut into parts that a later delivery changes few of, each called by what is in it."""

import hashlib
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from flows.digests import digest_of_bytes, digest_of_text
from nlp.contracts.vectors import Matrix

VECTOR = "vector"
"""The column of vectors, where the rows of a part bring them along."""

DAMAGE = (OSError, ValueError, LookupError, TypeError, pa.ArrowException)
"""What reading a damaged part may raise."""


def cut(keys: Sequence[str], rows: int) -> list[list[int]]:
    """Return the places of *keys* in parts of at most about *rows*, by ranges of their hashes.

    The same key is always in one part, and a key more or less changes that part alone; only where
    the number of keys doubles is every part cut in two. An empty part is left out.
    """
    bits = max(0, (max(1, len(keys)) - 1) // rows).bit_length()
    part = {key: _first_bits(key, bits) for key in set(keys)}
    of = np.array([part[key] for key in keys], dtype=np.int64)
    order = np.argsort(of, kind="stable")
    ends = np.cumsum(np.bincount(of, minlength=2**bits))
    return [places.tolist() for places in np.split(order, ends[:-1]) if len(places)]


def _first_bits(key: str, bits: int) -> int:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8]) >> (64 - bits)


def as_part(frame: pd.DataFrame, matrix: Matrix | None = None) -> pa.Table:
    """Return the rows of *frame*, each with its vector where there is a *matrix*."""
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    if matrix is None:
        return table
    return table.append_column(VECTOR, as_column(matrix))


def as_column(matrix: Matrix) -> pa.FixedSizeListArray:
    """Return *matrix* as a column of vectors."""
    flat = pa.array(np.ascontiguousarray(matrix).ravel())
    return pa.FixedSizeListArray.from_arrays(flat, matrix.shape[1])


def rows_of(part: pa.Table) -> pd.DataFrame:
    """Return the rows of a part, without their vectors."""
    frame: pd.DataFrame = part.drop_columns(
        [VECTOR] if VECTOR in part.column_names else []
    ).to_pandas()
    return frame


def vectors_of(part: pa.Table) -> Matrix:
    """Return the vectors of the rows of a part."""
    flat = part[VECTOR].combine_chunks().flatten().to_numpy()
    matrix: Matrix = flat.reshape(len(part), -1)
    return matrix


def content_of(part: pa.Table) -> bytes:
    """Return the file of a part: the same rows give the same bytes."""
    sink = pa.BufferOutputStream()
    pq.write_table(part, sink, compression="none", write_page_checksum=True)
    return bytes(sink.getvalue())


def read_part(content: bytes | None) -> pa.Table | None:
    """Return the part in a file, or None if there is none, or it is damaged."""
    if content is None:
        return None
    try:
        return pq.read_table(
            pa.BufferReader(content), page_checksum_verification=True, partitioning=None
        )
    except DAMAGE:
        return None


def name_of(work: str, order: str, content: bytes) -> str:
    """Return what tells the result of a part from all others: the work, and all that it takes."""
    return digest_of_text(work, order, digest_of_bytes(content))[:32]
