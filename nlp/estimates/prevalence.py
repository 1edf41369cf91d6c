"""The weighted share of each base that raised a finding at least once, and how sure it is."""

import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.study import Reporting
from nlp.contracts.tables import CodedResponses, Prevalence, columns_of, conform
from nlp.estimates.bases import effective_base, in_base
from nlp.estimates.uncertainty import wilson_interval

STUB = ["wave", "question_id", "finding_id"]
"""What a row of a table of findings is about."""


def estimate_prevalence(
    coded: DataFrame[CodedResponses], settings: Reporting
) -> DataFrame[Prevalence]:
    """Return how prevalent every finding is in every question and wave."""
    shares = estimate_shares(coded, STUB, settings)
    return conform(shares[columns_of(Prevalence)], Prevalence)


def estimate_shares(rows: pd.DataFrame, by: list[str], settings: Reporting) -> pd.DataFrame:
    """Return the share of *rows* that raised a finding, its interval and bases, per cell of *by*.

    A row is a coded response, at most once in a cell. A cell whose base is empty stays, without
    a share.
    """
    cells = _sum_up(rows, by, settings)
    effective = effective_base(cells["weighted_base"], cells["squares"])
    base = cells["weighted_base"].where(effective > 0)
    share = (cells["weighted_raised"] / base).clip(upper=1)  # two rounded sums
    low, high = wilson_interval(share, effective, settings.confidence_level)
    return cells.assign(
        share=share,
        low=low,
        high=high,
        effective_base=effective,
        small_base=cells["n_base"] < settings.smallest_base,
    )


def _sum_up(rows: pd.DataFrame, by: list[str], settings: Reporting) -> pd.DataFrame:
    """Return counts and sums of weights per cell, over those in the base.

    Only codable responses raise findings, and these are in every base.
    """
    counts = in_base(rows, settings.base)
    weight = rows["weight"].where(counts, 0.0)
    summands = rows[by].assign(
        n_base=counts.astype("int64"),
        n_raised=rows["raised"].astype("int64"),
        weighted_base=weight,
        weighted_raised=weight.where(rows["raised"], 0.0),
        squares=weight**2,
    )
    # Sums of fractions depend on their order in the last digit; so the order is fixed.
    return summands.sort_values("weighted_base").groupby(by, as_index=False).sum()
