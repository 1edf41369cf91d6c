"""The small study's inbox: files dropped into it, a clock to be turned, runs that only pretend."""

import datetime as dt

from flows.watching import Watch
from flows.workspace import open_workspace
from tests.fakes import fixed_clock
from tests.shell.small_workspace import rows_of, write_export

OPERATION = "inbox: {folder: data/inbox, settled_seconds: 60, every_seconds: 1}\n"


class Turned:
    """A clock that stands still until somebody turns it."""

    def __init__(self):
        self.seconds = 0

    def __call__(self):
        return fixed_clock() + dt.timedelta(seconds=self.seconds)


class Pretended:
    """Starts nothing, and tells of each run what it is told to tell; one run for each key."""

    def __init__(self, fate="under way"):
        self.told = fate
        self.errands = []

    def start(self, errand):
        """Return the run of the errand's key."""
        if isinstance(self.told, Exception):
            raise self.told
        self.errands.append(errand)
        return f"run-{len({errand.key for errand in self.errands})}"

    def fate(self, run):
        """Return what the test says."""
        return self.told


def dropped(root, name="small/w1.csv", rows=None):
    """Drop an export into the inbox, and return its path."""
    path = root / "data" / "inbox" / name
    write_export(path, rows_of("w1") if rows is None else rows)
    return path


def corrected():
    """The rows of the first wave, with one answer put otherwise."""
    first, *others = rows_of("w1")
    return [(*first[:3], "It saves us time, now that it works.", first[4]), *others]


class Watched:
    """A watch over the small study at *root*, whose hours pass as the test wants."""

    def __init__(self, root, starter):
        (root / "configs" / "operation.yaml").write_text(OPERATION, "utf-8")
        self.root = root
        self.clock = Turned()
        self.starter = starter

    def look(self, after=0):
        """Look as a new process would, *after* seconds."""
        self.clock.seconds += after
        return Watch(open_workspace(self.root), self.clock, self.starter).look()

    def settle(self):
        """Look twice, a minute apart, and return what the second look came to."""
        self.look()
        return self.look(after=60)
