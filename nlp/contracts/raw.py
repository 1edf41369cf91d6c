"""An export as delivered: header rows and records of text cells, before any house word."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Record:
    """One record of an export: the line it starts on, counted from 1, and its cells.

    `rows` says how many rows of the file it was made of: one, but in a long export. In a
    statistics file the names are row 1, so case N stands on line N + 1.
    """

    line: int
    cells: tuple[str, ...]
    rows: int = 1


@dataclass(frozen=True)
class Unread:
    """A row that could not become a record, and the rule it broke, in `column` if in one."""

    line: int
    rule: str
    column: str = ""


@dataclass(frozen=True)
class Remark:
    """Something odd about an export that is read all the same, in words that quote no answer.

    `line` is 0 and `column` empty where it is about the file as a whole.
    """

    rule: str
    message: str
    line: int = 0
    column: str = ""


@dataclass(frozen=True)
class ValueLabels:
    """What a statistics file says of the values of one column: value → label, and what is missing.

    `missing` holds the values that were recorded to say that there is no answer (98, "Refused").
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RawExport:
    """The header rows, all of one length, and the records below them, of any length.

    `source` is the file's name for messages; it holds no answer. `digest` names the content of
    the file and how it was read.
    """

    source: str
    header: tuple[tuple[str, ...], ...]
    records: tuple[Record, ...]
    unread: tuple[Unread, ...] = ()
    remarks: tuple[Remark, ...] = ()
    values: Mapping[int, ValueLabels] = field(default_factory=dict)
    """By column, counted from 0; empty for all but statistics files."""

    digest: str = ""

    def __len__(self) -> int:
        """Return how many rows were delivered below the header, whatever is wrong with them."""
        return sum(record.rows for record in self.records) + len(self.unread)

    def labels_of(self, column: int) -> ValueLabels:
        """Return what is known of the values in *column*; nothing but in statistics files."""
        return self.values.get(column, ValueLabels())

    @property
    def width(self) -> int:
        """Return how many columns the header names."""
        return len(self.header[0])
