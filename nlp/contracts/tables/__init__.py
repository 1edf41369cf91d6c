"""One class per table that passes between stages; `conform` checks a frame against its class."""

from nlp.contracts.tables.collected import (
    CODABLE,
    EMPTY,
    NOT_ASKED,
    STATUSES,
    Answers,
    Quarantine,
    RedactedResponses,
    Respondents,
    Responses,
    ScreenedResponses,
    UncoveredUnits,
    Units,
)
from nlp.contracts.tables.contract import (
    Table,
    TableT,
    build,
    columns_of,
    conform,
)
from nlp.contracts.tables.estimated import (
    Bases,
    CodedResponses,
    Crosstabs,
    Prevalence,
)
from nlp.contracts.tables.found import (
    CATEGORIES,
    FINDING_KINDS,
    Codings,
    Findings,
    Mentions,
    TopicAssignments,
    Topics,
)

__all__ = [
    "CATEGORIES",
    "CODABLE",
    "EMPTY",
    "FINDING_KINDS",
    "NOT_ASKED",
    "STATUSES",
    "Answers",
    "Bases",
    "CodedResponses",
    "Codings",
    "Crosstabs",
    "Findings",
    "Mentions",
    "Prevalence",
    "Quarantine",
    "RedactedResponses",
    "Respondents",
    "Responses",
    "ScreenedResponses",
    "Table",
    "TableT",
    "TopicAssignments",
    "Topics",
    "UncoveredUnits",
    "Units",
    "build",
    "columns_of",
    "conform",
]
