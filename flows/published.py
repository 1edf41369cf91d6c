"""Published tables, read back."""

import csv

from pandera.typing import DataFrame

from flows.session import Session
from nlp.contracts.errors import OutputsChanged
from nlp.contracts.tables import (
    CODABLE,
    Mentions,
    ScreenedResponses,
    build,
    columns_of,
)
from nlp.report.csv_text import restored

LONGEST_CELL = 100_000_000
"""Characters: a response may be one span."""


def published_mentions(
    session: Session, wave: str, screened: DataFrame[ScreenedResponses]
) -> DataFrame[Mentions] | None:
    """Return the published mentions of *wave* in what is codable still; None if there are none.

    Those of an earlier release, which had other columns, are none.
    """
    path = session.workspace.outputs(session.study.study_id) / wave / "mentions.csv"
    if not path.is_file():
        return None
    codable = set(screened.loc[screened["status"] == CODABLE, "response_id"])
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        try:
            names = next(lines, [])
            if names != columns_of(Mentions):
                return None
            rows = [_typed(dict(zip(names, map(restored, x), strict=True))) for x in lines]
        except (ValueError, csv.Error):
            rows = None
    if rows is None:  # raised out here: the foreign error holds a cell
        raise OutputsChanged(
            f"{path} is not what was published; `openends code-wave` makes it anew"
        )
    return build([row for row in rows if row["response_id"] in codable], Mentions)


def _typed(row: dict[str, str]) -> dict[str, object]:
    """Return a row of mentions as it was before it was written."""
    numbers = {"start": int(row["start"]), "end": int(row["end"]), "score": float(row["score"])}
    return {**row, **numbers, "negated": row["negated"] == "True"}
