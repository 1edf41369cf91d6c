"""Is somebody still there? Files searched for a person's ids and for words that only they said."""

import csv
import html
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from nlp.report.csv_text import restored

Piece = tuple[str, ...]
"""Some words in a row, in small letters and without marks."""

LONGEST, SHORTEST = 5, 3
"""Words of a piece: longer texts are cut into pieces that overlap, shorter ones tell nobody."""

WHOSE = "respondent_id"
"""The column of tables that says whose a row is."""

_LIKE_AN_ID = re.compile(r"(?=.*\d).{6,}", re.DOTALL)
"""Ids that can be told from numbers and words anywhere; others are sought in columns of ids."""

_LONGEST_CELL = 100_000_000
_DAMAGE = (OSError, ValueError, LookupError, csv.Error, zipfile.BadZipFile, pa.ArrowException)


@dataclass(frozen=True)
class Traces:
    """What tells that somebody is there: their ids, and words that nobody else said."""

    ids: frozenset[str]
    words: frozenset[Piece]

    @property
    def pieces(self) -> frozenset[Piece]:
        """Return all that is looked for in running text."""
        told = (tuple(words_of(name)) for name in self.ids if _LIKE_AN_ID.fullmatch(name))
        return self.words.union(piece for piece in told if piece)

    def without(self, pieces: Iterable[Piece]) -> "Traces":
        """Return the traces but for some words."""
        return Traces(self.ids, self.words.difference(pieces))


def words_of(text: str) -> list[str]:
    """Return the words of *text* as they are compared.

    >>> words_of("It's DEARER, by far")
    ['it', 's', 'dearer', 'by', 'far']
    """
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


def pieces_of(text: str) -> set[Piece]:
    """Return the pieces that tell *text* from others; none where it is short or all numbers.

    >>> sorted(pieces_of("Machines will take all our jobs"))[0]
    ('machines', 'will', 'take', 'all', 'our')
    >>> pieces_of("lost jobs"), pieces_of("2026-01-31 12:00:00")
    (set(), set())
    """
    words = words_of(text)
    length = min(LONGEST, len(words))
    if length < SHORTEST:
        return set()
    found = (tuple(words[n : n + length]) for n in range(len(words) - length + 1))
    return {piece for piece in found if sum(word.isalpha() for word in piece) > 1}


def found_in(text: str, pieces: Iterable[Piece]) -> set[Piece]:
    """Return which of *pieces* stand in *text*."""
    beginning: dict[str, list[Piece]] = {}
    for piece in pieces:
        beginning.setdefault(piece[0], []).append(piece)
    words = words_of(text) if beginning else []
    return {
        piece
        for place, word in enumerate(words)
        for piece in beginning.get(word, ())
        if tuple(words[place : place + len(piece)]) == piece
    }


def holds(path: Path, traces: Traces) -> bool:
    """Return whether the file at *path* tells of somebody."""
    return bool(found_in(text_of(path), traces.pieces)) or not traces.ids.isdisjoint(_whose(path))


def text_of(path: Path) -> str:
    """Return what can be read in a file: cells, strings or running text, without its markup."""
    try:
        if path.suffix == ".parquet":
            return "\n".join(_cells(path))
        if path.suffix == ".xlsx":
            return _plain("\n".join(_members(path)))
        if path.suffix == ".json":
            return "\n".join(_strings(json.loads(path.read_bytes())))
    except _DAMAGE:
        pass  # damaged, or not what it is called: its bytes may still tell
    text = path.read_bytes().decode("utf-8", "ignore")
    return _plain(text) if path.suffix == ".html" else text


def _whose(path: Path) -> set[str]:
    """Return the ids in the column that says whose a row is, where a file has one."""
    try:
        if path.suffix == ".parquet":
            if WHOSE not in pq.read_schema(path).names:
                return set()
            return set(pq.read_table(path, columns=[WHOSE], partitioning=None)[WHOSE].to_pylist())
        if path.suffix == ".csv":
            csv.field_size_limit(_LONGEST_CELL)
            with path.open(encoding="utf-8-sig", newline="") as file:
                return {restored(row.get(WHOSE) or "") for row in csv.DictReader(file)} - {""}
    except _DAMAGE:
        pass  # searched as text all the same
    return set()


def _cells(path: Path) -> Iterator[str]:
    table = pq.read_table(path, partitioning=None)
    for column in table.columns:
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            yield from (cell for cell in column.unique().to_pylist() if cell)


def _members(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            yield archive.read(name).decode("utf-8", "ignore")


def _plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", markup))


def _strings(content: object) -> Iterator[str]:
    if isinstance(content, dict):
        for key, value in content.items():
            yield str(key)
            yield from _strings(value)
    elif isinstance(content, list):
        for value in content:
            yield from _strings(value)
    elif isinstance(content, str):
        yield content
