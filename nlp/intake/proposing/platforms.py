"""Which survey platform an export comes from: for its comments, not for its reading."""

from collections.abc import Iterable, Mapping, Sequence

from nlp.contracts.raw import RawExport
from nlp.intake.proposing.sightings import Sighting, is_import_id, words_of

PLAIN = "a plain table"

_COLUMNS: Mapping[str, Sequence[frozenset[str]]] = {
    "Qualtrics": (
        frozenset({"response id", "recorded date"}),
        frozenset({"response id", "response set"}),
    ),
    "SurveyMonkey": (
        frozenset({"respondent id", "collector id"}),
        frozenset({"respondent id", "collector"}),
        frozenset({"respondent id", "start date", "end date"}),
    ),
    "LimeSurvey": (
        frozenset({"submitdate", "lastpage"}),
        frozenset({"submitdate", "startlanguage"}),
        frozenset({"response id", "date submitted"}),
    ),
    "Microsoft Forms": (frozenset({"start time", "completion time"}),),
    "EUSurvey": (frozenset({"contribution id", "creation date"}),),
}
"""Names of columns that platforms add by themselves."""

_HEADINGS = frozenset({"response", "open ended response"})
_STATISTICS = (".sav", ".zsav", ".dta", ".por")
_SENTIMENT = "oe sentiment"


def platform_of(export: RawExport, columns: Sequence[Sighting]) -> str:
    """Return the platform that the header of an export speaks of, or `PLAIN`."""
    if any(is_import_id(cell) for row in export.header for cell in row):
        return "Qualtrics"
    names = {words_of(name) for column in columns for name in column.own}
    for platform, known in _COLUMNS.items():
        if any(marks <= names for marks in known):
            return platform
    if export.source.lower().endswith(_STATISTICS):
        return "a statistics file"
    if columns and "timestamp" in map(words_of, columns[0].own):
        return "Google Forms"
    return _by_headings(export, names)


def _by_headings(export: RawExport, names: Iterable[str]) -> str:
    lowest = {words_of(cell) for cell in export.header[-1]}
    if len(export.header) > 1 and _HEADINGS & lowest:
        return "SurveyMonkey"
    if any(name.endswith(_SENTIMENT) for name in names):
        return "a chat survey"
    return PLAIN
