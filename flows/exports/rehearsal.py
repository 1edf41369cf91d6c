"""Readers that a damaged file may crash, tried out in a process of their own.

Old workbooks and statistics files are read by programs in C and Rust. A flipped bit can make them
reach for memory that is not theirs, or for all there is; the process that does so ends without a
word. So another one goes first. It is run as a script and imports nothing of ours.
"""

import contextlib
import subprocess
import sys
from pathlib import Path
from typing import Literal

Reader = Literal["calamine", "read_sav", "read_por", "read_dta"]

_MOST_MEMORY = 3 * 2**30
_MOST_SECONDS = 120


def survives(path: Path, reader: Reader) -> bool:
    """Return whether *reader* reads the file, or says why not; False if it crashes."""
    command = [sys.executable, "-P", __file__, reader, str(path.resolve())]
    try:
        done = subprocess.run(  # noqa: S603  (our own script; the path is no command)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def _rehearse(reader: str, path: str) -> None:
    """Read the file and forget it; errors that the reader reports are none here."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # not on every system
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    with contextlib.suppress(Exception):
        if reader == "calamine":
            import python_calamine

            with Path(path).open("rb") as file:
                python_calamine.CalamineWorkbook.from_filelike(file)
        else:
            import pyreadstat

            getattr(pyreadstat, reader)(path, metadataonly=True)


if __name__ == "__main__":
    _rehearse(*sys.argv[1:])
