"""Files that survive a crash: written aside, brought to the disk, then put in place in one step.

Whatever must still be there after a power cut is written here, and here alone. Between the steps
lie failpoints, at which a test kills the process, fills the disk or breaks the wire.
"""

import errno
import fcntl
import os
import re
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from flows.surroundings import FAILPOINT, said_by_a_person
from nlp.contracts.errors import WorkspaceError

_REMEDY = {
    errno.ENOSPC: "free space",
    errno.EDQUOT: "free space",
    errno.EFBIG: "raise the limit on the size of files",
    errno.EIO: "look after the disk",
    errno.EROFS: "mount it for writing",
    errno.ENOTDIR: "remove the file that stands where a folder must be",
    errno.EEXIST: "remove the file that stands where a folder must be",
}
_FULL = (errno.ENOSPC, errno.EDQUOT)
_SIGNALS = {"kill": signal.SIGKILL, "stop": signal.SIGSTOP, "term": signal.SIGTERM}
_ASIDE = re.compile(r"\..+\.(\d+)\.\d+")

_passed = count(1)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write *content* to *path*, whole or not at all, for its owner only.

    Raises WorkspaceError, as `whole` and `move` do, if the disk does not take it.
    """
    data = content.encode() if isinstance(content, str) else content
    with whole(path, len(data)) as aside:
        aside.write_bytes(data)


@contextmanager
def whole(path: Path, size: int | None = None) -> Iterator[Path]:
    """Yield where to write what *path* shall hold; it is put there in one step, or not at all.

    Args:
        path: Where the content shall stand.
        size: How many bytes it has, where that is known, to tell how much room is wanted.
    """
    aside = aside_of(path)
    try:
        with writing_to(path, size):
            failpoint(f"write {path.suffix}")
            aside.touch(0o600)  # before anything is in it: who dies half-way leaves it so
            yield aside
            failpoint(f"sync {path.suffix}")
            aside.chmod(0o600)
            sync(aside)
        move(aside, path)
    finally:
        with suppress(OSError):  # a broken disk has told already
            aside.unlink(missing_ok=True)


def add_line(path: Path, line: str) -> None:
    """Add *line* to *path*, for its owner only, and return when it is on the disk.

    A line that a crash cut short is ended first, so that it spoils no other. Raises WorkspaceError
    if the disk does not take it.
    """
    with writing_to(path):
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
    with writing_to(path):
        failpoint(f"rename {path.suffix}")
        aside.replace(path)
        failpoint(f"renamed {path.suffix}")
        sync(path.parent)


def aside_of(path: Path) -> Path:
    """Return under which name nobody else writes what *path* shall hold."""
    return path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")


def leftovers(*folders: Path) -> list[Path]:
    """Return what killed writers of this machine left below *folders*."""
    hidden = [path for folder in folders for path in sorted(folder.rglob(".*"))]
    named = [(path, _ASIDE.fullmatch(path.name)) for path in hidden]
    return [path for path, found in named if found and not _is_writing(int(found[1]))]


def _is_writing(process: int) -> bool:
    return process != os.getpid() and lives(process)


def clear_leftovers(*folders: Path) -> None:
    """Delete what killed writers of this machine left below *folders*."""
    for path in leftovers(*folders):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def lives(process: int) -> bool:
    """Return whether there is a process of that number."""
    try:
        os.kill(process, 0)
    except PermissionError:
        return True  # somebody else's
    except (ProcessLookupError, OverflowError):
        return False
    return True


def sync(path: Path) -> None:
    """Return when the content of a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def writing_to(path: Path, size: int | None = None) -> Iterator[None]:
    """Turn an error of the operating system, met while *path* is written, into WorkspaceError."""
    try:
        yield
    except OSError as error:
        number = error.errno or 0
        because = os.strerror(number) if number else type(error).__name__
        remedy = _REMEDY.get(number, "correct the permissions of the folder")
        raise WorkspaceError(
            f"{path} cannot be written ({because}{_room(path, size, number)}); nothing half "
            f"written is there. {remedy[0].upper()}{remedy[1:]}, and run again."
        ) from None


def _room(path: Path, size: int | None, number: int) -> str:
    """Return how much room is wanted, and how much there is."""
    wanted = "" if size is None else f"; {size:,} bytes to write"
    if number not in _FULL:
        return wanted
    try:
        return f"{wanted}; {shutil.disk_usage(path.parent).free:,} bytes free"
    except OSError:
        return wanted


def failpoint(name: str) -> None:
    """Do nothing; or what the environment says shall go wrong here, where a test says so.

    `kill:3` is SIGKILL at the third failpoint that a process passes (`stop` and `term` are signals
    too), `ENOSPC:3` a full disk there, `EIO:3` a broken one, and `ENOSPC:3+` one that stays full;
    `kill:rename .parquet:3` counts the failpoints of that name only.
    """
    wanted = said_by_a_person(FAILPOINT)
    if wanted is None:
        return
    what, *only, number = wanted.split(":")
    if only and only != [name]:
        return
    passed, first = next(_passed), int(number.rstrip("+"))
    if passed < first or (passed > first and not number.endswith("+")):
        return
    if what in _SIGNALS:
        os.kill(os.getpid(), _SIGNALS[what])
        return
    raise OSError(getattr(errno, what), os.strerror(getattr(errno, what)))
