"""Small drawings as inline SVG: bars that stretch with the page, with their figures as text.

Everything lies on a scale of percent, so no drawing needs a size, a script or a font. Colours and
line widths come from the page's style sheet by class.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

BAR_HEIGHT = 14
BAR_GAP = 3
TICKS = 4
"""Steps between zero and the end of the scale."""


class Bar(NamedTuple):
    """A share with its interval; `says` is what a screen reader hears."""

    share: float
    low: float
    high: float
    says: str
    kind: str


class Part(NamedTuple):
    """A part of a whole; `kind` picks its colour."""

    share: float
    says: str
    kind: str


def scale_end(highs: Sequence[float]) -> float:
    """Return where a scale must end to hold *highs*: a round share whose quarters are round too.

    >>> scale_end([0.31, 0.18]), scale_end([0.02]), scale_end([])
    (0.4, 0.04, 0.04)
    """
    highest = max([high for high in highs if not math.isnan(high)], default=0.0)
    return next(end for end in (0.04, 0.08, 0.2, 0.4, 0.6, 0.8, 1.0) if highest <= end)


def bars_svg(bars: Sequence[Bar], end: float) -> Markup:
    """Return horizontal bars below each other, each with a whisker from low to high."""
    height = len(bars) * (BAR_HEIGHT + BAR_GAP) + BAR_GAP
    drawn = [_grid(height)]
    for number, bar in enumerate(bars):
        if not math.isnan(bar.share):
            drawn.append(_bar(bar, BAR_GAP + number * (BAR_HEIGHT + BAR_GAP), end))
    says = ". ".join(bar.says for bar in bars)
    return _svg("bars", height, says, Markup("").join(drawn))


def axis_svg(end: float) -> Markup:
    """Return the numbers under the bars of a scale that ends at *end*."""
    label = Markup('<text x="{x}%" y="11" text-anchor="{anchor}">{says}</text>')
    numbers = [
        label.format(
            x=_number(100 * step / TICKS), anchor=_anchor(step), says=f"{end * step / TICKS:.0%}"
        )
        for step in range(TICKS + 1)
    ]
    return _svg("axis", BAR_HEIGHT, f"Scale from 0% to {end:.0%}", Markup("").join(numbers))


def parts_svg(parts: Sequence[Part]) -> Markup:
    """Return one bar cut into *parts*, whose shares add up to one."""
    drawn, start = [], 0.0
    shape = Markup(
        '<rect class="{kind}" x="{x}%" y="0" width="{width}%" height="{height}">'
        "<title>{says}</title></rect>"
    )
    for part in parts:
        x, width = _number(100 * start), _number(100 * part.share)
        drawn.append(
            shape.format(kind=part.kind, x=x, width=width, height=BAR_HEIGHT, says=part.says)
        )
        start += part.share
    says = ", ".join(part.says for part in parts)
    return _svg("parts", BAR_HEIGHT, says, Markup("").join(drawn))


def _svg(kind: str, height: int, says: str, drawn: Markup) -> Markup:
    whole = Markup(
        '<svg class="{kind}" role="img" width="100%" height="{height}" aria-label="{says}">'
        "<title>{says}</title>{drawn}</svg>"
    )
    return whole.format(kind=kind, height=height, says=says, drawn=drawn)


def _grid(height: int) -> Markup:
    line = Markup('<line class="grid" x1="{x}%" x2="{x}%" y1="0" y2="{height}"/>')
    places = [_number(100 * step / TICKS) for step in range(TICKS + 1)]
    return Markup("").join(line.format(x=x, height=height) for x in places)


def _bar(bar: Bar, top: int, end: float) -> Markup:
    share, low, high = (_number(100 * value / end) for value in (bar.share, bar.low, bar.high))
    middle = top + BAR_HEIGHT / 2
    drawn = Markup(
        '<rect class="{kind}" x="0" y="{top}" width="{share}%" height="{tall}" rx="2"/>'
        '<line class="whisker" x1="{low}%" x2="{high}%" y1="{middle}" y2="{middle}"/>'
        '<line class="whisker" x1="{low}%" x2="{low}%" y1="{upper}" y2="{lower}"/>'
        '<line class="whisker" x1="{high}%" x2="{high}%" y1="{upper}" y2="{lower}"/>'
    )
    return drawn.format(
        kind=bar.kind,
        top=top,
        tall=BAR_HEIGHT,
        share=share,
        low=low,
        high=high,
        middle=middle,
        upper=middle - 3,
        lower=middle + 3,
    )


def _number(value: float) -> str:
    """Return *value* with as many digits as an eye can see, the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _anchor(step: int) -> str:
    return {0: "start", TICKS: "end"}.get(step, "middle")
