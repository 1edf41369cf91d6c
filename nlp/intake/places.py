"""Where the columns of a study stand in an export."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from nlp.contracts.errors import SourceDataError, listed
from nlp.contracts.raw import RawExport
from nlp.contracts.study import ColumnRef, Study, column_in
from nlp.intake.columns import find_block, find_column, plain

LONGEST_NAME = 40
"""Characters of a header cell that is shown as a column's name; a longer one may be an answer."""

_MOST_NAMELESS = 3

_Found = TypeVar("_Found")


@dataclass(frozen=True)
class Places:
    """The columns of the study in one export; None or empty where the wave has none."""

    respondent: int | None
    weight: int | None
    wave: int | None
    submitted: int | None
    exclude: Mapping[str, int]
    """By the name of the exclusion; those that the wave has no column for are left out."""

    open_questions: Mapping[str, int | None]
    closed_questions: Mapping[str, tuple[int, ...]]


def locate(raw: RawExport, study: Study, wave: str) -> Places:
    """Return where the study's columns stand, or raise SourceDataError naming all that do not."""
    search = _Search(raw, wave)
    who = study.respondent
    if who.column is not None and column_in(who.column, wave) is None:
        search.problems.append(f"respondent.column: names no column for wave {wave}; add it")
    excluded = {
        rule: search.one(f"exclude.{rule}", exclusion.column)
        for rule, exclusion in study.exclude.items()
    }
    places = Places(
        respondent=search.one("respondent", who.column),
        weight=search.one("weight", study.weight.column if study.weight else None),
        wave=search.one("wave_column", study.wave_column),
        submitted=search.one(
            "respondent.submitted", who.submitted.column if who.submitted else None
        ),
        exclude={rule: column for rule, column in excluded.items() if column is not None},
        open_questions={
            key: search.one(f"open_questions.{key}", question.column)
            for key, question in study.open_questions.items()
        },
        closed_questions={
            key: search.block(f"closed_questions.{key}", question.column)
            for key, question in study.closed_questions.items()
        },
    )
    search.complain()
    return places


def column_name(raw: RawExport, column: int) -> str:
    """Return what stands lowest over *column* in the header, or its position if that is long."""
    own = [name for row in raw.header if (name := plain(row[column]))]
    return own[-1] if own and len(own[-1]) <= LONGEST_NAME else f"#{column + 1}"


class _Search:
    """Looks for columns, and keeps what it did not find until all have been looked for."""

    def __init__(self, raw: RawExport, wave: str) -> None:
        self.problems: list[str] = []
        self._missing: list[str] = []
        self._raw, self._wave = raw, wave

    def one(self, place: str, ref: ColumnRef | None) -> int | None:
        """Return the column that *ref* names in the wave, if it names one that is there."""
        return self._find(find_column, place, ref)

    def block(self, place: str, ref: ColumnRef) -> tuple[int, ...]:
        """Return the columns that *ref* names in the wave, as far as they are there."""
        return self._find(find_block, place, ref) or ()

    def complain(self) -> None:
        """Raise SourceDataError if anything was not found, telling all of it at once."""
        if not self.problems:
            return
        headline = f"{self._raw.source} does not fit the study file"
        nameless: list[str] = []
        if self._missing:
            headline += f"; missing columns {', '.join(dict.fromkeys(self._missing))}"
            nameless = [
                f"column {column + 1} has no name; the study may call it #{column + 1}"
                for column, cells in enumerate(zip(*self._raw.header, strict=True))
                if not any(plain(cell) for cell in cells)
            ]
        raise SourceDataError(listed(f"{headline}:", [*self.problems, *nameless[:_MOST_NAMELESS]]))

    def _find(
        self, find: Callable[[RawExport, str], _Found], place: str, ref: ColumnRef | None
    ) -> _Found | None:
        name = None if ref is None else column_in(ref, self._wave)
        if name is None:
            return None
        try:
            return find(self._raw, name)
        except SourceDataError as error:
            place = place if place == "wave_column" else f"{place}.column"
            problem = str(error).removeprefix(f"{self._raw.source}: ")
        self.problems.append(f"{place}: {problem}")
        if not any(plain(name) == plain(cell) for row in self._raw.header for cell in row):
            self._missing.append(plain(name)[:LONGEST_NAME])
        return None
