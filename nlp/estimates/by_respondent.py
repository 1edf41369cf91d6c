"""What respondents mention in all their responses of a wave together."""

import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.tables import (
    CATEGORIES,
    CODABLE,
    STANCES,
    CodedResponses,
    RespondentMentions,
    columns_of,
    conform,
)
from nlp.estimates.findings import mention_finding, stance_finding
from nlp.estimates.stances import stance_by

PERSON = ["wave", "respondent_id"]


def roll_up(coded: DataFrame[CodedResponses]) -> DataFrame[RespondentMentions]:
    """Say of everybody with a codable response which categories these raise or only deny.

    A respondent raises what any of the responses raises, and denies what some deny but none raise.
    The stance is made of those of the responses as theirs are made of mentions.
    """
    named = _with(coded, "category", {mention_finding(name): name for name in CATEGORIES})
    told = named.groupby([*PERSON, "category"], as_index=False).agg(
        weight=("weight", "first"),
        n_responses=("response_id", "size"),
        raised=("raised", "any"),
        denied=("denied", "any"),
    )
    sides = _with(coded, "stance", {stance_finding(name): name for name in STANCES if name})
    taken = stance_by(sides[sides["raised"]], PERSON).assign(category="regulation")
    told = told.merge(taken, on=[*PERSON, "category"], how="left").fillna({"stance": ""})
    told["denied"] &= ~told["raised"]
    told["place"] = told["category"].map(CATEGORIES.index)
    in_order = told.sort_values([*PERSON, "place"], ignore_index=True)
    return conform(in_order[columns_of(RespondentMentions)], RespondentMentions)


def _with(coded: pd.DataFrame, column: str, names: dict[str, str]) -> pd.DataFrame:
    """Return the rows of codable responses whose finding is one of *names*, named in *column*."""
    rows = coded[(coded["status"] == CODABLE) & coded["finding_id"].isin(names)]
    return rows.assign(**{column: rows["finding_id"].map(names).astype("str")})
