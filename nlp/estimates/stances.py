"""What is wanted of regulation, all in all: of several mentions, or of several responses."""

import numpy as np
import pandas as pd


def stance_by(said: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return one row per group of *keys* with the stance of the whole group.

    The majority of for and against counts. A tie, or anything mixed, is mixed; whoever takes no
    side anywhere is neutral.

    Args:
        said: Stances that were found, with the columns *keys* and `stance`.
        keys: What the stances of one group share.
    """
    stance = said["stance"]
    counts = said[keys].assign(
        n_for=(stance == "for").astype("int64"),
        n_against=(stance == "against").astype("int64"),
        n_mixed=(stance == "mixed").astype("int64"),
    )
    summed = counts.groupby(keys, as_index=False).sum()
    more = np.sign(summed["n_for"] - summed["n_against"])
    sided = summed["n_for"] + summed["n_against"] > 0
    mixed = (summed["n_mixed"] > 0) | (sided & (more == 0))
    decided = np.select([mixed, more > 0, more < 0], ["mixed", "for", "against"], "neutral")
    return summed[keys].assign(stance=pd.Series(decided, index=summed.index, dtype="str"))
