"""The waves that an export holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.contracts.raw import RawExport
from nlp.intake.proposing.proposal import Guess
from nlp.intake.proposing.references import ref_to_column
from nlp.intake.proposing.sightings import Sighting
from nlp.intake.proposing.wording import free_key

_YEAR = re.compile(r"(?:19|20)\d\d(?:[-_](?:0[1-9]|1[0-2]|q[1-4]|[1-9]))?(?!\d)")


@dataclass(frozen=True)
class Start:
    """What is known before the export is read: names, and where the file stands."""

    study_id: str
    title: str
    source: str
    wave: str | None = None


def name_from(text: str) -> str:
    """Return *text* as the name of a study or wave.

    >>> name_from("AI Survey (final)")
    'ai_survey_final'
    """
    return re.sub(r"[^a-z0-9-]+", "_", text.casefold()).strip("_-")[:60] or "survey"


def waves_of(export: RawExport, columns: Sequence[Sighting], start: Start) -> Guess:
    """Return the waves: those of a wave column, the one that was named, or the file's year."""
    if len(columns) == 1 and columns[0].values:
        return _from_column(export, columns[0], start)
    if start.wave:
        return Guess({"waves": {start.wave: {"source": start.source}}})
    year = _YEAR.search(start.source.rsplit("/", 1)[-1].casefold())
    wave = name_from(year.group()) if year else "w1"
    because = "the file's name says so" if year else "the export does not name its wave"
    return Guess(
        {"waves": {wave: {"source": start.source}}}, (because,), "" if year else "name it"
    )


def _from_column(export: RawExport, column: Sighting, start: Start) -> Guess:
    values = sorted(column.values)
    named: dict[str, str] = {}
    for value in values:
        alone = start.wave if len(values) == 1 else None
        named[free_key(alone or name_from(value), named)] = value
    waves = {
        name: {"source": start.source, **({"value": value} if value != name else {})}
        for name, value in named.items()
    }
    because = "the waves that its wave column names, in the order of their names"
    return Guess({"waves": waves, "wave_column": ref_to_column(export, column)}, (because,))
