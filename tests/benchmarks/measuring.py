"""What a command takes, as a process of its own."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass

import psutil

EVERY = 0.5
"""Seconds between two looks at the memory of a process and of those it has started."""


@dataclass(frozen=True)
class Measured:
    """What one process took, with those it started: seconds, processor seconds, megabytes."""

    wall: float
    cpu: float
    peak: float
    """Of the largest of them, resident."""

    together: float
    """Of all processes at one time, what they share counted once (as far as was looked)."""


def measure(command: list[str], together: bool = False) -> Measured:
    """Run *command* in a process of its own and return what it took.

    To look at the memory of all processes *together* takes some time of its own, and is left out
    unless wanted.
    """
    with tempfile.TemporaryFile() as errors:
        begun = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        watch = _Watch(process.pid)
        if together:
            watch.start()
        _, state, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(state)
        if process.returncode:
            errors.seek(0)
            sys.exit(f"{command[1]} ended with {process.returncode}: {errors.read().decode()}")
    if together:
        watch.join()
    return Measured(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, watch.most)


class _Watch(threading.Thread):
    """Looks at the memory of a process and its children for as long as it lives."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.most = 0.0
        self._pid = pid

    def run(self) -> None:
        """Keep the most that was seen in `most`, in megabytes."""
        try:
            process = psutil.Process(self._pid)
            while process.is_running():
                all_of = [process, *process.children(recursive=True)]
                self.most = max(self.most, sum(map(_own_share, all_of)))
                time.sleep(EVERY)
        except psutil.NoSuchProcess:
            return


def _own_share(process: psutil.Process) -> float:
    """Return the megabytes of *process*, its share of what several have in common."""
    try:
        return float(process.memory_full_info().pss) / 2**20
    except (psutil.NoSuchProcess, psutil.AccessDenied):  # ended meanwhile, or not yet buried
        return 0.0


def print_table(peer: str, pairs: list[tuple[Measured, Measured]]) -> None:
    """Print the medians of the peer and of OpenEnds, and their ratio."""
    middle = len(pairs) // 2
    print(f"{'':>14} {peer:>16} {'openends':>9} {'ratio':>6}")
    for title, unit in (("wall", "s"), ("cpu", "s"), ("peak", "MB")):
        theirs, own = (sorted(getattr(pair[i], title) for pair in pairs)[middle] for i in (0, 1))
        print(f"{title + ' ' + unit:>14} {theirs:16.1f} {own:9.1f} {own / theirs:6.2f}")
