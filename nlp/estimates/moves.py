"""What an edit of codebook or lexicons moves: which responses raise or name another thing."""

import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.tables import (
    CodedResponses,
    Mentions,
    Moves,
    ScreenedResponses,
    columns_of,
    conform,
)

_COLUMNS = ["wave", "question_id", "finding_id", "response_id"]


def compare_coded(
    before: DataFrame[CodedResponses], after: DataFrame[CodedResponses]
) -> DataFrame[Moves]:
    """Return every finding that a response raises in only one of two tables of the same responses.

    What was only denied was not raised, and neither was what was no finding at the time.
    """
    return _moved(before.loc[before["raised"], _COLUMNS], after.loc[after["raised"], _COLUMNS])


def compare_terms(
    before: DataFrame[Mentions],
    after: DataFrame[Mentions],
    screened: DataFrame[ScreenedResponses],
) -> DataFrame[Moves]:
    """Return every term that a response of *screened* names without denying it in only one table.

    A response may go on raising a category by another term.
    """
    places = screened[["wave", "question_id", "response_id"]]
    return _moved(*(_named(table).merge(places, on="response_id") for table in (before, after)))


def term_finding(category: str, term_id: str) -> str:
    """Return what moves are told by where a term is named.

    >>> term_finding("risk", "R1.1")
    'term:risk:R1.1'
    """
    return f"term:{category}:{term_id}"


def _named(mentions: DataFrame[Mentions]) -> pd.DataFrame:
    affirmed = mentions[~mentions["negated"]]
    pairs = zip(affirmed["category"], affirmed["term_id"], strict=True)
    findings = pd.Series([term_finding(*pair) for pair in pairs], affirmed.index, dtype="str")
    return affirmed[["response_id"]].assign(finding_id=findings).drop_duplicates()


def _moved(before: pd.DataFrame, after: pd.DataFrame) -> DataFrame[Moves]:
    both = before.merge(after, on=_COLUMNS, how="outer", indicator="found")
    moved = both[both["found"] != "both"]
    moved = moved.assign(gained=moved["found"] == "right_only")
    return conform(moved.sort_values(_COLUMNS, ignore_index=True)[columns_of(Moves)], Moves)
