"""A look at a text file of which nothing is known yet: for proposing, never for reading."""

import csv
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from flows.exports.contents import bytes_of, unpacked
from flows.exports.decoding import Text, has_mark, is_blank
from flows.exports.dialects import dialect_of, in_words
from flows.exports.disguise import refuse_disguise
from flows.exports.guessing import likely_delimiter, likely_encoding
from nlp.contracts.errors import SourceDataError
from nlp.contracts.study import ExportLayout

_SAMPLE = 500
"""Lines by which a delimiter is judged."""


@dataclass(frozen=True)
class Peek:
    """The first rows of a text file, a `sep=` line left out, and how they were read.

    `encoding` and `delimiter` are None where the file itself says them, or they are what is read
    when nothing is said: a study file need not repeat those. `why` holds a sentence for each.
    """

    rows: tuple[tuple[str, ...], ...]
    encoding: str | None
    delimiter: str | None
    why: tuple[str, str]


def peek(path: Path, most_rows: int) -> Peek:
    """Return the first rows of a text file, its encoding and delimiter guessed where not said.

    Raises SourceDataError where it is no text, or nobody can tell in which encoding.
    """
    content = bytes_of(path)
    if path.name.lower().endswith(".gz"):
        content = unpacked(content, path.name)
    refuse_disguise(content, path.name, ".csv")
    if is_blank(content):
        raise SourceDataError(f"{path.name}: empty file; ask for the export again")
    encoding, why_encoding = _encoding_of(content, path.name)
    lines = Text(content, path.name, encoding).lines()
    sample = list(islice(lines, _SAMPLE))
    dialect = dialect_of(path.name, ExportLayout(), sample[0])
    sample = sample[dialect.has_sep_line :]
    said = dialect.has_sep_line or dialect.delimiter != ","
    sign = dialect.delimiter if said else likely_delimiter(sample)
    verb = "is said by" if said else "cuts the first lines most evenly, as against"
    others = dialect.said_by if said else "other signs"
    reader = csv.reader(chain(sample, lines), delimiter=sign)
    return Peek(
        rows=tuple(tuple(cells) for cells in islice(reader, most_rows)),
        encoding=encoding,
        delimiter=None if said or sign == "," else sign,
        why=(why_encoding, f"{in_words(sign)} between cells {verb} {others}"),
    )


def _encoding_of(content: bytes, name: str) -> tuple[str | None, str]:
    """Return what `export.encoding` should say, if anything, and why."""
    if has_mark(content):
        return None, "a byte order mark says the encoding"
    likely = likely_encoding(content)
    if not likely:
        raise SourceDataError(
            f"{name}: in no encoding that can be told; export it again as CSV in UTF-8"
        )
    if likely == "utf-8":
        return None, "all of it is UTF-8"
    return likely, f"it is not UTF-8, and looks like {likely}: look at words with accents"
