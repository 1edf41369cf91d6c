"""Files that name their columns themselves, and hold nothing but records below the names."""

from nlp.contracts.errors import StudyConfigError
from nlp.contracts.study import ExportLayout


def refuse_header_rows(name: str, layout: ExportLayout) -> None:
    """Raise StudyConfigError if the study takes the first records for titles or more header."""
    expected = {"header_rows": 1, "skip_rows": 0}
    for setting, value in expected.items():
        if (found := getattr(layout, setting)) != value:
            raise StudyConfigError(
                f"export.{setting}: expected {value} for {name}, which names its columns itself, "
                f"found {found}; leave it out, or say it in the `export` of the waves that need it"
            )
