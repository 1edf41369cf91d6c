"""Findings (stub, rows) by options of closed questions (banner, columns)."""

from collections.abc import Sequence

import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.study import Reporting
from nlp.contracts.tables import (
    Answers,
    CodedResponses,
    Crosstabs,
    build,
    columns_of,
    conform,
)
from nlp.estimates.prevalence import STUB, estimate_shares

NO_ANSWER = "no answer"
"""The option of respondents who chose none, so that the bases of the options add up."""


def cross_tabulate(
    coded: DataFrame[CodedResponses],
    answers: DataFrame[Answers],
    banner: Sequence[str],
    settings: Reporting,
) -> DataFrame[Crosstabs]:
    """Return how prevalent every finding is among those who chose each option of the *banner*.

    Who chose several options counts in each of them; who chose none, in `NO_ANSWER`, whatever
    reason was given. A banner question that nobody answered in a wave was not put to anybody there
    and has no rows.
    """
    if not banner:
        return build([], Crosstabs)
    tables = [_by_option(coded, answers, banner_id, settings) for banner_id in banner]
    return conform(pd.concat(tables, ignore_index=True), Crosstabs)


def _by_option(
    coded: DataFrame[CodedResponses],
    answers: DataFrame[Answers],
    banner_id: str,
    settings: Reporting,
) -> pd.DataFrame:
    counted = (answers["question_id"] == banner_id) & ~answers["missing"]
    chosen = answers.loc[counted, ["respondent_id", "wave", "option"]]
    put = coded[coded["wave"].isin(chosen["wave"])]
    rows = put.merge(chosen, on=["respondent_id", "wave"], how="left")
    shares = estimate_shares(
        rows.fillna({"option": NO_ANSWER}), [*STUB, "option"], settings
    ).assign(banner_id=banner_id)
    return shares[columns_of(Crosstabs)]
