"""What it amounts to: findings joined to people, and counted."""

import pandera.pandas as pa

from nlp.contracts.tables.collected import STATUSES
from nlp.contracts.tables.contract import Table
from nlp.contracts.tables.found import CATEGORIES, STANCES


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


class RespondentMentions(Table):
    """One row per wave, category and respondent with a codable response: what these say together.

    `n_responses` counts the codable ones; `stance` is empty where they raise no regulation.
    """

    wave: str
    respondent_id: str
    weight: float = pa.Field(ge=0)
    category: str = pa.Field(isin=CATEGORIES)
    n_responses: int = pa.Field(gt=0)
    raised: bool
    denied: bool
    stance: str = pa.Field(isin=STANCES)

    class Config(Table.Config):
        """A respondent has a category once a wave."""

        unique = ["wave", "respondent_id", "category"]  # noqa: RUF012


class Moves(Table):
    """One row per response and finding that an edit gives it (`gained`) or takes from it."""

    wave: str
    question_id: str
    finding_id: str
    response_id: str
    gained: bool

    class Config(Table.Config):
        """A finding moves once per response."""

        unique = ["response_id", "finding_id"]  # noqa: RUF012


class Prevalence(Table):
    """One row per wave, question and finding: the weighted share of the base that raised it.

    Share and interval are missing where the base is empty.
    """

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
    """The same as Prevalence, by banner question and option.

    Share and interval are missing where the base is empty.
    """

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
