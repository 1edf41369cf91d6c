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
    "non_substantive",
    "too_short",
    "too_long",
    "gibberish",
    "unsupported_language",
    "duplicate_campaign",
)
"""Every response has exactly one of these; only codable ones are coded."""

SUSPECT = ("gibberish", "duplicate_campaign")
"""Statuses that a machine suspects; `screening.keep` has such responses coded all the same."""


class Respondents(Table):
    """One row per respondent and wave."""

    respondent_id: str = pa.Field(unique=True, str_length={"min_value": 1})
    wave: str
    weight: float = pa.Field(ge=0, lt=float("inf"))


class RecordCounts(Table):
    """One row per wave, export and fate of its rows; together they are all rows delivered.

    `fate` is `accepted`, or the rule under which a whole row was set aside.
    """

    wave: str
    source: str
    fate: str
    n_rows: int = pa.Field(ge=0)

    class Config(Table.Config):
        """A fate is counted once."""

        unique = ["wave", "source", "fate"]  # noqa: RUF012


class Answers(Table):
    """One row per respondent, wave, closed question and chosen option.

    Where `missing` is true the option is no option but the reason why there is no answer
    ("Refused"); such rows are kept and listed, and never counted among the options.
    """

    respondent_id: str
    wave: str
    question_id: str
    option: str
    missing: bool

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
    """One row per response, its words masked; `masked` counts the masks, `kinds` names each.

    The kinds stand in the order of the text, joined by `LIST_JOINT`.
    """

    response_id: str = pa.Field(unique=True)
    respondent_id: str
    question_id: str
    wave: str
    asked: bool
    text: str
    masked: int = pa.Field(ge=0)
    kinds: str


class ScreenedResponses(Table):
    """One row per response, with whether it can be coded, and if not, why.

    `language` is an ISO 639-1 code, empty where there are too few words to tell. `flag` is what a
    response is suspected to be (one of `SUSPECT`), else empty: one that is coded all the same
    keeps its flag.
    """

    response_id: str = pa.Field(unique=True)
    respondent_id: str
    question_id: str
    wave: str
    text: str
    status: str = pa.Field(isin=STATUSES)
    language: str
    flag: str = pa.Field(isin=("", *SUSPECT))


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


class Remarks(Table):
    """One row per oddity of an export that was read all the same; it quotes no answer.

    `row` is the physical line of the file, 0 where the remark is about the file as a whole.
    """

    wave: str
    source: str
    row: int = pa.Field(ge=0)
    column: str
    rule: str
    message: str


class Wordings(Table):
    """One row per wave and question that it asked: how it was put."""

    wave: str
    question_id: str
    kind: str = pa.Field(isin=("open", "closed"))
    wording: str

    class Config(Table.Config):
        """A wave puts a question in one way."""

        unique = ["wave", "question_id"]  # noqa: RUF012


class WordingLedger(Table):
    """One row per question and wave that asked it, in the order of fielding.

    `version` counts the wordings of a question as they appear; waves of one `comparable_group` may
    be compared, for the `reason` given: `first`, `same`, `changed` or `declared`.
    """

    question_id: str
    kind: str = pa.Field(isin=("open", "closed"))
    wave: str
    wording: str
    version: int = pa.Field(ge=1)
    comparable_group: int = pa.Field(ge=1)
    reason: str = pa.Field(isin=("first", "same", "changed", "declared"))

    class Config(Table.Config):
        """A wave puts a question in one way."""

        unique = ["question_id", "wave"]  # noqa: RUF012


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
        """A row breaks a rule in a column once; several waves may stand in one export."""

        unique = ["wave", "source", "row", "column", "rule"]  # noqa: RUF012
