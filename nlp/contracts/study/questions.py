"""What was asked, of whom, and where it stands in an export."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from nlp.contracts.settings import Section

Category = Literal["benefit", "risk", "regulation"]

ColumnRef = str | Mapping[str, str]
"""A column of the export, or one per wave where it moved; a wave left out did not ask."""

UNRECOGNISED = "unrecognised"
"""The option of an answer that the study file does not list."""


class ExportLayout(Section):
    """How the rows of an export are laid out."""

    header_rows: int = Field(default=1, ge=1, le=5)
    """Rows above the first respondent that name the columns."""

    skip_rows: int = Field(default=0, ge=0, le=50)
    """Rows above the header (a title, say) to pass over."""

    delimiter: Annotated[str, StringConstraints(strip_whitespace=False, max_length=1)] = Field(
        default=",", min_length=1
    )
    """The character between cells; a tab is written `"\\t"`."""

    encoding: str = "utf-8-sig"
    """The character encoding of the file."""


class Wave(Section):
    """One fielding of the study, as delivered."""

    source: str = Field(min_length=1)
    """Path of the export, from the project's root or absolute."""

    fielded: tuple[str, ...] = Field(default=(), max_length=2)
    """First and last day in the field, for the report."""

    export: ExportLayout | None = None
    """How this wave's export is laid out, where it differs from the study's."""


class Respondent(Section):
    """Who answered."""

    column: ColumnRef | None = None
    """The column that holds the respondent's id; left out, every record is a respondent, named
    by the line it starts on."""

    keep: Literal["last", "first"] = "last"
    """Which row counts when an id is delivered more than once; the others are set aside."""

    pseudonymise: bool = False
    """Replace the delivered id by one that means nothing outside the study. It is hashed without a
    secret: whoever has the delivered ids can hash them too (docs/decisions/0007)."""


class OpenQuestion(Section):
    """A question answered in free words."""

    column: ColumnRef
    """The column that holds the responses."""

    label: str = Field(min_length=1)
    """A few words for tables and charts."""

    wording: str = ""
    """The question as it was asked; the column's header where left out."""

    elicits: tuple[Category, ...] = ()
    """What the question asks for: an answer to *What worries you?* names a risk by itself."""

    asked_when: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Options of closed questions of which one must be chosen, or the question was not asked; who
    wrote something was asked in any case."""


class ClosedQuestion(Section):
    """A question answered by choosing options."""

    column: ColumnRef
    """A column; for a block of columns their shared upper header, or a pattern with `*`."""

    label: str = Field(min_length=1)
    """A few words for tables and charts."""

    kind: Literal["single", "multiple"] = "single"
    """One option, or check all that apply."""

    options: tuple[str, ...] | Mapping[str, str] = ()
    """The options in reading order, or delivered value → option; left out, every value is one."""

    options_from: Literal["cell", "header"] | None = None
    """Where the option is written; left out, in the cell of a column, in the header of a block."""

    chosen: tuple[str, ...] = ()
    """Where the header holds the option: cell values that mean chosen; left out, any but blank."""


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
