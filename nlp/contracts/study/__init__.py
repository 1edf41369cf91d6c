"""What a study file may say: frozen sections that each stage gets its slice of."""

from nlp.contracts.study.questions import (
    UNRECOGNISED,
    Category,
    ClosedQuestion,
    ColumnRef,
    ExportLayout,
    OpenQuestion,
    Respondent,
    Wave,
    Weight,
    column_in,
    options_of,
)
from nlp.contracts.study.stages import (
    Base,
    Coding,
    Discovery,
    Encoding,
    Redaction,
    Reporting,
    Screening,
    Tagging,
    Unitising,
)
from nlp.contracts.study.whole import (
    Name,
    Study,
    parse_study,
)

__all__ = [
    "UNRECOGNISED",
    "Base",
    "Category",
    "ClosedQuestion",
    "Coding",
    "ColumnRef",
    "Discovery",
    "Encoding",
    "ExportLayout",
    "Name",
    "OpenQuestion",
    "Redaction",
    "Reporting",
    "Respondent",
    "Screening",
    "Study",
    "Tagging",
    "Unitising",
    "Wave",
    "Weight",
    "column_in",
    "options_of",
    "parse_study",
]
