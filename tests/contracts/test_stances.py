"""What several stances come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.stances import stance_of_all


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["for", "against", "against"], "against"),
        (["for", "for", "mixed"], "mixed"),
        (["", "for"], "for"),
        ([""], ""),
        ([], ""),
    ],
)
def test_the_majority_decides_and_a_tie_is_mixed(said, expected):
    """No stance is none; whatever takes a side outweighs what takes none."""
    assert expected == stance_of_all(said)


@given(st.lists(st.sampled_from(["for", "against", "mixed", "neutral", ""])))
def test_the_order_of_stances_does_not_matter(said):
    """Stances are counted, so the first has no more say than the last."""
    assert stance_of_all(said) == stance_of_all(said[::-1]) == stance_of_all(sorted(said))
