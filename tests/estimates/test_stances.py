import pandas as pd
import pytest

from nlp.estimates.stances import stance_by


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["for"], "for"),
        (["against"], "against"),
        (["for", "for", "against"], "for"),
        (["for", "against", "against", "neutral"], "against"),
        (["for", "against"], "mixed"),
        (["for", "for", "mixed"], "mixed"),
        (["neutral", "for"], "for"),
        (["neutral", "neutral"], "neutral"),
        ([""], "neutral"),
    ],
)
def test_the_majority_decides_and_a_tie_is_mixed(said, expected):
    """
    For and against are counted; a tie or anything mixed is mixed, no side at all is neutral.
    """
    table = pd.DataFrame({"who": ["p1"] * len(said), "stance": said})

    assert [("p1", expected)] == list(stance_by(table, ["who"]).itertuples(index=False, name=None))


def test_groups_do_not_touch_each_other():
    """
    Every group has the stance of its own rows, and no rows give no groups.
    """
    table = pd.DataFrame({"who": ["p2", "p1", "p2"], "stance": ["for", "against", "for"]})

    assert {"p1": "against", "p2": "for"} == dict(stance_by(table, ["who"]).to_numpy())
    assert [] == list(stance_by(table.head(0), ["who"])["stance"])
