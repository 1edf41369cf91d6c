"""An export as delivered: header rows and records of text cells, before any house word."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Record:
    """One record of an export: the line it starts on, counted from 1, and its cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class RawExport:
    """The header rows, all of one length, and the records below them, of any length.

    `source` is the file's name for messages; it holds no answer.
    """

    source: str
    header: tuple[tuple[str, ...], ...]
    records: tuple[Record, ...]

    def __len__(self) -> int:
        """Return how many records were delivered, whatever is wrong with them."""
        return len(self.records)

    @property
    def width(self) -> int:
        """Return how many columns the header names."""
        return len(self.header[0])
