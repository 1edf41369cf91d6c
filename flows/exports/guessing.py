"""What the encoding and the delimiter of a text may be: said in messages, and by `init`.

No export is ever read by a guess.
"""

import csv
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from charset_normalizer import from_bytes

from flows.exports.decoding import unmarked_order
from flows.exports.dialects import SIGNS, in_words

_SAMPLE = 64 * 2**10
_LETTERS = frozenset(b"\x85\x91\x92\x93\x94\x96\x97\x80" + bytes(range(0xC0, 0x100)))
"""Bytes that Windows text in Western Europe has beyond ASCII: quotation marks, dashes, letters."""


def likely_encoding(content: bytes) -> str:
    """Return the encoding that *content* may be in, or an empty text where nobody can tell."""
    try:
        content.decode("utf-8")
        return unmarked_order(content) or "utf-8"
    except UnicodeError:
        pass
    if order := unmarked_order(content):
        return order
    telling = _telling(content)
    beyond = [byte for byte in telling if byte >= 0x80]
    try:
        telling.decode("cp1252")
        western = sum(byte in _LETTERS for byte in beyond) >= 0.9 * len(beyond)
        # letters of Western words stand alone, those of other scripts side by side
        if western and _neighbours(telling) <= 0.3 * len(beyond):
            return "cp1252"
    except UnicodeError:
        pass
    best = from_bytes(telling).best()
    return "" if best is None else best.encoding.replace("_", "-")


def likely_delimiter(lines: Sequence[str]) -> str:
    """Return the character that cuts *lines* into equally many cells, a comma where none does."""
    single = [part for line in lines for part in line.splitlines()]
    return max(SIGNS, key=lambda sign: _evenness(single, sign))


def delimiter_hint(lines: Sequence[str], delimiter: str) -> str:
    """Return the question whether it is another delimiter, empty where none is more likely."""
    likely = likely_delimiter(lines)
    if likely == delimiter or not any(likely in line for line in lines[:1]):
        return ""
    return f"is it {in_words(likely)}? Set export.delimiter to {likely!r}"


def _evenness(lines: Sequence[str], sign: str) -> tuple[float, int]:
    """Return which share of the rows has the usual number of cells, and that number."""
    rows = [len(row) for row in csv.reader(lines, delimiter=sign) if row]
    if not rows:
        return 0.0, 0
    usual, n_rows = max(Counter(rows).items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    return (round(n_rows / len(rows), 1), usual) if usual > 1 else (0.0, 1)


def _telling(content: bytes) -> bytes:
    """Return lines with bytes beyond ASCII, a sample of them if there are many."""
    found, size = [], 0
    for line in content.splitlines(keepends=True):
        if not line.isascii():
            found.append(line)
            size += len(line)
        if size > _SAMPLE:
            break
    return b"".join(found)


def _neighbours(text: bytes) -> int:
    return sum(first >= 0xC0 and second >= 0xC0 for first, second in pairwise(text))
