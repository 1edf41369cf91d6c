import pandas as pd
import pytest
from hypothesis import given
from pandas.testing import assert_frame_equal

from nlp.contracts.errors import ContractError
from nlp.contracts.tables import STATUSES
from nlp.estimates.bases import count_bases, effective_base, in_base
from tests.builders import QUESTION
from tests.estimates.small_study import FEW, HOPES, coded, respondents, screened, shuffled, surveys


def kish(*weights):
    total = pd.Series([sum(weights)], dtype="float64")
    squares = pd.Series([sum(weight**2 for weight in weights)], dtype="float64")
    return effective_base(total, squares).item()


def test_every_status_is_counted_with_and_without_weights():
    """
    Each status of a question has a row, in the order of the statuses; nobody having it is a 0.
    """
    bases = count_bases(
        screened({QUESTION: ["codable", "empty", "codable"]}), respondents(1.0, 2.5, 0.5)
    )

    assert list(STATUSES) == list(bases["status"])
    others = [0] * (len(STATUSES) - 3)
    assert [2, 0, 1, *others] == list(bases["n_responses"])
    assert [1.5, 0, 2.5, *others] == list(bases["weighted"])


def test_waves_and_questions_are_counted_apart():
    """
    Every wave and question has a block of its own.
    """
    responses = [
        screened({QUESTION: ["codable"], HOPES: ["empty"]}),
        screened({QUESTION: ["refusal"]}, wave="w2"),
    ]
    people = pd.concat([respondents(1.0), respondents(1.0, wave="w2")])

    bases = count_bases(pd.concat(responses), people)

    counted = bases[bases["n_responses"] > 0]
    expected = [("w1", HOPES, "empty"), ("w1", QUESTION, "codable"), ("w2", QUESTION, "refusal")]
    columns = ["wave", "question_id", "status"]
    assert expected == list(counted[columns].itertuples(index=False, name=None))


def test_no_responses_no_bases():
    """
    Without responses there is an empty table.
    """
    assert 0 == len(count_bases(screened({}), respondents()))


def test_a_missing_response_is_noticed():
    """
    A respondent who has no response at all, not even a blank one, would be lost from the base.
    """
    with pytest.raises(ContractError, match="1 responses missing"):
        count_bases(screened({QUESTION: ["codable"]}), respondents(1.0, 1.0))


@FEW
@given(surveys())
def test_statuses_add_up_to_respondents_times_questions(survey):
    """
    Nobody is lost: the counts sum to respondents times questions, and the weights likewise.
    """
    people, responses, *_ = survey
    bases = count_bases(responses, people)

    assert 2 * len(people) == bases["n_responses"].sum()
    assert bases["weighted"].sum() == pytest.approx(2 * people["weight"].sum())
    assert 2 * len(STATUSES) == len(bases)


@pytest.mark.parametrize("seed", range(3))
def test_row_order_does_not_matter(seed):
    """
    Fractions in another order give the same table, to the last digit.
    """
    people = respondents(*(1 / number for number in range(1, 100)))
    responses = screened({QUESTION: ["codable", "empty", "codable"] * 33})

    assert_frame_equal(
        count_bases(responses, people),
        count_bases(shuffled(responses, seed), shuffled(people)),
        check_exact=True,
    )


@pytest.mark.parametrize(
    ("base", "left_out"),
    [
        ("asked", {"not_asked"}),
        ("answered", {"not_asked", "empty"}),
        ("codable", set(STATUSES) - {"codable"}),
    ],
)
def test_each_base_leaves_out_its_statuses(base, left_out):
    """
    Asked leaves out who was not asked, answered also who left it blank, codable all but codable.
    """
    rows = coded(*((False, 1, status) for status in STATUSES))

    assert left_out == set(rows.loc[~in_base(rows, base), "status"])


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ((1, 1, 2, 4), 2.909),
        ((1, 1, 1, 1), 4),
        ((5, 5), 2),
        ((7, 0, 0), 1),
        ((0, 0), 0),
        ((), 0),
    ],
)
def test_the_effective_base_is_that_of_kish(weights, expected):
    """
    Equal weights give the number of respondents, unequal ones less, no weight at all 0.
    """
    assert kish(*weights) == pytest.approx(expected, abs=5e-4)
