"""What falls over tells its kind and place; its words go to a file that only the owner reads."""

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from flows.durable import write_whole
from nlp.contracts.errors import OpenEndsError, StageFailed

FAILURE = "failure.txt"
"""Where the owner reads what made a step fall over; it may quote answers."""

T = TypeVar("T")


def guarded(folder: Path, what: str, call: Callable[[], T]) -> T:
    """Return what *call* returns; of what it raises, only our own words go on.

    Args:
        folder: The private folder where a foreign error, which may quote answers, is written.
        what: What falls over, in words.
        call: What may fall over.
    """
    try:
        return call()
    except OpenEndsError as error:
        ours = error
    except Exception as error:
        ours = _set_aside(folder, what, error)
    ours.__context__ = None  # a foreign error, whose words would follow ours into logs
    raise ours from None


def _set_aside(folder: Path, what: str, error: Exception) -> StageFailed:
    """Write what happened where only the owner reads it, and return what may be told."""
    details = folder / FAILURE
    told = f"{what} fell over with {type(error).__name__}."
    try:
        write_whole(details, "".join(traceback.format_exception(error)))
    except OSError as full:
        return StageFailed(f"{told} What happened could not be written down ({full.strerror}).")
    return StageFailed(
        f"{told} What happened stands in {details}, which may quote answers: keep it private."
    )
