"""What a command takes, as a process of its own."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """What one process took: wall seconds, processor seconds, peak megabytes."""

    wall: float
    cpu: float
    peak: float


def measure(command: list[str]) -> Measured:
    """Run *command* in a process of its own and return what it took."""
    with tempfile.TemporaryFile() as errors:
        begun = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        _, state, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(state)
        if process.returncode:
            errors.seek(0)
            sys.exit(f"{command[1]} ended with {process.returncode}: {errors.read().decode()}")
    return Measured(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def print_table(peer: str, pairs: list[tuple[Measured, Measured]]) -> None:
    """Print the medians of the peer and of OpenEnds, and their ratio."""
    middle = len(pairs) // 2
    print(f"{'':>14} {peer:>16} {'openends':>9} {'ratio':>6}")
    for title, unit in (("wall", "s"), ("cpu", "s"), ("peak", "MB")):
        theirs, own = (sorted(getattr(pair[i], title) for pair in pairs)[middle] for i in (0, 1))
        print(f"{title + ' ' + unit:>14} {theirs:16.1f} {own:9.1f} {own / theirs:6.2f}")
