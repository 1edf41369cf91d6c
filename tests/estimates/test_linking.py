import pandas as pd
import pytest
from hypothesis import given
from pandas.testing import assert_frame_equal

from nlp.contracts.codebook import NO_THEME
from nlp.contracts.errors import ContractError
from nlp.contracts.study import Tagging
from nlp.contracts.tables import CATEGORIES, STATUSES
from nlp.estimates.findings import list_findings
from nlp.estimates.linking import link, weigh
from tests.builders import QUESTION
from tests.estimates.small_study import (
    CODEBOOK,
    FEW,
    HOPES,
    codings,
    mentions,
    respondents,
    screened,
    shuffled,
    surveys,
)

RISKS = list_findings([QUESTION], CODEBOOK, Tagging())
BY_TARGET = list_findings([QUESTION, HOPES], CODEBOOK, Tagging(by_target=True))
BOTH = list_findings([QUESTION, HOPES], CODEBOOK, Tagging())
ONE_CODABLE = screened({QUESTION: ["codable"]})


def linked(*, people=None, responses=ONE_CODABLE, given=(), named=(), findings=RISKS):
    people = respondents(1.0) if people is None else people
    return link(people, responses, codings(*given), mentions(*named), findings)


def raised(coded, who="p1"):
    rows = coded[coded["raised"] & (coded["respondent_id"] == who)]
    return list(rows["finding_id"])


def denied(coded):
    return list(coded.loc[coded["denied"], "finding_id"])


def test_a_coding_raises_its_theme_and_the_net():
    """
    A response raises the theme it was given, and the net above it.
    """
    assert ["jobs", "harm"] == raised(linked(given=[("p1", "jobs")]))


def test_a_theme_outside_nets_raises_itself_alone():
    """
    A theme without a net raises no net.
    """
    assert ["rules"] == raised(linked(given=[("p1", "rules")]))


def test_a_theme_given_to_two_units_is_raised_once():
    """
    However many units of a response hold a theme, it is one row.
    """
    coded = linked(given=[("p1", "jobs"), ("p1", "jobs"), ("p1", "risk")])

    assert ["jobs", "risk", "harm"] == raised(coded)
    assert len(RISKS) == len(coded)


def test_a_codable_response_without_theme_raises_no_theme():
    """
    What no theme covers is counted, not lost.
    """
    assert [NO_THEME] == raised(linked())


def test_a_mention_does_not_stand_in_for_a_theme():
    """
    A response that names a risk but holds no theme raises both the category and no theme.
    """
    assert ["mention:risk", NO_THEME] == raised(linked(named=[("p1", "risk")]))


@pytest.mark.parametrize("status", [status for status in STATUSES if status != "codable"])
def test_a_response_that_cannot_be_coded_raises_nothing(status):
    """
    An uncodable response stays, with its status, and raises nothing, not even no theme.
    """
    coded = linked(responses=screened({QUESTION: [status]}))

    assert [] == raised(coded)
    assert [status] == list(coded["status"].unique())
    assert len(RISKS) == len(coded)


def test_a_category_that_is_only_negated_is_denied():
    """
    "No risk" denies the risk and does not raise it.
    """
    coded = linked(named=[("p1", "risk", "not")])

    assert ["mention:risk"] == denied(coded)
    assert [NO_THEME] == raised(coded)


def test_a_category_both_named_and_negated_is_raised():
    """
    One mention that is not negated raises the category, whatever else is negated.
    """
    coded = linked(named=[("p1", "risk", "not"), ("p1", "risk")])

    assert [] == denied(coded)
    assert ["mention:risk", NO_THEME] == raised(coded)


def test_weights_and_statuses_go_with_their_respondents():
    """
    Every row carries the weight of its respondent and the status of its response.
    """
    coded = linked(
        people=respondents(0.5, 0.0, 2.0),
        responses=screened({QUESTION: ["codable", "empty", "refusal"]}),
    )

    of_jobs = coded[coded["finding_id"] == "jobs"]
    assert [0.5, 0.0, 2.0] == list(of_jobs["weight"])
    assert ["codable", "empty", "refusal"] == list(of_jobs["status"])


def test_each_question_has_its_own_findings():
    """
    A theme raised in one question is not raised in another, and is no finding where it has none.
    """
    coded = linked(
        responses=screened({QUESTION: ["codable"], HOPES: ["codable"]}),
        given=[("p1", "time", HOPES)],
        findings=BOTH,
    )

    hopes = coded[coded["question_id"] == HOPES]
    risks = coded[coded["question_id"] == QUESTION]
    assert ["time", "good"] == raised(hopes)
    assert [NO_THEME] == raised(risks)
    assert "time" not in set(risks["finding_id"])


def test_findings_keep_their_reading_order():
    """
    The findings of a response stand as in the table of findings.
    """
    assert list(RISKS["finding_id"]) == list(linked()["finding_id"])


@FEW
@given(surveys())
def test_stances_divide_those_who_raise_regulation(survey):
    """
    Who raises regulation raises exactly one stance, and nobody else any; targets cover categories.
    """
    coded = link(*survey, BY_TARGET)

    raised = coded[coded["raised"]]
    regulation = raised.loc[raised["finding_id"] == "mention:regulation", "response_id"]
    stances = raised.loc[raised["finding_id"].str.startswith("stance:"), "response_id"]
    assert sorted(regulation) == sorted(stances)
    for category in CATEGORIES:
        whole = raised.loc[raised["finding_id"] == f"mention:{category}", "response_id"]
        parts = raised["finding_id"].str.startswith(f"mention:{category}:")
        assert set(whole) == set(raised.loc[parts, "response_id"])


@FEW
@given(surveys())
def test_no_row_is_lost_or_invented(survey):
    """
    There is exactly one row per response and finding of its question, and weights sum as before.
    """
    people, responses, *work = survey
    coded = link(people, responses, *work, BOTH)

    n_findings = BOTH.groupby("question_id").size()
    assert n_findings[responses["question_id"]].sum() == len(coded)
    once = coded[coded["finding_id"] == NO_THEME]
    assert sorted(responses["response_id"]) == sorted(once["response_id"])
    assert once["weight"].sum() == pytest.approx(2 * people["weight"].sum())


@FEW
@given(surveys())
def test_every_codable_response_has_a_theme_or_none(survey):
    """
    A codable response raises themes or no theme, never both and never neither; others nothing.
    """
    coded = link(*survey, BOTH)
    kinds = coded.merge(BOTH[["question_id", "finding_id", "kind"]])

    kinds = kinds[kinds["raised"] & kinds["kind"].isin(["theme", "none"])]
    codable = coded.loc[coded["status"] == "codable", "response_id"]
    assert set(codable) == set(kinds["response_id"])
    assert kinds[["response_id", "kind"]].drop_duplicates()["response_id"].is_unique


@FEW
@given(surveys())
def test_row_order_does_not_matter(survey):
    """
    The same rows in another order give the same table.
    """
    expected = link(*survey, BOTH)

    assert_frame_equal(expected, link(*(shuffled(table) for table in survey), BOTH))


def test_inputs_are_left_alone():
    """
    Linking edits none of the tables it gets.
    """
    people, responses = respondents(1.0), screened({QUESTION: ["codable"]})
    before = responses.copy(deep=True)
    link(people, responses, codings(("p1", "jobs")), mentions(), RISKS)

    assert_frame_equal(before, responses)


def test_a_study_without_responses_gives_an_empty_table():
    """
    No respondents, no rows, no error.
    """
    assert 0 == len(linked(people=respondents(), responses=screened({QUESTION: []})))


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ({"people": respondents()}, "1 responses of unknown respondents"),
        ({"people": respondents(1.0, wave="w2")}, "1 responses of unknown respondents"),
        ({"people": respondents(1.0, 1.0)}, "1 responses missing"),
        ({"people": pd.concat([respondents(1.0)] * 2)}, "1 respondents named twice"),
        ({"responses": pd.concat([ONE_CODABLE] * 2)}, "1 further responses of a respondent"),
        (
            {"findings": list_findings([HOPES], CODEBOOK, Tagging())},
            "1 responses to questions without",
        ),
        ({"given": [("p9", "jobs")]}, "1 codings of responses that are not codable"),
        ({"named": [("p9", "risk")]}, "1 mentions in responses that are not codable"),
        ({"given": [("p1", "time")]}, "1 codings with a theme that is no finding"),
        ({"given": [("p1", "harm")]}, "1 codings with a theme that is no finding"),
        (
            {"responses": screened({QUESTION: ["refusal"]}), "given": [("p1", "jobs")]},
            "1 codings of responses that are not codable",
        ),
    ],
)
def test_tables_that_do_not_fit_are_refused(tables, expected):
    """
    Tables that do not belong together are refused with counts, and nobody's id or words.
    """
    with pytest.raises(ContractError) as refused:
        linked(**tables)

    assert expected in str(refused.value)
    assert "p1" not in str(refused.value)


def test_a_respondent_of_two_waves_keeps_both_weights():
    """
    Respondent and wave together say who is meant.
    """
    people = pd.concat([respondents(1.0), respondents(3.0, wave="w2")])
    responses = pd.concat([ONE_CODABLE, screened({QUESTION: ["codable"]}, wave="w2")])

    weighed = weigh(responses, people)

    assert {"w1": 1.0, "w2": 3.0} == dict(zip(weighed["wave"], weighed["weight"], strict=True))
