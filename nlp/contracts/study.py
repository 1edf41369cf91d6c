"""What a study file may say: a frozen section per stage, its defaults here and only here."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from nlp.contracts.errors import StudyConfigError
from nlp.contracts.settings import Section, did_you_mean, parse_section

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
"""A name that may become a folder: small letters, digits, `-` and `_`, at most 60."""

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

    delimiter: str = Field(default=",", min_length=1, max_length=1)
    """The character between cells."""

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

    column: ColumnRef
    """The column that holds the respondent's id."""

    keep: Literal["last", "first"] = "last"
    """Which row counts when an id is delivered more than once; the others are set aside."""

    pseudonymise: bool = False
    """Replace the delivered id by one that means nothing outside the study."""


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
    """Options of closed questions of which one must be chosen, or the question was not asked."""


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


class Redaction(Section):
    """What is masked in every response before anything else sees it."""

    kinds: tuple[Literal["email", "url", "ip", "phone", "handle"], ...] = (
        "email",
        "url",
        "ip",
        "phone",
        "handle",
    )
    """The kinds of personal data to mask."""


class Screening(Section):
    """When a response counts as codable."""

    min_characters: int = Field(default=2, ge=1)
    """Responses with fewer letters and digits are `too_short`."""

    refusals: tuple[str, ...] = ()
    """More phrases that, alone, mean "no answer", beside the built-in ones."""

    min_latin_share: float = Field(default=0.5, ge=0, le=1)
    """Responses with a smaller share of Latin letters are `unsupported_language`."""


class Unitising(Section):
    """How a response is cut into coding units."""

    split: Literal["sentences", "whole"] = "sentences"
    """Cut at sentence ends and line breaks, or keep the response whole."""

    min_words: int = Field(default=3, ge=1)
    """A sentence with fewer words stays with its neighbour."""


class Encoding(Section):
    """What turns a unit into a vector."""

    kind: Literal["sentences", "words"] = "sentences"
    """A sentence encoder, or hashed words (needs no weights; much coarser)."""

    model: str = "all-MiniLM-L6-v2"
    """The name of a sentence encoder in `configs/models.yaml`."""


class Discovery(Section):
    """How topics are looked for."""

    min_units: int = Field(default=40, ge=10)
    """Below this many distinct units of a question nothing is clustered."""

    smallest_topic: int | None = Field(default=None, ge=2)
    """Fewest distinct units of a topic; left out, it grows with the root of their number."""

    neighbours: int = Field(default=15, ge=2)
    """UMAP's `n_neighbors`."""

    components: int = Field(default=5, ge=2)
    """UMAP's `n_components`."""


class Coding(Section):
    """When a unit gets a theme."""

    threshold: float = Field(default=0.42, ge=0, le=1)
    """Least cosine similarity of a unit to a theme."""

    margin: float = Field(default=0.05, ge=0, le=1)
    """A further theme is given too if it comes this near to the best one."""

    most_themes: int = Field(default=2, ge=1)
    """Most themes that similarity gives to one unit."""


class Tagging(Section):
    """How mentions are found."""

    use_question: bool = True
    """Take a response to a question that elicits a category as naming it, unless it denies it."""


class Reporting(Section):
    """How figures are reckoned and shown."""

    base: Literal["asked", "answered", "codable"] = "codable"
    """Who counts in a share: who was asked, who wrote something, or whose words can be coded."""

    smallest_base: int = Field(default=30, ge=1)
    """Shares on fewer respondents are marked as resting on a small base."""

    confidence_level: float = Field(default=0.95, gt=0.5, lt=1)
    """Level of the intervals."""

    quotes: int = Field(default=3, ge=0, le=20)
    """Example responses shown per theme; 0 shows none."""

    longest_quote: int = Field(default=220, ge=40)
    """Longer responses are not quoted."""


class Study(Section):
    """A study file: one survey, its waves, its questions, and how they are worked on."""

    study_id: Name
    """The study's name in commands, files and reports; the same as the file's."""

    title: str = Field(min_length=1)
    """The title of reports."""

    export: ExportLayout = ExportLayout()
    """How the exports are laid out."""

    waves: Mapping[Name, Wave] = Field(min_length=1)
    """The waves in the order of fielding."""

    respondent: Respondent
    open_questions: Mapping[Name, OpenQuestion] = Field(min_length=1)
    """The open questions, in reading order."""

    closed_questions: Mapping[Name, ClosedQuestion] = Field(default_factory=dict)
    """The closed questions that are used, in reading order."""

    banner: tuple[str, ...] = ()
    """The closed questions whose options are the columns of the crosstabs."""

    weight: Weight | None = None
    """Left out, every respondent stands for one."""

    missing: tuple[str, ...] = ()
    """Cell values that mean blank, beside the empty cell."""

    redaction: Redaction = Redaction()
    screening: Screening = Screening()
    units: Unitising = Unitising()
    encoding: Encoding = Encoding()
    discovery: Discovery = Discovery()
    coding: Coding = Coding()
    mentions: Tagging = Tagging()
    reporting: Reporting = Reporting()

    seed: int = Field(default=20250113, ge=0)
    """Start of everything random."""

    @model_validator(mode="after")
    def _references_are_known(self) -> "Study":
        problems = [*self._unknown_waves(), *self._unknown_questions()]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _unknown_waves(self) -> list[str]:
        places: dict[str, ColumnRef] = {"respondent": self.respondent.column}
        places |= {f"open_questions.{k}": q.column for k, q in self.open_questions.items()}
        places |= {f"closed_questions.{k}": q.column for k, q in self.closed_questions.items()}
        if self.weight:
            places["weight"] = self.weight.column
        return [
            f"{place}.column: unknown wave {wave}; {did_you_mean(wave, self.waves)}"
            for place, ref in places.items()
            if not isinstance(ref, str)
            for wave in ref
            if wave not in self.waves
        ]

    def _unknown_questions(self) -> list[str]:
        problems = [
            f"banner: unknown {name}; {did_you_mean(name, self.closed_questions)}"
            for name in self.banner
            if name not in self.closed_questions
        ]
        problems += [
            f"open_questions.{key}.asked_when: unknown {name}; "
            f"{did_you_mean(name, self.closed_questions)}"
            for key, question in self.open_questions.items()
            for name in question.asked_when
            if name not in self.closed_questions
        ]
        both = sorted(set(self.open_questions) & set(self.closed_questions))
        return problems + [f"{name}: both an open and a closed question" for name in both]

    def layout_of(self, wave: str) -> ExportLayout:
        """Return how the export of *wave* is laid out."""
        return self.waves[wave].export or self.export


def column_in(ref: ColumnRef, wave: str) -> str | None:
    """Return the column that *ref* names in *wave*, or None where the wave did not ask."""
    return ref if isinstance(ref, str) else ref.get(wave)


def parse_study(raw: object, source: str) -> Study:
    """Return the study that a file says, or raise StudyConfigError naming every problem."""
    return parse_section(raw, Study, source, StudyConfigError)
