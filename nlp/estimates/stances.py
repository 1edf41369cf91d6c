"""What is wanted of regulation, all in all: of several mentions, or of several responses."""

import pandas as pd

from nlp.contracts.stances import stance_of_all


def stance_by(said: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return one row per group of *keys* with the stance of the whole group.

    Whoever raises regulation and takes no side anywhere is neutral.

    Args:
        said: Stances that were found, with the columns *keys* and `stance`.
        keys: What the stances of one group share.
    """
    stances = said.groupby(keys)["stance"].agg(stance_of_all).astype("str").replace("", "neutral")
    return stances.reset_index()
