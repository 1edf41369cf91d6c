"""Many rows, told in few words."""

from collections.abc import Iterable, Sequence
from itertools import islice

from nlp.contracts.raw import Remark

MOST_ROWS = 20
"""Rows that are remarked on one by one; of the others it is said how many they are."""

_MOST_LINES = 5


def shortened(remarks: Iterable[Remark]) -> list[Remark]:
    """Return the first remarks of one rule, and one that says how many more there are."""
    remarks = iter(remarks)
    shown = list(islice(remarks, MOST_ROWS))
    more = sum(1 for _ in remarks)
    if more:
        said = f"and {more} more like these"
        shown.append(Remark(shown[0].rule, said, column=shown[0].column))
    return shown


def numbered(lines: Sequence[int]) -> str:
    """Return how many rows there are, and where.

    >>> numbered([4]), numbered([2, 3, 5, 8, 13, 21])
    ('row 4', '6 rows, the first 2, 3, 5, 8 and 13')
    """
    if len(lines) > _MOST_LINES:
        return f"{len(lines)} rows, the first {and_joined(lines[:_MOST_LINES])}"
    return f"row{'s' if len(lines) > 1 else ''} {and_joined(lines)}"


def and_joined(lines: Sequence[int]) -> str:
    """Return line numbers as a sentence lists them.

    >>> and_joined([3, 8, 11])
    '3, 8 and 11'
    """
    *others, last = map(str, lines)
    return f"{', '.join(others)} and {last}" if others else last
