"""What made a step fall over, in words that quote nobody."""

import os
import traceback
from pathlib import Path

from flows.durable import write_whole
from nlp.contracts.errors import OpenEndsError, StageFailed, WorkspaceError

FAILURE = "failure.txt"
"""Where the owner reads what made a step fall over; it may quote answers."""


def in_our_words(what: str, error: Exception, folder: Path) -> OpenEndsError:
    """Return what may be told of *error*, which *what* raised; the rest stays in *folder*.

    What the machine lacks is the operator's move; anything else that is not ours is our bug.
    """
    if isinstance(error, OpenEndsError):
        return error
    kind, details = type(error).__name__, _set_aside(error, folder)
    if _is_for_memory(error):
        return WorkspaceError(
            f"{what}: memory ran out ({kind}). What is done is kept; give it more memory, and run "
            f"again. {details}"
        )
    if isinstance(error, OSError) and error.errno:
        return WorkspaceError(
            f"{what} met an error of the operating system ({os.strerror(error.errno)}). What is "
            f"done is kept; see to it, and run again. {details}"
        )
    return StageFailed(f"{what} fell over with {kind}. {details}")


def _is_for_memory(error: Exception) -> bool:
    """Return whether memory was asked for in vain; torch says so in words alone."""
    return isinstance(error, MemoryError) or (
        isinstance(error, RuntimeError) and "allocate memory" in str(error)
    )


def _set_aside(error: Exception, folder: Path) -> str:
    """Write what happened where only the owner reads it, and return where that is."""
    details = folder / FAILURE
    lines = "".join(traceback.format_exception(error))
    try:
        write_whole(details, lines.encode("utf-8", "backslashreplace"))
    except (WorkspaceError, MemoryError) as full:
        return f"What happened could not be written down ({type(full).__name__})."
    return f"What happened stands in {details}, which may quote answers: keep it private."
