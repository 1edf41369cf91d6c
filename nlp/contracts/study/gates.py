"""Health gates: which figures of a wave are looked at before it is published."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from nlp.contracts.settings import Section

GateName = Literal["junk", "uncovered", "other_language", "base", "drift"]
"""The figures that have a limit; one more, `ledger`, has none: every row must be accounted for."""


class Gates(Section):
    """Figures that tell whether a wave is sound, by question, each with a limit.

    What is beyond its limit is told in the report, and holds back the publication if `hold` names
    it. Rows that are not accounted for always do.
    """

    most_junk: float = Field(default=0.3, ge=0, le=1)
    """Largest share of answers that are too short, too long, gibberish or a campaign; those that
    `screening.keep` counts in are none, nor are refusals."""

    most_uncovered: float = Field(default=0.6, ge=0, le=1)
    """Largest share of codable responses that no theme covers, where any theme is live."""

    most_other_language: float = Field(default=0.2, ge=0, le=1)
    """Largest share of answers in a language that the study does not code."""

    least_base: int | None = Field(default=None, ge=1)
    """Fewest respondents in the base of the shares; left out, `reporting.smallest_base`. Shares of
    fewer are told, and are beyond no limit."""

    most_drift: float = Field(default=0.1, ge=0, le=1)
    """Largest fall of the mean likeness of units to their themes since the wave before; it is
    reckoned where both waves are shown, which is in the report over all waves."""

    hold: tuple[GateName, ...] = ()
    """The figures that hold back a publication; what was published before stays."""

    let_pass: Mapping[str, tuple[GateName, ...]] = Field(default_factory=dict)
    """What people looked at and let pass all the same: wave → figures, such as
    `"2026-01": [junk]`."""

    def of(self, wave: str) -> "Gates":
        """Return the gates of *wave* alone: what is let pass in another one does not move it."""
        own = {wave: self.let_pass[wave]} if wave in self.let_pass else {}
        return self.model_copy(update={"let_pass": own})
