"""Which vectors studies need, and the store without the others."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from flows.files import read_examples
from flows.session import Session
from flows.vector_store import key_of, read_shard, write_shard
from nlp.contracts.tables import Units
from nlp.intake.emoji_names import spoken
from nlp.themes.embedding import as_read

Needs = dict[str, set[bytes]]
"""By the name of an encoder the keys of the texts that are read by it."""


class Unneeded(NamedTuple):
    """A shard, and how many of its vectors nobody needs."""

    path: Path
    vectors: int
    of: int


def needs_of(sessions: Iterable[Session]) -> Needs:
    """Return the vectors that the kept units, codebooks and examples of studies need.

    A vector that is left out by mistake costs its making, and nothing else.
    """
    needs: Needs = {}
    for session in sessions:
        keys = needs.setdefault(session.encoder_of_answers.name, set())
        keys.update(map(key_of, _texts_of(session)))
    return needs


def unneeded(folder: Path, needs: Needs, older_than: float) -> list[Unneeded]:
    """Return the shards below *folder* from before *older_than* that hold what nobody needs.

    One that cannot be read is needed by nobody.
    """
    found = []
    for path in sorted(folder.glob("*/*.parquet")):
        if path.stat().st_mtime >= older_than:
            continue
        shard, needed = read_shard(path, path.parent.name), needs.get(path.parent.name, set())
        keys = shard[0] if shard is not None else []
        left_over = sum(key not in needed for key in keys)
        if left_over or not keys:
            found.append(Unneeded(path, left_over, len(keys)))
    return found


def drop(shards: Iterable[Unneeded], needs: Needs) -> None:
    """Delete what nobody needs; what else stands in a shard is written anew before it goes."""
    for shard in shards:
        if shard.vectors < shard.of:
            _keep_needed(shard.path, needs.get(shard.path.parent.name, set()))
        shard.path.unlink(missing_ok=True)


def _keep_needed(path: Path, needed: Collection[bytes]) -> None:
    shard = read_shard(path, path.parent.name)
    if shard is None:
        return
    keys, matrix = shard
    places = [row for row, key in enumerate(keys) if key in needed]
    write_shard(path.parent, [keys[row] for row in places], np.ascontiguousarray(matrix[places]))


def _texts_of(session: Session) -> Iterator[str]:
    """Yield what the encoder of a study is given to read."""
    encoders = (session.encoder(), session.encoder_of_answers)
    for wave in session.wave_order:
        run = session.run(wave)
        if run.resume() and Units.__name__ in run.records:
            units = run.table(Units)
            for asked, text in set(zip(units["question_id"], units["text"], strict=True)):
                yield from (as_read(text, asked, encoder) for encoder in encoders)
    questions = ("", *session.study.open_questions)
    for theme in session.codebook.themes:
        for text in (*theme.wordings, *theme.keywords):
            for asked in questions:
                yield from (as_read(text, asked, encoder) for encoder in encoders)
            yield spoken(text)
    if session.uses_meaning and session.workspace.examples_file.is_file():
        yield from (spoken(example.text) for example in read_examples(session.workspace))
