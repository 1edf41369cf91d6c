"""Kept tables: what a stage took, as a digest, and what it gave, as a file."""

from collections.abc import Mapping
from functools import singledispatch
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pandera.typing import DataFrame
from pydantic import BaseModel

from flows.digests import digest_of_bytes, digest_of_json, digest_of_text
from flows.durable import whole
from nlp.contracts.errors import WorkspaceError
from nlp.contracts.tables import TableT, conform
from nlp.contracts.vectors import Embeddings
from nlp.intake.records import SortedExport

KEPT_AS = b"kept_as"
"""Where a file says what it is called."""


@singledispatch
def digest_of(value: object) -> str:
    """Return the digest of something that a stage takes: equal content, equal digest."""
    name = getattr(value, "name", None)  # an engine is known by a name that holds its weights
    if isinstance(name, str):
        return digest_of_text(type(value).__name__, name)
    return digest_of_json(value)


@digest_of.register
def _of_settings(value: BaseModel) -> str:
    return digest_of_text(type(value).__name__, value.model_dump_json())


@digest_of.register
def _of_table(value: pd.DataFrame) -> str:
    content = pa.Table.from_pandas(value, preserve_index=False).replace_schema_metadata(None)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, content.schema) as stream:
        stream.write_table(content.combine_chunks())
    return digest_of_bytes(bytes(sink.getvalue()))


@digest_of.register
def _of_delivered(value: SortedExport) -> str:
    accepted = (f"{r.line} {r.respondent_id} {r.weight!r} {r.rows}" for r in value.accepted)
    refused = (f"{r.line} {r.column} {r.rule} {r.rows}" for r in value.refused)
    return digest_of_text(value.raw.source, value.raw.digest, *accepted, "\x1e", *refused)


@digest_of.register
def _of_vectors(value: Embeddings) -> str:
    numbers = digest_of_bytes(value.matrix.tobytes())
    return digest_of_text(value.encoder, numbers, *value.unit_ids)


@digest_of.register(tuple)
@digest_of.register(list)
def _of_several(value: list[object]) -> str:
    return digest_of_text(*(digest_of(item) for item in value))


@digest_of.register(Mapping)
def _of_mapping(value: Mapping[str, object]) -> str:
    return digest_of_text(*(part for key in value for part in (key, digest_of(value[key]))))


@digest_of.register(str)
def _of_word(value: str) -> str:
    return value


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write *frame* to *path*, whole or not at all; the file says inside what it is called."""
    content = pa.Table.from_pandas(frame, preserve_index=False)
    content = content.replace_schema_metadata({KEPT_AS: path.name.encode()})
    with whole(path) as aside:
        pq.write_table(content, aside, write_page_checksum=True)


def read_table(path: Path, table: type[TableT]) -> DataFrame[TableT]:
    """Return the kept *table*, checked against its contract, its page checksums and its name.

    The name tells what the table was made from: one under the name of another is none.

    Raises WorkspaceError if the file is damaged: it can be deleted, and is computed anew.
    """
    try:
        content = pq.read_table(path, page_checksum_verification=True, partitioning=None)
        frame = content.to_pandas()
    except (OSError, ValueError, LookupError, TypeError, pa.ArrowException) as error:
        damage = type(error).__name__
    else:
        if (content.schema.metadata or {}).get(KEPT_AS) == path.name.encode():
            return conform(frame, table)
        damage = "it was written under another name"
    raise WorkspaceError(
        f"{path} is missing or damaged ({damage}); delete {path.parent} and run again"
    )
