"""One class per table that passes between stages; `conform` checks a frame against its class."""

from typing import TypeVar, cast

import pandas as pd
import pandera.errors
import pandera.pandas as pa
from pandera.typing import DataFrame

from nlp.contracts.errors import ContractError, listed

CODABLE = "codable"
NOT_ASKED = "not_asked"
EMPTY = "empty"
STATUSES = (
    CODABLE,
    NOT_ASKED,
    EMPTY,
    "refusal",
    "too_short",
    "gibberish",
    "unsupported_language",
)
"""Every response has exactly one of these; only codable ones are coded."""

CATEGORIES = ("benefit", "risk", "regulation")
"""What a mention can name."""

FINDING_KINDS = ("theme", "net", "mention", "none")
"""What a finding is; `none` is the answer that no theme covers."""


class Table(pa.DataFrameModel):
    """Base of every table: no missing, extra or silently converted columns."""

    class Config:
        """Refuse what was not declared."""

        strict = True
        coerce = False


class Respondents(Table):
    """One row per respondent and wave."""

    respondent_id: str = pa.Field(unique=True, str_length={"min_value": 1})
    wave: str
    weight: float = pa.Field(ge=0)


class Answers(Table):
    """One row per respondent, wave, closed question and chosen option."""

    respondent_id: str
    wave: str
    question_id: str
    option: str

    class Config(Table.Config):
        """No option is chosen twice."""

        unique = ["respondent_id", "wave", "question_id", "option"]  # noqa: RUF012


class Responses(Table):
    """One row per respondent, wave and open question; blanks and not-asked included."""

    response_id: str = pa.Field(unique=True)
    respondent_id: str
    question_id: str
    wave: str
    asked: bool
    verbatim: str


class RedactedResponses(Table):
    """One row per response, its words masked; `masked` counts the masks."""

    response_id: str = pa.Field(unique=True)
    respondent_id: str
    question_id: str
    wave: str
    asked: bool
    text: str
    masked: int = pa.Field(ge=0)


class ScreenedResponses(Table):
    """One row per response, with whether it can be coded, and if not, why."""

    response_id: str = pa.Field(unique=True)
    respondent_id: str
    question_id: str
    wave: str
    text: str
    status: str = pa.Field(isin=STATUSES)


class Units(Table):
    """One row per coding unit of a codable response; `text` is `response.text[start:end]`."""

    unit_id: str = pa.Field(unique=True)
    response_id: str
    question_id: str
    wave: str
    start: int = pa.Field(ge=0)
    end: int = pa.Field(gt=0)
    text: str = pa.Field(str_length={"min_value": 1})


class UncoveredUnits(Units):
    """One row per unit of a response that no theme covers; all stand under one question."""


class TopicAssignments(Table):
    """One row per unit that took part in a discovery; `topic_id` is empty where it fits none."""

    unit_id: str = pa.Field(unique=True)
    topic_id: str


class Topics(Table):
    """One row per topic of one question, described; lists are joined by ` | `."""

    topic_id: str = pa.Field(unique=True)
    question_id: str
    size: int = pa.Field(gt=0)
    label: str
    keywords: str
    examples: str


class Codings(Table):
    """One row per unit and theme given to it; `evidence` says which example or keyword decided."""

    unit_id: str
    response_id: str
    theme_id: str
    source: str = pa.Field(isin=("similarity", "keyword"))
    confidence: float = pa.Field(ge=0, le=1)
    evidence: str

    class Config(Table.Config):
        """A unit has a theme once."""

        unique = ["unit_id", "theme_id"]  # noqa: RUF012


class Mentions(Table):
    """One row per span that names a benefit, a risk or regulation.

    `start` and `end` count characters in the text of the response, `span` is what stands there,
    `term_id` the term of the lexicon, `rule` what decided (`lexicon` or `elicited`).
    """

    mention_id: str = pa.Field(unique=True)
    unit_id: str
    response_id: str
    category: str = pa.Field(isin=CATEGORIES)
    term_id: str
    term: str
    start: int = pa.Field(ge=0)
    end: int = pa.Field(gt=0)
    span: str = pa.Field(str_length={"min_value": 1})
    negated: bool
    cue: str
    rule: str = pa.Field(isin=("lexicon", "elicited"))


class Findings(Table):
    """One row per finding that a question can have; the stubs of every table, in reading order."""

    question_id: str
    finding_id: str
    kind: str = pa.Field(isin=FINDING_KINDS)
    label: str
    net_id: str

    class Config(Table.Config):
        """A question has a finding once."""

        unique = ["question_id", "finding_id"]  # noqa: RUF012


class CodedResponses(Table):
    """One row per response and finding; `denied` where it was named only to say it is not so."""

    response_id: str
    respondent_id: str
    question_id: str
    wave: str
    status: str = pa.Field(isin=STATUSES)
    weight: float = pa.Field(ge=0)
    finding_id: str
    raised: bool
    denied: bool

    class Config(Table.Config):
        """A response has a finding once."""

        unique = ["response_id", "finding_id"]  # noqa: RUF012


class Prevalence(Table):
    """One row per wave, question and finding: the weighted share of the base that raised it."""

    wave: str
    question_id: str
    finding_id: str
    n_raised: int = pa.Field(ge=0)
    share: float = pa.Field(ge=0, le=1, nullable=True)
    low: float = pa.Field(ge=0, le=1, nullable=True)
    high: float = pa.Field(ge=0, le=1, nullable=True)
    n_base: int = pa.Field(ge=0)
    weighted_base: float = pa.Field(ge=0)
    effective_base: float = pa.Field(ge=0)
    small_base: bool

    class Config(Table.Config):
        """One share per wave, question and finding."""

        unique = ["wave", "question_id", "finding_id"]  # noqa: RUF012


class Crosstabs(Table):
    """The same as Prevalence, by banner question and option."""

    wave: str
    question_id: str
    finding_id: str
    banner_id: str
    option: str
    n_raised: int = pa.Field(ge=0)
    share: float = pa.Field(ge=0, le=1, nullable=True)
    low: float = pa.Field(ge=0, le=1, nullable=True)
    high: float = pa.Field(ge=0, le=1, nullable=True)
    n_base: int = pa.Field(ge=0)
    weighted_base: float = pa.Field(ge=0)
    effective_base: float = pa.Field(ge=0)
    small_base: bool

    class Config(Table.Config):
        """One share per wave, question, finding, banner question and option."""

        unique = ["wave", "question_id", "finding_id", "banner_id", "option"]  # noqa: RUF012


class Bases(Table):
    """One row per wave, question and status: how many responses have it."""

    wave: str
    question_id: str
    status: str = pa.Field(isin=STATUSES)
    n_responses: int = pa.Field(ge=0)
    weighted: float = pa.Field(ge=0)

    class Config(Table.Config):
        """One count per wave, question and status."""

        unique = ["wave", "question_id", "status"]  # noqa: RUF012


class Quarantine(Table):
    """One row per refused input row and rule; never what stood in it.

    `row` is the physical line of the file where the record starts, `column` is empty where the
    whole row was refused.
    """

    wave: str
    source: str
    row: int = pa.Field(ge=1)
    column: str
    rule: str

    class Config(Table.Config):
        """A row breaks a rule in a column once."""

        unique = ["source", "row", "column", "rule"]  # noqa: RUF012


TableT = TypeVar("TableT", bound=Table)


def conform(frame: pd.DataFrame, table: type[TableT]) -> DataFrame[TableT]:
    """Return *frame* as *table*, or raise ContractError naming columns and rules, never values."""
    try:
        table.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        broken = error.failure_cases.groupby(["column", "check"], dropna=False).size()
        lines = [f"{column}: {check} ({n} cases)" for (column, check), n in broken.items()]
        raise ContractError(listed(f"{table.__name__} is broken:", lines)) from None
    return cast("DataFrame[TableT]", frame)


def columns_of(table: type[Table]) -> list[str]:
    """Return the columns of *table* in the order of its class."""
    return list(table.to_schema().columns)


def build(rows: list[dict[str, object]], table: type[TableT]) -> DataFrame[TableT]:
    """Return *rows* as *table*; no rows give an empty table of the right column types."""
    schema = table.to_schema()
    frame = pd.DataFrame(
        {
            name: pd.Series([row[name] for row in rows], dtype=column.dtype.type)
            for name, column in schema.columns.items()
        }
    )
    return conform(frame, table)
