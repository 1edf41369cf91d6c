"""Who counts in a share: asked, answered or codable; unweighted, weighted, effective."""

import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.study import Base
from nlp.contracts.tables import (
    CODABLE,
    EMPTY,
    NOT_ASKED,
    STATUSES,
    Bases,
    Respondents,
    ScreenedResponses,
    columns_of,
    conform,
)
from nlp.estimates.linking import weigh

IN_BASE: dict[Base, tuple[str, ...]] = {
    "asked": tuple(status for status in STATUSES if status != NOT_ASKED),
    "answered": tuple(status for status in STATUSES if status not in (NOT_ASKED, EMPTY)),
    "codable": (CODABLE,),
}
"""The statuses whose responses count in each base; every base holds the next."""


def count_bases(
    screened: DataFrame[ScreenedResponses], respondents: DataFrame[Respondents]
) -> DataFrame[Bases]:
    """Return how many responses to each question have each status, zeros included.

    The counts of a question add up to the respondents of the wave.
    """
    by = ["wave", "question_id", "status"]
    # Sums of fractions depend on their order in the last digit; so the order is fixed.
    counted = (
        weigh(screened, respondents)
        .sort_values("weight")
        .groupby(by, as_index=False)
        .agg(n_responses=("weight", "size"), weighted=("weight", "sum"))
    )
    questions = counted[["wave", "question_id"]].drop_duplicates()
    statuses = pd.DataFrame({"status": list(STATUSES)}, dtype="str")
    bases = questions.merge(statuses, how="cross").merge(counted, on=by, how="left")
    bases = bases.fillna({"n_responses": 0, "weighted": 0.0}).astype({"n_responses": "int64"})
    return conform(bases[columns_of(Bases)], Bases)


def in_base(coded: pd.DataFrame, base: Base) -> "pd.Series[bool]":
    """Return which rows of *coded*, a table with a status, count in *base*."""
    return coded["status"].isin(IN_BASE[base])


def effective_base(total: "pd.Series[float]", squares: "pd.Series[float]") -> "pd.Series[float]":
    """Return how many equally weighted respondents would tell as much: (Σw)² / Σw² (Kish 1965).

    Args:
        total: The sum of the weights in each cell.
        squares: The sum of their squares; where it is 0, nobody counts and the base is 0.
    """
    return (total**2 / squares.where(squares > 0)).fillna(0.0)
