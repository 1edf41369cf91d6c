import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from nlp.contracts.study import Reporting, Tagging
from nlp.contracts.tables import STATUSES
from nlp.estimates.findings import list_findings
from nlp.estimates.linking import link
from nlp.estimates.prevalence import estimate_prevalence
from tests.builders import QUESTION
from tests.estimates.small_study import (
    CODEBOOK,
    FEW,
    WEIGHTS,
    coded,
    codings,
    mentions,
    respondents,
    screened,
    shuffled,
)

SETTINGS = Reporting()
SAMPLES = st.lists(
    st.tuples(st.booleans(), WEIGHTS, st.sampled_from(STATUSES)), min_size=1, max_size=12
).map(lambda rows: [(r and status == "codable", w, status) for r, w, status in rows])


def only(prevalence):
    """The one row of a table, by column."""
    assert 1 == len(prevalence)
    return prevalence.iloc[0]


def weighing(rows, factor):
    return coded(*((raised, weight * factor, *rest) for raised, weight, *rest in rows))


def test_a_weighted_share_and_its_bases():
    """
    Weights 1, 1, 2 and 4, the third raising: 2 of 8, an effective base of 64 / 22.
    """
    row = only(estimate_prevalence(coded((0, 1), (0, 1), (1, 2), (0, 4)), SETTINGS))

    assert (1, 4, 8.0, 0.25) == (row.n_raised, row.n_base, row.weighted_base, row.share)
    assert row.effective_base == pytest.approx(64 / 22)
    assert (row.low, row.high) == pytest.approx((0.03598, 0.74855), abs=5e-6)


def test_an_unweighted_share_has_the_published_interval():
    """
    Nobody of 20 raising gives 0 with an upper end of .1611 (Newcombe 1998).
    """
    row = only(estimate_prevalence(coded(*[(0, 1)] * 20), SETTINGS))

    assert (0, 0) == (row.share, row.low)
    assert row.high == pytest.approx(0.1611, abs=5e-5)


@pytest.mark.parametrize(
    ("base", "n_base", "share"), [("asked", 4, 0.25), ("answered", 3, 1 / 3), ("codable", 2, 0.5)]
)
def test_the_base_is_the_one_asked_for(base, n_base, share):
    """
    Who was asked, who wrote something, whose words can be coded: each its own base.
    """
    rows = coded((1, 1), (0, 1), (0, 1, "refusal"), (0, 1, "empty"), (0, 1, "not_asked"))
    row = only(estimate_prevalence(rows, Reporting(base=base)))

    assert n_base == row.n_base
    assert row.share == pytest.approx(share)


def test_an_empty_base_has_no_share_but_keeps_its_row():
    """
    Where nobody counts the row stays and says so.
    """
    row = only(estimate_prevalence(coded((0, 1, "empty")), SETTINGS))

    assert (0, 0, 0) == (row.n_base, row.weighted_base, row.effective_base)
    assert np.isnan([row.share, row.low, row.high]).all()


def test_a_respondent_of_weight_zero_counts_only_unweighted():
    """
    A weight of 0 keeps a respondent in the counts and out of the share.
    """
    row = only(estimate_prevalence(coded((1, 0), (1, 1), (0, 1)), SETTINGS))

    assert (2, 3) == (row.n_raised, row.n_base)
    assert (0.5, 2.0) == (row.share, row.effective_base)


@pytest.mark.parametrize("weight", [0, 1e-200])
def test_weights_of_nothing_give_no_share(weight):
    """
    A base that weighs nothing, or next to it, has no share, however many respondents it has.
    """
    row = only(estimate_prevalence(coded((1, weight), (0, weight)), SETTINGS))

    assert (2, 0) == (row.n_base, row.effective_base)
    assert np.isnan(row.share)


@pytest.mark.parametrize(("n_base", "small"), [(2, True), (3, False)])
def test_a_small_base_is_marked(n_base, small):
    """
    Fewer respondents than the smallest base are marked; exactly as many are not.
    """
    rows = coded(*[(1, 100)] * n_base)

    assert small == only(estimate_prevalence(rows, Reporting(smallest_base=3))).small_base


def test_waves_and_findings_have_rows_of_their_own():
    """
    Every wave, question and finding has its share.
    """
    rows = pd.concat(
        [
            coded((1, 1), (0, 1)),
            coded((0, 1), (0, 1), finding_id="rules"),
            coded((1, 1), wave="w2"),
        ]
    )
    prevalence = estimate_prevalence(rows, SETTINGS)

    expected = [("w1", "jobs", 0.5), ("w1", "rules", 0.0), ("w2", "jobs", 1.0)]
    columns = ["wave", "finding_id", "share"]
    assert expected == list(prevalence[columns].itertuples(index=False, name=None))


def test_a_net_counts_respondents_once():
    """
    The net is the share with any of its themes, not the sum of their shares.
    """
    rows = link(
        respondents(*[1.0] * 4),
        screened({QUESTION: ["codable"] * 4}),
        codings(("p1", "jobs"), ("p1", "risk"), ("p2", "risk")),
        mentions(),
        list_findings([QUESTION], CODEBOOK, Tagging()),
    )
    shares = estimate_prevalence(rows, SETTINGS).set_index("finding_id")["share"]

    assert (0.25, 0.5, 0.5) == (shares["jobs"], shares["risk"], shares["harm"])
    assert 0.5 == shares["no_theme"]


def test_no_rows_no_shares():
    """
    An empty table gives an empty table.
    """
    assert 0 == len(estimate_prevalence(coded(), SETTINGS))


@FEW
@given(SAMPLES)
def test_the_share_lies_in_its_interval(rows):
    """
    0 <= low <= share <= high <= 1, and the effective base is at most the number of respondents.
    """
    row = only(estimate_prevalence(coded(*rows), SETTINGS))

    if row.effective_base > 0:
        assert 0 <= row.low <= row.share <= row.high <= 1
    assert row.effective_base <= row.n_base * (1 + 1e-12)


@FEW
@given(SAMPLES)
def test_bases_nest(rows):
    """
    Codable respondents are among those who answered, and these among those asked.
    """
    bases = [
        only(estimate_prevalence(coded(*rows), Reporting(base=base))).n_base
        for base in ("codable", "answered", "asked")
    ]

    assert sorted(bases) == bases


@FEW
@given(SAMPLES)
def test_weights_of_one_are_plain_counting(rows):
    """
    If everybody stands for one, the share is the count raised over the count in the base.
    """
    row = only(estimate_prevalence(coded(*((r, 1, status) for r, _, status in rows)), SETTINGS))

    assert row.n_base == row.weighted_base == row.effective_base
    if row.n_base:
        assert row.n_raised / row.n_base == row.share


@FEW
@given(SAMPLES)
def test_doubling_all_weights_moves_no_share(rows):
    """
    Twice the weights are the same shares and intervals to the last digit.
    """
    once, twice = (estimate_prevalence(weighing(rows, by), SETTINGS) for by in (1, 2))

    moved = ["weighted_base"]
    assert_frame_equal(once.drop(columns=moved), twice.drop(columns=moved), check_exact=True)


@FEW
@given(SAMPLES)
def test_the_scale_of_weights_does_not_matter(rows):
    """
    A thousand times the weights change the weighted base and nothing else.
    """
    once, more = (estimate_prevalence(weighing(rows, by), SETTINGS) for by in (1, 1000))

    moved = ["weighted_base"]
    assert_frame_equal(once.drop(columns=moved), more.drop(columns=moved), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_row_order_does_not_matter(seed):
    """
    Fractions in another order give the same shares, to the last digit.
    """
    rows = coded(*((number % 3 == 0, 1 / number) for number in range(1, 100)))
    expected = estimate_prevalence(rows, SETTINGS)

    assert_frame_equal(
        expected, estimate_prevalence(shuffled(rows, seed), SETTINGS), check_exact=True
    )
