"""What a person at a terminal sees while a run goes on; nothing anywhere else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

Tick = Callable[[int, int], None]
"""Told how much is done, of how much."""

_bars: ContextVar["Progress | None"] = ContextVar("bars", default=None)


@contextmanager
def shown(wanted: bool) -> Iterator[None]:
    """Show a bar per step on standard error for as long as this lasts, if *wanted*."""
    if not wanted:
        yield
        return
    with _rich_bars() as bars:
        token = _bars.set(bars)
        try:
            yield
        finally:
            _bars.reset(token)


@contextmanager
def step(title: str) -> Iterator[Tick]:
    """Show that *title* is going on; the tick moves its bar, which pulses until then."""
    bars = _bars.get()
    if bars is None:
        yield lambda done, total: None
        return
    bar = bars.add_task(title, total=None)
    yield lambda done, total: bars.update(bar, completed=done, total=total)
    bars.update(bar, completed=1, total=1)


def _rich_bars() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    return Progress(
        SpinnerColumn(finished_text="[green]✓[/green]"),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )
