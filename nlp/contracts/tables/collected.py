"""What was collected: who answered, what they chose, what they wrote."""

import pandera.pandas as pa

from nlp.contracts.tables.contract import Table

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


class Respondents(Table):
    """One row per respondent and wave."""

    respondent_id: str = pa.Field(unique=True, str_length={"min_value": 1})
    wave: str
    weight: float = pa.Field(ge=0, lt=float("inf"))


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


class Quarantine(Table):
    """One row per refused input row and rule; never what stood in it.

    `row` is the physical line of the file where the record starts. `column` says what broke the
    rule: `weight`, or a closed question; it is empty where it was the row as a whole.
    """

    wave: str
    source: str
    row: int = pa.Field(ge=1)
    column: str
    rule: str

    class Config(Table.Config):
        """A row breaks a rule in a column once."""

        unique = ["source", "row", "column", "rule"]  # noqa: RUF012
