"""One run per study: a lock of the operating system, which dies with its owner."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.clock import Clock
from nlp.contracts.errors import AlreadyRunning, WorkspaceError


@contextmanager
def locked(folder: Path, clock: Clock) -> Iterator[None]:
    """Hold the lock of *folder*, or raise WorkspaceError saying who holds it since when."""
    with (folder / ".lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise AlreadyRunning(
                f"another run of {folder.name} is under way ({file.read().strip()}); wait for it"
            ) from None
        except OSError as error:
            raise WorkspaceError(
                f"{folder} cannot be locked ({error.strerror}); keep data/ on a local disk"
            ) from None
        file.truncate(0)
        file.write(f"process {os.getpid()} since {clock().isoformat()}\n")
        file.flush()
        yield


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
    noted = path.read_text("utf-8").split()
    try:
        os.kill(int(noted[1]), 0)
    except (OSError, ValueError, LookupError):
        return False
    return True
