"""Exports and study files in one line, for tests of the intake chapter."""

from nlp.contracts.raw import RawExport, Record
from nlp.contracts.study import parse_study

SOURCE = "w1.csv"


def raw(*lines, header_rows=1):
    """An export of the given rows, each with its cells between bars."""
    rows = [tuple(line.split("|")) for line in lines]
    records = enumerate(rows[header_rows:], start=header_rows + 1)
    return RawExport(
        SOURCE, tuple(rows[:header_rows]), tuple(Record(line, cells) for line, cells in records)
    )


def study(**changes):
    """A study of one wave, with an id column and one open question."""
    return parse_study(
        {
            "study_id": "s",
            "title": "S",
            "waves": {"w1": {"source": SOURCE}},
            "respondent": {"column": "ID"},
            "open_questions": {"risks": {"column": "Risks", "label": "Risks"}},
        }
        | changes,
        "s.yaml",
    )
