"""One run per study: a lock of the operating system, which dies with its owner."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from os import getpid
from pathlib import Path

from flows.clock import Clock
from nlp.contracts.errors import StudyBusy, WorkspaceError


@contextmanager
def locked(folder: Path, clock: Clock) -> Iterator[None]:
    """Hold the lock of *folder*, or raise StudyBusy saying who holds it since when."""
    with (folder / ".lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise StudyBusy(
                f"another run of {folder.name} is under way ({file.read().strip()}); wait for it"
            ) from None
        except OSError as error:
            raise WorkspaceError(
                f"{folder} cannot be locked ({error.strerror}); keep data/ on a local disk"
            ) from None
        file.truncate(0)
        file.write(f"process {getpid()} since {clock().isoformat()}\n")
        file.flush()
        yield
