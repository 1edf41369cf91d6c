"""A finder: what one kind of personal data looks like."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Check = Callable[[str], bool]
"""What a find must hold, such as a check digit, beside looking like one."""


def always(_: str) -> bool:
    """Return True: what looks like one is one."""
    return True


@dataclass(frozen=True)
class Finder:
    """One kind of personal data: the patterns it is found by, each with its check.

    `sign` is cheap to look for, and where it is missing there is none. In a pattern with a group
    `cue`, that group announces what is masked, and stays.
    """

    kind: str
    sign: re.Pattern[str]
    patterns: tuple[tuple[re.Pattern[str], Check], ...]

    def replace(self, text: str, put: str, never: frozenset[str]) -> str:
        """Return *text* with *put* for all that is found, but what is, in small letters, *never*.

        Patterns look at the text as a keyboard has it.
        """
        typed = as_typed(text)
        if not self.sign.search(typed):
            return text
        for pattern, holds in self.patterns:
            pieces: list[str] = []
            end = 0
            for start, stop in _finds(pattern, holds, typed):
                if typed[start:stop].casefold() not in never:
                    pieces += [text[end:start], put]
                    end = stop
            if pieces:
                text = "".join([*pieces, text[end:]])
                typed = as_typed(text)
        return text


def _finds(pattern: re.Pattern[str], holds: Check, typed: str) -> Iterator[tuple[int, int]]:
    announced = "cue" in pattern.groupindex
    for match in pattern.finditer(typed):
        start = match.end("cue") if announced and match["cue"] else match.start()
        if holds(typed[start : match.end()]):
            yield start, match.end()


_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63"
_TYPED = str.maketrans(
    dict.fromkeys(_DASHES, "-")
    | {"\ufe6b": "@", "\u2018": "'", "\u2019": "'"}
    | {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
)


def as_typed(text: str) -> str:
    """Return *text* with dashes and full-width signs as a keyboard has them, one for one.

    >>> as_typed("020\u20137946\uff20")
    '020-7946@'
    """
    return text if text.isascii() else text.translate(_TYPED)
