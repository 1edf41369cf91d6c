"""What a person at a terminal sees while a run goes on; nothing anywhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_bars: ContextVar["Progress | None"] = ContextVar("bars", default=None)
_moving: ContextVar["TaskID | None"] = ContextVar("moving", default=None)


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
def step(title: str) -> Iterator[None]:
    """Show that *title* is going on; its bar pulses until `advance` moves it."""
    bars = _bars.get()
    if bars is None:
        yield
        return
    bar = bars.add_task(title, total=None)
    token = _moving.set(bar)
    try:
        yield
    finally:
        _moving.reset(token)
    bars.update(bar, completed=1, total=1)


def advance(done: int, total: int) -> None:
    """Move the bar of the step that is going on, if anybody looks."""
    bars, bar = _bars.get(), _moving.get()
    if bars is not None and bar is not None:
        bars.update(bar, completed=done, total=total)


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
