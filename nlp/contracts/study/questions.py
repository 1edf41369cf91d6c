"""What was asked, of whom, and where it stands in an export."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from nlp.contracts.settings import Section

Delimiter = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=1)]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _is_a_day(text: str) -> str:
    try:
        known = _DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        known = False
    if not known:
        raise ValueError("expected a day such as 2025-01-31")
    return text


Day = Annotated[str, AfterValidator(_is_a_day)]
"""A day of the calendar: year, month and day, as ISO 8601 writes them."""


def _from_to(days: tuple[str, ...]) -> tuple[str, ...]:
    if days and (len(days) != 2 or days[0] > days[1]):
        raise ValueError("expected the first and the last day, in this order")
    return days


DayOrder = Literal["year first", "day first", "month first"]

Category = Literal["benefit", "risk", "regulation"]

ColumnRef = str | Mapping[str, str]
"""A column of the export, or one per wave where it moved; a wave left out did not ask."""

Wording = str | Mapping[str, str]
"""A question as it was asked, or as it was asked in each wave."""

UNRECOGNISED = "unrecognised"
"""The option of an answer that the study file does not list."""

NONE_CHOSEN = "none chosen"
"""The option of a respondent who was shown a block of options and chose none of them."""


class LongLayout(Section):
    """An export with one row per answer, turned into one record per respondent."""

    question: str = Field(min_length=1)
    """The column that says which question a row answers; its values become the columns."""

    answer: str = Field(min_length=1)
    """The column that holds what was answered."""


class ExportLayout(Section):
    """How the rows of an export are laid out."""

    header_rows: int = Field(default=1, ge=1, le=5)
    """Rows above the first respondent that name the columns; statistics files have
    one, and their labels count as none."""

    skip_rows: int = Field(default=0, ge=0, le=50)
    """Rows above the header (a title, say) to pass over."""

    delimiter: Delimiter | None = None
    """The character between cells, a tab written `"\\t"`; left out, what a `sep=` line says, a tab
    in a `.tsv` file, else a comma."""

    encoding: str | None = None
    """The character encoding of a text file; left out, what a byte order mark says, else UTF-8."""

    sheet: str | None = None
    """The sheet of a workbook; needed where it has more than one, hidden ones counted."""

    long: LongLayout | None = None
    """Set where there is one row per answer, not per respondent."""


class Wave(Section):
    """One fielding of the study, as delivered."""

    source: str = Field(min_length=1)
    """Path of the export, from the project's root or absolute."""

    fielded: Annotated[tuple[Day, ...], AfterValidator(_from_to)] = ()
    """First and last day in the field, such as `["2025-01-13", "2025-01-27"]`; who handed in
    before or after is remarked on."""

    export: ExportLayout | None = None
    """How this wave's export is laid out, where it differs from the study's: what is left out
    here is as there."""

    value: str | None = None
    """What `wave_column` holds for this wave; the wave's name where left out."""


class Submitted(Section):
    """When a respondent handed in."""

    column: ColumnRef
    """The column that holds the day, or the day and time."""

    order: DayOrder = "year first"
    """How days are written: 2025-04-03, 03/04/2025 for the third of April, or 04/03/2025 for it.
    What is written otherwise is remarked on."""

    not_yet: tuple[str, ...] = ("1980-01-01 00:00:00",)
    """Values, beside the empty cell, that mean not handed in; such records count, with a remark,
    unless `exclude` sets them aside."""


class Exclusion(Section):
    """Records that do not count: test answers, previews, people outside the population."""

    column: ColumnRef
    """The column that decides."""

    values: tuple[str, ...] = ()
    """Set aside where the cell is one of these; `""` is the empty cell."""

    keep: tuple[str, ...] = ()
    """Set aside where the cell is none of these; not on ids that become pseudonyms."""

    @model_validator(mode="after")
    def _one_way(self) -> "Exclusion":
        if bool(self.values) == bool(self.keep):
            raise ValueError("say either values or keep")
        return self


class Respondent(Section):
    """Who answered."""

    column: ColumnRef | None = None
    """The column that holds the respondent's id; left out, every record is a respondent, named
    by a hash of its cells."""

    keep: Literal["none", "last", "first"] = "none"
    """Which record counts when an id is delivered more than once with differing cells; the others
    are set aside. Of records alike in every cell the first counts in any case."""

    pseudonymise: bool = False
    """Replace the delivered id by a keyed hash of it, which only the holder of the workspace's
    secret key can make again."""

    submitted: Submitted | None = None
    """When respondents handed in; left out, no day is read."""


class OpenQuestion(Section):
    """A question answered in free words."""

    column: ColumnRef
    """The column that holds the responses."""

    label: str = Field(min_length=1)
    """A few words for tables and charts."""

    wording: Wording = ""
    """The question as it was asked, or that for each wave; the column's header where left out."""

    comparable: tuple[tuple[str, ...], ...] = ()
    """Groups of waves that may be compared although the wording differs: the word of people."""

    elicits: tuple[Category, ...] = ()
    """What the question asks for: an answer to *What worries you?* names a risk by itself."""

    asked_when: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Options of closed questions of which one must be chosen, or the question was not asked; who
    wrote something was asked in any case."""

    other_of: str | None = None
    """The closed question whose "Other - please specify" field this is: asked of those who chose
    `other_option`; whoever wrote there counts as having chosen it, in a single choice only where
    nothing else was chosen. The field may be the column of that question itself: then the words
    that its `options` do not list were written."""

    other_option: str = "Other"
    """The option of that closed question which leads to the field."""


class ClosedQuestion(Section):
    """A question answered by choosing options."""

    column: ColumnRef
    """A column; for a block of columns their shared upper header, or a pattern with `*`."""

    label: str = Field(min_length=1)
    """A few words for tables and charts."""

    kind: Literal["single", "multiple"] = "single"
    """One option, or check all that apply."""

    options: tuple[str, ...] | Mapping[str, str] = ()
    """The options in reading order, or delivered value → option; left out, every value is one. A
    code that is not listed goes by the label that a statistics file gives it."""

    options_from: Literal["cell", "header"] | None = None
    """Where the option is written; left out, in the cell of a column, in the header of a block."""

    chosen: tuple[str, ...] = ()
    """Where the header holds the option: cell values, or their labels in a statistics file, that
    mean chosen; any other says that it was not. Left out, every cell but a blank one means it."""

    separator: Annotated[str, StringConstraints(strip_whitespace=False)] | None = None
    """What stands between the options that one cell holds, such as `;`; an option of the list may
    hold it too."""

    missing: tuple[str, ...] | Mapping[str, str] = ()
    """Delivered values that say why there is no answer, or value → reason; they are kept apart
    from the options. What a statistics file declares as missing is added, unless it is listed as
    an option."""

    wording: Wording = ""
    """The question as it was asked, or that for each wave; the column's header where left out."""

    comparable: tuple[tuple[str, ...], ...] = ()
    """Groups of waves that may be compared although the wording differs: the word of people."""


class GridItem(Section):
    """One row of a grid."""

    column: ColumnRef
    """The column that holds the answers."""

    label: str = Field(min_length=1)
    """A few words for tables and charts."""


class Grid(Section):
    """Single-choice questions that share their options; each becomes `<grid>_<item>`."""

    label: str = Field(min_length=1)
    """A few words that go before the label of each item."""

    items: Mapping[str, GridItem] = Field(min_length=1)
    """The rows of the grid, in reading order."""

    options: tuple[str, ...] | Mapping[str, str] = ()
    """The options in reading order, or delivered value → option; left out, every value is one."""

    missing: tuple[str, ...] | Mapping[str, str] = ()
    """As of a closed question."""


class Weight(Section):
    """How many people a respondent stands for."""

    column: ColumnRef
    """The column that holds the weights."""


def options_of(question: ClosedQuestion) -> tuple[str, ...]:
    """Return the options that the study file lists for *question*, in reading order."""
    listed = question.options
    return tuple(dict.fromkeys(listed.values() if isinstance(listed, Mapping) else listed))


def column_in(ref: ColumnRef, wave: str) -> str | None:
    """Return the column that *ref* names in *wave*, or None where the wave did not ask."""
    return ref if isinstance(ref, str) else ref.get(wave)
