"""How many records a text holds, counted without the reader: one thing must not check itself."""

import re
from collections.abc import Sequence


def count_records(text: bytes, delimiter: str) -> int:
    """Return how many records UTF-8 *text* holds, blank lines and the header rows included.

    A record ends with its line, unless the line end stands between quotation marks: those that
    open a cell, up to the next that is not doubled. A quotation mark elsewhere is a character.
    """
    if not text:
        return 0
    sign = re.escape(delimiter.encode())
    # looks behind the mark, not ahead of it: a pattern that begins with a letter is searched fast
    opening = rb'"(?:(?<=[\r\n]")|(?<=%b")|(?<!(?s:.)"))' % sign
    quoted = re.compile(opening + rb'[^"]*+(?:""[^"]*+)*+"')
    within = 0
    for cell in quoted.finditer(text):
        if b"\n" in cell[0] or b"\r" in cell[0]:
            within += _line_ends(cell[0])
    return _line_ends(text) - within + (not text.endswith((b"\n", b"\r")))


def row_of_stray_quote(text: bytes, starts: Sequence[int]) -> int:
    """Return the line of the first record with an odd number of quotation marks, 0 if none has.

    Written by the rules, marks open and close a cell or are doubled, so that they are even. The
    records of UTF-8 *text* start on the lines *starts*.
    """
    if text.count(b'"') % 2 == 0:
        return 0
    lines = re.split(rb"\r\n|\r|\n", text)
    ends = [*starts[1:], len(lines) + 1]
    return next(
        start
        for start, end in zip(starts, ends, strict=True)
        if sum(line.count(b'"') for line in lines[start - 1 : end - 1]) % 2
    )


def _line_ends(text: bytes) -> int:
    return text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")
