"""What is odd about cells, noticed on the way in; the words themselves are left as they are."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nlp.contracts.raw import Record, Remark, Unread

LONGEST_IN_WORKBOOKS = 32_767
_SURROGATE = "\ud800-\udfff"
_C1 = "\x80-\x84\x86-\x9f"  # U+0085 is a line break of some machines

BEYOND_ASCII = re.compile(f"[^\0-\x7f{_SURROGATE}]")
"""A character that proves something about the encoding."""

_SURROGATES = re.compile(f"[{_SURROGATE}]")
TORN = re.compile("[\udc80-\udcff]")
"""A byte that is no character of the encoding."""

_ENCODED_SURROGATE = re.compile("\udced[\udca0-\udcbf][\udc80-\udcbf]")


def _following() -> str:
    """Return the characters that a further byte of UTF-8 turns into when read as Windows text."""
    read = [bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xC0)]
    return re.escape("".join(read)) + "\x80-\x9f"


_MOJIBAKE = re.compile(
    "[ÂÃ][{0}]|â[{0}]{{2}}|ð[{0}]{{3}}|(?:[ÐÑ][{0}]){{2,}}".format(_following())
)
_PLAINLY_ODD = f"\0{_SURROGATE}\ufffd{_C1}"
_ODD = re.compile(f"[{_PLAINLY_ODD}]|{_MOJIBAKE.pattern}")
_MAYBE_ODD = re.compile(f"[{_PLAINLY_ODD}ÂÃâðÐÑ]")

_SIGNS: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "nul": (lambda cell: "\0" in cell, "NUL characters, which no text holds, removed"),
    "long_cell": (
        lambda cell: len(cell) > LONGEST_IN_WORKBOOKS,
        "more than 32,767 characters; kept here, but workbooks cut such cells",
    ),
    "mojibake": (
        lambda cell: bool(_MOJIBAKE.search(cell)),
        "mojibake: UTF-8 that was read as Windows text before it was delivered; kept as it is",
    ),
    "replaced_letters": (
        lambda cell: "\ufffd" in cell,
        "letters that were lost before delivery (U+FFFD); kept as it is",
    ),
    "c1_controls": (
        lambda cell: bool(re.search(f"[{_C1}]", cell)),
        "control characters (U+0080 to U+009F), a sign of a wrong encoding; kept as it is",
    ),
}
"""By rule: what tells that a cell breaks it, and what to say."""


def is_odd(text: str) -> bool:
    """Return whether *text* is worth looking at, cell by cell."""
    # most text is told by one set of characters, which is searched twenty times as fast
    return bool(_MAYBE_ODD.search(text)) and bool(_ODD.search(text))


def is_torn(text: str) -> bool:
    """Return whether *text* holds bytes that are none of the encoding; surrogates are another."""
    return bool(TORN.search(text)) and bool(TORN.search(_ENCODED_SURROGATE.sub("", text)))


@dataclass
class Oddities:
    """What was noticed in cells: by rule and column, on which row first and in how many cells."""

    seen: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)

    def look(self, record: Record) -> Record | tuple[str, int]:
        """Return *record* fit to be read, or the rule that it breaks and the column's position."""
        for column, cell in enumerate(record.cells):
            if not cell.isascii() and _SURROGATES.search(cell):
                return ("encoding" if is_torn(cell) else "surrogate"), column
            if not cell.isascii() or "\0" in cell or len(cell) > LONGEST_IN_WORKBOOKS:
                self._note(record.line, column, cell)
        if not any("\0" in cell for cell in record.cells):
            return record
        return replace(record, cells=tuple(cell.replace("\0", "") for cell in record.cells))

    def remarks(self, column_name: Callable[[int], str]) -> list[Remark]:
        """Return one remark per rule and column, in the order of rows."""
        found = sorted((line, column, rule, n) for (rule, column), (line, n) in self.seen.items())
        return [_remark(rule, line, column_name(column), n) for line, column, rule, n in found]

    def _note(self, line: int, column: int, cell: str) -> None:
        for rule, (shows, _) in _SIGNS.items():
            if shows(cell):
                first, n = self.seen.get((rule, column), (line, 0))
                self.seen[rule, column] = (first, n + 1)


def sift(
    records: Sequence[Record], suspects: Iterable[int], column_name: Callable[[int], str]
) -> tuple[list[Record], list[Unread], list[Remark]]:
    """Return the records that can be read, those that cannot, and what is odd about the former.

    Only the records at the positions *suspects* are looked at.
    """
    oddities = Oddities()
    looked = {position: oddities.look(records[position]) for position in sorted(set(suspects))}
    kept: list[Record] = []
    unread: list[Unread] = []
    for position, record in enumerate(records):
        result = looked.get(position, record)
        if isinstance(result, Record):
            kept.append(result)
        else:
            unread.append(Unread(record.line, result[0], column_name(result[1])))
    return kept, unread, oddities.remarks(column_name)


def _remark(rule: str, line: int, column: str, n_cells: int) -> Remark:
    more = f", in {n_cells:,} cells of this column" if n_cells > 1 else ""
    return Remark(rule, f"row {line}, column {column}: {_SIGNS[rule][1]}{more}", line, column)
