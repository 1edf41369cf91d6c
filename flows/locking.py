"""One run per study: a lock of the operating system, which dies with its owner."""

import fcntl
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.clock import Clock
from flows.durable import lives, writing_to
from nlp.contracts.errors import AlreadyRunning, WorkspaceError

_LOOKS, _BETWEEN_LOOKS = 20, 0.05
_HOLDER = re.compile(r"process (\d+) since \S+\n")


@contextmanager
def locked(folder: Path, clock: Clock) -> Iterator[None]:
    """Hold the lock of *folder*, or raise AlreadyRunning saying who holds it since when."""
    path = folder / ".lock"
    with writing_to(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        _take(handle, folder)
        with writing_to(path):
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"process {os.getpid()} since {clock().isoformat()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def _take(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AlreadyRunning(
            f"another run of {folder.name} is under way ({_holder(handle)}); wait for it"
        ) from None
    except OSError as error:
        raise WorkspaceError(
            f"{folder} cannot be locked ({error.strerror}); keep data/ on a local disk"
        ) from None


def _holder(handle: int) -> str:
    """Return who holds the lock: one that took it this moment has not signed it yet.

    Until it has, there is nothing, or the name of a process that is dead.
    """
    for _ in range(_LOOKS):
        signed = os.pread(handle, 200, 0).decode("utf-8", "replace")
        found = _HOLDER.fullmatch(signed)
        if found and lives(int(found[1])):
            return signed.strip()
        time.sleep(_BETWEEN_LOOKS)
    return "since this moment, or on another machine"


def is_held(folder: Path) -> bool:
    """Return whether anybody holds the lock of *folder*, without ever being in the way of it.

    Linux lists who holds which lock; elsewhere the process that noted itself last is looked for.
    """
    path, listed = folder / ".lock", Path("/proc/locks")
    if not path.is_file():
        return False
    if listed.is_file():
        mark = f":{path.stat().st_ino} "
        return any(
            " FLOCK " in lock and mark in lock for lock in listed.read_text("utf-8").splitlines()
        )
    noted = _HOLDER.fullmatch(path.read_text("utf-8"))
    return noted is not None and lives(int(noted[1]))
