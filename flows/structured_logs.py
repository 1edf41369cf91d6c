"""Logs as lines of JSON, for whoever collects them: names, counts and times, never a word.

Only what OpenEnds says itself is passed on. A library may quote a cell in its warnings, so of
these nothing is told but whose they are.
"""

import datetime as dt
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

log = logging.getLogger(__name__)

Form = Literal["words", "json"]

OURS = "flows"

LONGEST = 1_000
"""Characters of a text in a log; a message of ours is hardly longer."""

_about: ContextVar[dict[str, object] | None] = ContextVar("about", default=None)


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return *record* in a line; of a library's no more than whose it is."""
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC)
        line: dict[str, object] = {
            "at": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        if record.name.partition(".")[0] == OURS:
            line["event"] = record.getMessage()[:LONGEST]
            line |= (_about.get() or {}) | getattr(record, "facts", {})
        else:
            line["event"] = "a library warned"
        return json.dumps(line, ensure_ascii=False)


def begin(form: Form) -> None:
    """Log in lines of JSON to standard error from now on, if *form* says so."""
    if form != "json":
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.INFO)
    logging.captureWarnings(True)


def announce(words: str, *, failed: bool = False, **facts: object) -> None:
    """Say *words* on standard error: as they are, or as a line of the log where it is JSON."""
    if any(isinstance(one.formatter, JsonLines) for one in logging.getLogger().handlers):
        log.log(logging.ERROR if failed else logging.INFO, words, extra={"facts": facts})
    else:
        sys.stderr.write(f"{words}\n")
        sys.stderr.flush()


@contextmanager
def doing(**about: object) -> Iterator[None]:
    """Say in every line what is being done, such as the study, the wave and the step."""
    token = _about.set((_about.get() or {}) | about)
    try:
        yield
    finally:
        _about.reset(token)


def log_event(event: str, **facts: object) -> None:
    """Log what happened, with names and counts."""
    log.info(event, extra={"facts": facts})


def log_problem(event: str, **facts: object) -> None:
    """Log what somebody should look at."""
    log.warning(event, extra={"facts": facts})
