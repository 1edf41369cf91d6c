"""How a wave that was delivered gets its run: asked of Prefect, or done here and now."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from flows.workspace import Workspace
from nlp.contracts.errors import WorkspaceError

_AFTER = ":after:"

Fate = Literal["under way", "done", "died", "ended"]
"""What became of a run: `died` may go better another time, `ended` is somebody's move."""


@dataclass(frozen=True)
class Errand:
    """What a run is asked to do: names only."""

    study_id: str
    wave: str
    """Empty: whatever is new or changed."""

    key: str = ""
    """Two errands of one key are one run; empty: a run of its own."""

    stages: Literal["all", "code", "report"] = "all"
    redo: bool = False


def after(key: str, run: str) -> str:
    """Return the key of the run that follows *run* of that *key*: the same for whoever asks.

    >>> after(after("small:w1:0f", "1"), "2")
    'small:w1:0f:after:2'
    """
    return f"{key.split(_AFTER)[0]}{_AFTER}{run}"


class Starter(Protocol):
    """Starts runs, and knows what became of them."""

    def start(self, errand: Errand) -> str:
        """Return the name of the run that does *errand*; raise OpenEndsError if there is none."""

    def fate(self, run: str) -> Fate:
        """Return what became of *run*."""


class Directly:
    """Runs the study here, in a process of its own, and waits for its end."""

    def __init__(
        self, workspace: Workspace, call: Callable[[list[str]], int] | None = None
    ) -> None:
        self._root = workspace.root
        self._call = call or _call

    def start(self, errand: Errand) -> str:
        """Run the study to its end; the run is named by its exit code, which is all there is."""
        wave = ["--wave", errand.wave] if errand.wave else []
        words = ["run", errand.study_id, *wave, "--no-prefect", "--json"]
        return f"exit {self._call([*words, '--root', str(self._root)])}"

    def fate(self, run: str) -> Fate:
        """Return what the exit code says; a lock or a full disk may be gone another time."""
        code = int(run.removeprefix("exit "))
        if code == 0:
            return "done"
        return "died" if code < 0 or code == WorkspaceError.exit_code else "ended"


def _call(words: list[str]) -> int:
    """Return the exit code of `openends` called with *words*; it does not outlive us."""
    start = "from flows.cli import main; main()"
    # the words are names that were checked against the study file, and no shell reads them
    child = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", start, *words], stdout=subprocess.DEVNULL
    )
    try:
        return child.wait()
    finally:
        child.terminate()
        child.wait()
