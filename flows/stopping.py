"""How a command ends when it is told to: at once, with a word, and with what it started."""

import os
import signal
from contextlib import suppress
from pathlib import Path
from types import FrameType

_WORD = b"Stopped. What was published before is untouched; the next run goes on from here.\n"
_STANDARD_ERROR = 2


def leave_when_told() -> None:
    """Leave at once on SIGINT and SIGTERM, with 128 and the number of the signal.

    Nothing needs tidying up: what is published is whole, the lock dies with its owner, and the
    next run clears what is half written. Prefect would go on asking its server, which the same
    interrupt has ended, for a minute.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)


def _leave(number: int, frame: FrameType | None) -> None:
    with suppress(OSError):  # nobody may be listening
        os.write(_STANDARD_ERROR, _WORD)  # not through a stream, which may be at work just now
    for child in _children():
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGTERM)
    os._exit(128 + number)


def _children() -> list[int]:
    """Return the processes that this one started, such as Prefect's own server."""
    with suppress(OSError):  # only Linux keeps these lists
        lists = Path("/proc/self/task").glob("*/children")
        return [int(number) for path in lists for number in path.read_text("ascii").split()]
    return []
