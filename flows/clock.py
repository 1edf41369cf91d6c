"""The time, read in one place and handed to whoever needs it."""

import datetime as dt
from collections.abc import Callable

Clock = Callable[[], dt.datetime]


def now() -> dt.datetime:
    """Return the present moment in UTC, to the second."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)  # noqa: TID251  (this is the one place)
