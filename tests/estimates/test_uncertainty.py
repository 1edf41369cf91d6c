import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.estimates.uncertainty import wilson_interval


@pytest.mark.parametrize(
    ("raised", "base", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_published_values_are_met(raised, base, low, high):
    """
    The interval is that of Wilson, as printed in the literature (Newcombe 1998).
    """
    got = wilson_interval([raised / base], [base], 0.95)

    assert np.ravel(got) == pytest.approx([low, high], abs=5e-5)


def test_an_empty_base_has_no_interval():
    """
    Where nobody counts there is no interval, and the neighbours keep theirs.
    """
    low, high = wilson_interval([np.nan, 0.5], [0, 2], 0.95)

    assert [True, False] == list(np.isnan(low))
    assert [True, False] == list(np.isnan(high))
    assert (low[1], high[1]) == pytest.approx((0.0945, 0.9055), abs=5e-5)


def test_nothing_to_reckon():
    """
    No shares give no intervals.
    """
    low, high = wilson_interval([], [], 0.95)

    assert (0, 0) == (len(low), len(high))


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_share_at_the_edge_is_the_end_of_its_interval(share):
    """
    Where nobody or everybody raised a finding, rounding does not part the share from its interval.
    """
    low, high = wilson_interval(np.full(3000, share), np.arange(1, 3001), 0.95)

    assert (share == (low if share == 0 else high)).all()
    assert (low < high).all()


@given(st.floats(0, 1), st.floats(1, 1e6), st.floats(0.51, 0.99))
def test_the_share_lies_in_its_interval(share, base, level):
    """
    0 <= low <= share <= high <= 1, whatever the share, the base and the level.
    """
    low, high = wilson_interval([share], [base], level)

    assert 0 <= low[0] <= share <= high[0] <= 1


@given(st.floats(0.01, 0.99), st.floats(1, 1e5))
def test_more_respondents_and_less_certainty_narrow_the_interval(share, base):
    """
    Four times the base, or a lower level, gives a narrower interval.
    """

    def width(base, level):
        low, high = wilson_interval([share], [base], level)
        return high[0] - low[0]

    assert width(4 * base, 0.95) < width(base, 0.95)
    assert width(base, 0.8) < width(base, 0.95)
