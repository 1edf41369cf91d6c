"""Figures as a reader sees them, and the tables of bars they stand in."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from nlp.report.charts import Bar, axis_svg, bars_svg, scale_end
from nlp.report.topline import UNASKED

NONE = "\u2013"
"""Stands where there is no figure."""

SHOWN = 12
"""Bars of one chart that are seen at once; the others unfold, and so does what nobody raised."""


class Figure(NamedTuple):
    """One share of one wave."""

    wave: str
    share: float
    low: float
    high: float
    n_raised: int
    n_base: int
    note: str

    @property
    def is_unasked(self) -> bool:
        """Return whether nobody was asked in this wave, so that there can be no share."""
        return self.note == UNASKED


@dataclass(frozen=True)
class FigureRow:
    """One finding with a figure per wave (None where it was not coded) and their bars."""

    finding_id: str
    label: str
    kind: str
    figures: tuple[Figure | None, ...]
    bars: Markup

    @property
    def latest(self) -> Figure | None:
        """Return the figure of the last wave shown."""
        return self.figures[-1]

    @property
    def is_raised(self) -> bool:
        """Return whether anybody raised it in any wave shown."""
        return any(figure is not None and figure.n_raised > 0 for figure in self.figures)


@dataclass(frozen=True)
class FigureTable:
    """Findings as bars over one scale: those seen at once, and those that unfold."""

    rows: tuple[FigureRow, ...]
    folded: tuple[FigureRow, ...]
    axis: Markup

    @property
    def all_rows(self) -> tuple[FigureRow, ...]:
        """Return the rows in order, folded or not."""
        return self.rows + self.folded


def percent(share: float) -> str:
    """Return a share as people read it.

    >>> percent(0.344), percent(0.004), percent(0.0), percent(float("nan"))
    ('34%', '<1%', '0%', '\u2013')
    """
    if math.isnan(share):
        return NONE
    return "<1%" if 0 < share < 0.005 else f"{share:.0%}"


def interval(low: float, high: float) -> str:
    """Return the ends of an interval as people read them.

    >>> interval(0.291, 0.402)
    '29\u201340%'
    """
    return NONE if math.isnan(low) else f"{100 * low:.0f}\u2013{high:.0%}"


def count(number: float) -> str:
    """Return a count, or a sum of weights, as people read it.

    >>> count(12345), count(98.6)
    ('12,345', '99')
    """
    return f"{number:,.0f}"


def figure_table(table: pd.DataFrame, waves: Sequence[str], *, largest_first: bool) -> FigureTable:
    """Return the rows of a topline as bars over one scale.

    Args:
        table: Rows of the topline, all of one question.
        waves: The waves shown, one bar each.
        largest_first: Sort by the share in the last wave and fold the tail; else keep the order of
            the table and fold nothing.
    """
    figures = _figures_by_finding(table, waves)
    stubs = table.drop_duplicates("finding_id")[["finding_id", "finding", "kind"]]
    listed = list(stubs.itertuples(index=False, name=None))
    if largest_first:
        listed.sort(key=lambda stub: _largest_first(figures[stub[0]]))
    end = scale_end(table["high"].tolist())
    rows = [
        FigureRow(finding_id, label, kind, found, _bars(label, kind, found, end))
        for finding_id, label, kind in listed
        for found in [figures[finding_id]]
    ]
    shown = [row for row in rows if row.is_raised][:SHOWN] if largest_first else rows
    folded = [row for row in rows if row not in shown]
    return FigureTable(tuple(shown), tuple(folded), axis_svg(end))


def _figures_by_finding(
    table: pd.DataFrame, waves: Sequence[str]
) -> dict[str, tuple[Figure | None, ...]]:
    columns = table[["finding_id", *Figure._fields]].itertuples(index=False, name=None)
    found = {(row[0], row[1]): Figure(*row[1:]) for row in columns}
    return {
        finding_id: tuple(found.get((finding_id, wave)) for wave in waves)
        for finding_id in table["finding_id"].unique()
    }


def _largest_first(figures: Iterable[Figure | None]) -> list[float]:
    """Sort by the last wave first; what was not coded or has no base counts as nothing."""
    known = [0.0 if one is None or math.isnan(one.share) else one.share for one in figures]
    return [-share for share in reversed(known)]


def _bars(label: str, kind: str, figures: Sequence[Figure | None], end: float) -> Markup:
    bars = [
        _bar(label, kind, figure, age=len(figures) - 1 - place)
        for place, figure in enumerate(figures)
    ]
    return bars_svg(bars, end)


def _bar(label: str, kind: str, figure: Figure | None, *, age: int) -> Bar:
    """Return the bar of one wave; *age* counts waves back from the last."""
    if figure is None:
        return Bar(math.nan, math.nan, math.nan, f"{label}: not coded", "")
    if not figure.n_base:
        says = f"{figure.wave}: {label}: {figure.note}"
        return Bar(math.nan, math.nan, math.nan, says, "")
    says = f"{figure.wave}: {label} {percent(figure.share)}"
    ends = f"interval {interval(figure.low, figure.high)}"
    kinds = f"bar {kind} age-{min(age, 3)}"
    return Bar(figure.share, figure.low, figure.high, f"{says}, {ends}", kinds)
