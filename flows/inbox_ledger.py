"""What the watch remembers from one look at the inbox to the next."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from flows.durable import write_whole
from nlp.contracts.errors import WorkspaceError

KEPT = 500
"""Files that were taken and dealt with, and are still listed."""

Outcome = Literal["taken", "started", "done", "failed", "given up"]


@dataclass
class Sight:
    """A file that lies in the inbox."""

    mark: str
    """What it looked like: size, time and place on the disk."""

    since: str
    """When it was first seen like that."""

    why: str = ""
    """Why it waits, where it was tried."""

    tried: str = ""
    """What it was tried with; with the same, it would fail the same way again."""


@dataclass
class Taken:
    """An export that was put in its place, and the runs that were started for it."""

    study: str
    wave: str
    sha256: str
    at: str
    key: str
    runs: list[str] = field(default_factory=list)
    outcome: Outcome = "taken"

    @property
    def name(self) -> dict[str, str]:
        """Return which wave of which study it is."""
        return {"study": self.study, "wave": self.wave}

    @property
    def is_open(self) -> bool:
        """Return whether there is something left to do, or to wait for."""
        return self.outcome in ("taken", "started")


@dataclass
class Seen:
    """What a look at the inbox came to: names, ids and our own words."""

    taken: list[dict[str, str]] = field(default_factory=list)
    started: list[dict[str, str]] = field(default_factory=list)
    ended: list[dict[str, str]] = field(default_factory=list)
    waiting: list[dict[str, str]] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    not_started: list[dict[str, str]] = field(default_factory=list)

    def wait(self, name: str, why: str) -> None:
        """Note that the file *name* stays where it is; its name may hold anything."""
        self.waiting.append({"file": name if name.isprintable() else ascii(name), "why": why})


class InboxLedger:
    """The files that lie there, and those that were taken; kept in one file."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "ledger.json"
        self.sights: dict[str, Sight] = {}
        self.taken: list[Taken] = []
        self._read()

    def has_settled(self, name: str, mark: str, now: datetime, seconds: int) -> bool:
        """Note what *name* looks like; say whether it has looked so for *seconds*, twice seen.

        The time is that of our own clock: that of a file may be the one it had elsewhere.
        """
        seen = self.sights.get(name)
        since = datetime.fromisoformat(seen.since) if seen else now
        if seen is None or seen.mark != mark or now < since:
            self.sights[name] = Sight(mark, now.isoformat())
            return False
        return now - since >= timedelta(seconds=seconds)

    def forget_all_but(self, names: set[str]) -> None:
        """Forget the files that lie there no more."""
        self.sights = {name: sight for name, sight in self.sights.items() if name in names}

    def add(self, taken: Taken) -> None:
        """Note that a file was taken; one that is taken again as it was is the same entry."""
        if not any(entry.key == taken.key and entry.is_open for entry in self.taken):
            self.taken.append(taken)
        self.save()

    def save(self) -> None:
        """Write it down, before anything is done that rests on it."""
        closed = [entry for entry in self.taken if not entry.is_open][:-KEPT]
        self.taken = [entry for entry in self.taken if entry not in closed]
        content = {
            "sights": {name: asdict(sight) for name, sight in self.sights.items()},
            "taken": [asdict(entry) for entry in self.taken],
        }
        write_whole(self._path, json.dumps(content, indent=1, ensure_ascii=True))

    def _read(self) -> None:
        try:
            content = json.loads(self._path.read_text("utf-8"))
            self.sights = {name: Sight(**sight) for name, sight in content["sights"].items()}
            self.taken = [Taken(**entry) for entry in content["taken"]]
        except FileNotFoundError:
            return
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            raise WorkspaceError(
                f"{self._path} cannot be read; move it away: the inbox is then looked at anew, "
                "and the nightly run does what was taken and not started"
            ) from None
