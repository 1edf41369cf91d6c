"""How sure a share is."""

import numpy as np
import numpy.typing as npt
from statsmodels.stats.proportion import proportion_confint

Floats = npt.NDArray[np.float64]


def wilson_interval(
    shares: npt.ArrayLike, effective_bases: npt.ArrayLike, level: float
) -> tuple[Floats, Floats]:
    """Return the ends of the score interval of each share; not a number where the base is empty.

    Wilson (1927), with the effective base in place of the number of respondents. It allows for
    unequal weights; strata and clusters it does not see.
    """
    share = np.asarray(shares, dtype=np.float64)
    effective = np.asarray(effective_bases, dtype=np.float64)
    low, high = np.full_like(share, np.nan), np.full_like(share, np.nan)
    known = effective > 0
    low[known], high[known] = proportion_confint(
        share[known] * effective[known], effective[known], alpha=1 - level, method="wilson"
    )
    # Rounding may put an end of the interval a last digit on the wrong side of a share of 0 or 1.
    return np.clip(np.minimum(low, share), 0, 1), np.clip(np.maximum(high, share), 0, 1)
