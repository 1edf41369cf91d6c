"""Of what falls over, only our own words go on; the rest goes to a file that its owner reads."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from flows.failures import in_our_words

T = TypeVar("T")


def guarded(folder: Path, what: str, call: Callable[[], T]) -> T:
    """Return what *call* returns, or raise what may be told of the error that it ended in.

    Args:
        folder: The private folder where a foreign error, which may quote answers, is written.
        what: What falls over, in words.
        call: What may fall over.
    """
    try:
        return call()
    except Exception as error:
        ours = in_our_words(what, error, folder)
    ours.__context__ = None  # a foreign error, whose words would follow ours into logs
    raise ours from None
