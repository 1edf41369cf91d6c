"""Files that survive a crash: written aside, brought to the disk, then put in place in one step.

Whatever must still be there after a power cut is written here, and here alone. Between the steps
lie failpoints, at which a test kills the process, fills the disk or breaks the wire.
"""

import errno
import fcntl
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from flows.surroundings import FAILPOINT, said_by_a_person

_passed = count(1)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write *content* to *path*, whole or not at all, for its owner only."""
    with whole(path) as aside:
        aside.write_bytes(content.encode() if isinstance(content, str) else content)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Yield where to write what *path* shall hold; it is put there in one step, or not at all."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    failpoint(f"write {path.suffix}")
    try:
        yield aside
        failpoint(f"sync {path.suffix}")
        aside.chmod(0o600)
        sync(aside)
        move(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def add_line(path: Path, line: str) -> None:
    """Add *line* to *path*, for its owner only, and return when it is on the disk.

    A line that a crash cut short is ended first, so that it spoils no other.
    """
    failpoint(f"append {path.suffix}")
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        cut_short = file.seek(0, os.SEEK_END) and os.pread(handle, 1, file.tell() - 1) != b"\n"
        file.write((b"\n" if cut_short else b"") + line.encode() + b"\n")
        file.flush()
        os.fsync(handle)
    failpoint(f"appended {path.suffix}")


def move(aside: Path, path: Path) -> None:
    """Rename *aside*, a file, folder or link of the same folder, to *path*; the disk knows."""
    failpoint(f"rename {path.suffix}")
    aside.replace(path)
    failpoint(f"renamed {path.suffix}")
    sync(path.parent)


def sync(path: Path) -> None:
    """Return when the content of a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def failpoint(name: str) -> None:
    """Do nothing; or what the environment says shall go wrong here, where a test says so.

    `kill:3` is SIGKILL at the third failpoint that a process passes, `ENOSPC:3` a full disk there,
    `EIO:3` a broken one; `kill:rename .parquet:3` counts the failpoints of that name only.
    """
    wanted = said_by_a_person(FAILPOINT)
    if wanted is None:
        return
    what, *only, number = wanted.split(":")
    if (only and only != [name]) or next(_passed) != int(number):
        return
    if what == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    raise OSError(getattr(errno, what), os.strerror(getattr(errno, what)))
