"""What was taken from the inbox gets its run, and is followed until its wave is done."""

import logging
from typing import Literal

from flows.clock import Clock
from flows.files import known_wave
from flows.inbox_ledger import InboxLedger, Seen, Taken
from flows.locking import is_held
from flows.plan import make_plan
from flows.session import open_session
from flows.starting import Errand, Fate, Starter, after
from flows.workspace import Workspace
from nlp.contracts.errors import OpenEndsError

log = logging.getLogger(__name__)

MOST_RUNS = 5
"""How often a run is started for a delivery whose runs die, or find the study at work."""


class Following:
    """Starts runs for what a ledger holds, and closes its entries."""

    def __init__(
        self, workspace: Workspace, clock: Clock, starter: Starter, ledger: InboxLedger, seen: Seen
    ) -> None:
        self._workspace = workspace
        self._clock = clock
        self._starter = starter
        self._ledger = ledger
        self._seen = seen

    def follow_up(self) -> None:
        """Start what was taken and not started; see what became of what was."""
        for entry in self._ledger.taken:
            if not entry.is_open:
                continue
            try:
                self._attend_to(entry)
            except OpenEndsError as error:
                log.warning("%s %s: no run could be started", entry.study, entry.wave)
                self._seen.not_started.append({**entry.name, "why": str(error)})
            self._ledger.save()

    def _attend_to(self, entry: Taken) -> None:
        if entry.outcome == "taken":
            self._start(entry)
        fate = self._starter.fate(entry.runs[-1])
        if fate == "under way":
            return
        if fate == "ended":
            self._end(entry, "failed")
        elif self._is_superseded(entry) or self._is_done(entry, fate):
            self._end(entry, "done")
        elif len(entry.runs) >= MOST_RUNS:
            self._end(entry, "given up")
        elif not is_held(self._workspace.interim(entry.study)):
            entry.outcome = "taken"

    def _start(self, entry: Taken) -> None:
        """Start a run; one more for the same delivery has a key that whoever asks for it finds."""
        key = after(entry.key, entry.runs[-1]) if entry.runs else entry.key
        run = self._starter.start(Errand(entry.study, self._wave_of(entry), key))
        entry.runs.append(run)
        entry.outcome = "started"
        log.info("%s %s: run %s", entry.study, entry.wave, run)
        self._seen.started.append({**entry.name, "run": run})

    def _end(self, entry: Taken, outcome: Literal["done", "failed", "given up"]) -> None:
        entry.outcome = outcome
        level = logging.INFO if outcome == "done" else logging.WARNING
        log.log(level, "%s %s: %s, run %s", entry.study, entry.wave, outcome, entry.runs[-1])
        self._seen.ended.append({**entry.name, "outcome": outcome, "run": entry.runs[-1]})

    def _wave_of(self, entry: Taken) -> str:
        """Return the wave; empty if others lie in the same export, and have changed with it."""
        study = open_session(self._workspace, entry.study, self._clock).study
        source = study.waves[known_wave(study, entry.wave)].source
        sources = [wave.source for wave in study.waves.values()]
        return entry.wave if sources.count(source) == 1 else ""

    def _is_done(self, entry: Taken, fate: Fate) -> bool:
        """Say whether the wave is what its export says: a run that was sent away did nothing.

        One of which Prefect says that it died may have done it all before, report included. A wave
        that people have rolled back since was done, and is not to be done again.
        """
        session = open_session(self._workspace, entry.study, self._clock)
        plan = make_plan(self._workspace, session.study, session.models)
        as_wanted = ("current", "rolled back")
        is_done = known_wave(session.study, entry.wave) in plan.in_state(*as_wanted)
        return is_done and (fate == "done" or plan.report.state in as_wanted)

    def _is_superseded(self, entry: Taken) -> bool:
        later = self._ledger.taken[self._ledger.taken.index(entry) + 1 :]
        return any(other.name == entry.name for other in later)
