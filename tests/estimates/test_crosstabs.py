import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from nlp.contracts.study import Reporting, Tagging
from nlp.contracts.tables import Crosstabs, conform
from nlp.estimates.bases import count_bases
from nlp.estimates.crosstabs import NO_ANSWER, cross_tabulate
from nlp.estimates.findings import list_findings
from nlp.estimates.linking import link
from nlp.estimates.prevalence import estimate_prevalence
from tests.builders import QUESTION
from tests.estimates.small_study import (
    CODEBOOK,
    FEW,
    HOPES,
    answers,
    coded,
    codings,
    mentions,
    respondents,
    screened,
    shuffled,
    surveys,
)

SETTINGS = Reporting()
STUB = ["wave", "question_id", "finding_id"]
ROLES = answers("role", {"p1": ["user"], "p2": ["maker"], "p3": ["user"]})


def cells(crosstabs, *columns):
    return list(crosstabs[["option", *columns]].itertuples(index=False, name=None))


def test_shares_by_option():
    """
    Users: 1 of the weights 1 and 3; makers: all of 2.
    """
    crosstabs = cross_tabulate(coded((1, 1), (1, 2), (0, 3)), ROLES, ["role"], SETTINGS)

    expected = [("maker", 1, 1, 2.0, 1.0), ("user", 1, 2, 4.0, 0.25)]
    assert expected == cells(crosstabs, "n_raised", "n_base", "weighted_base", "share")


def test_effective_base_and_interval_are_those_of_the_cell():
    """
    A column with weights 1 and 3 has the effective base 16 / 10, not that of everybody.
    """
    crosstabs = cross_tabulate(coded((1, 1), (1, 2), (0, 3)), ROLES, ["role"], SETTINGS)

    users = crosstabs[crosstabs["option"] == "user"].iloc[0]
    assert users.effective_base == pytest.approx(1.6)
    assert users.low < 0.25 < users.high


def test_who_chose_nothing_is_a_column_of_their_own():
    """
    A respondent without an answer to the banner question counts under "no answer".
    """
    crosstabs = cross_tabulate(coded((1, 1), (0, 1), (1, 1), (1, 5)), ROLES, ["role"], SETTINGS)

    assert [("maker", 1), (NO_ANSWER, 1), ("user", 2)] == cells(crosstabs, "n_base")


def test_a_reason_for_not_answering_is_no_option():
    """
    Who refused counts under "no answer"; where all did, the question has no rows.
    """
    refused = answers("role", {"p4": ["refused"]}, missing=True)
    rows = coded((1, 1), (0, 1), (1, 1), (1, 5))
    crosstabs = cross_tabulate(rows, pd.concat([ROLES, refused]), ["role"], SETTINGS)

    assert [("maker", 1), (NO_ANSWER, 1), ("user", 2)] == cells(crosstabs, "n_base")
    assert [] == cells(cross_tabulate(rows, refused, ["role"], SETTINGS))


def test_who_chose_several_options_counts_in_each():
    """
    Of a multiple question every chosen option is a column that its respondents are in.
    """
    tools = answers("tools", {"p1": ["chat", "search"], "p2": ["chat"]})
    crosstabs = cross_tabulate(coded((1, 1), (0, 1)), tools, ["tools"], SETTINGS)

    assert [("chat", 2, 0.5), ("search", 1, 1.0)] == cells(crosstabs, "n_base", "share")


def test_each_banner_question_stands_alone():
    """
    Answers to one banner question do not reach the columns of another; the banner keeps its order.
    """
    both = pd.concat([ROLES, answers("age", {"p1": ["old"]})])
    crosstabs = cross_tabulate(coded((1, 1), (0, 1)), both, ["role", "age"], SETTINGS)

    expected = [("role", "maker"), ("role", "user"), ("age", NO_ANSWER), ("age", "old")]
    columns = ["banner_id", "option"]
    assert expected == list(crosstabs[columns].itertuples(index=False, name=None))


def test_an_answer_counts_in_its_wave_alone():
    """
    What a respondent chose in one wave says nothing of another.
    """
    rows = pd.concat([coded((1, 1)), coded((1, 1), (1, 1), wave="w2")])
    both = pd.concat([ROLES, answers("role", {"p2": ["maker"]}, wave="w2")])
    crosstabs = cross_tabulate(rows, both, ["role"], SETTINGS)

    assert [("user", "w1"), ("maker", "w2"), (NO_ANSWER, "w2")] == cells(crosstabs, "wave")


def test_a_banner_question_has_no_columns_where_it_was_not_put():
    """
    Where nobody answered the banner question, everybody under "no answer" would say nothing.
    """
    rows = pd.concat([coded((1, 1)), coded((1, 1), wave="w2")])
    both = pd.concat([ROLES, answers("age", {"p1": ["old"]}, wave="w2")])
    crosstabs = cross_tabulate(rows, both, ["role", "age", "size"], SETTINGS)

    expected = [("w1", "role", "user"), ("w2", "age", "old")]
    columns = ["wave", "banner_id", "option"]
    assert expected == list(crosstabs[columns].itertuples(index=False, name=None))


def test_a_banner_that_nobody_was_asked_gives_an_empty_table():
    """
    A study may name banner questions that no wave has put yet.
    """
    crosstabs = cross_tabulate(coded((1, 1)), answers("role", {}), ["role"], SETTINGS)

    assert 0 == len(conform(crosstabs, Crosstabs))


def test_a_column_where_nobody_is_codable_stays():
    """
    An option all of whose respondents left the question blank has a row without a share.
    """
    crosstabs = cross_tabulate(coded((1, 1), (0, 1, "empty")), ROLES, ["role"], SETTINGS)

    assert [("maker", 0), ("user", 1)] == cells(crosstabs, "n_base")
    assert [True, False] == list(crosstabs["share"].isna())


def test_small_columns_are_marked():
    """
    The smallest base holds for every column by itself.
    """
    rows = coded((1, 1), (1, 1), (1, 1))
    crosstabs = cross_tabulate(rows, ROLES, ["role"], Reporting(smallest_base=2))

    assert [("maker", True), ("user", False)] == cells(crosstabs, "small_base")


@pytest.mark.parametrize(("rows", "banner"), [(coded((1, 1)), []), (coded(), ["role"])])
def test_nothing_to_cross(rows, banner):
    """
    Without a banner or without responses the table is empty.
    """
    assert 0 == len(conform(cross_tabulate(rows, ROLES, banner, SETTINGS), Crosstabs))


def test_row_order_does_not_matter():
    """
    The same rows in another order give the same table, to the last digit.
    """
    rows = coded((1, 0.1), (0, 0.7), (1, 1.3), (0, 0.2))
    expected = cross_tabulate(rows, ROLES, ["role"], SETTINGS)
    got = cross_tabulate(shuffled(rows), shuffled(ROLES), ["role"], SETTINGS)

    assert_frame_equal(expected, got, check_exact=True)


@FEW
@given(
    surveys(),
    st.lists(st.sampled_from(["user", "maker", None]), min_size=6, max_size=6).filter(any),
)
def test_single_choice_columns_add_up_to_the_prevalence(survey, roles):
    """
    The columns of a single-choice banner question, "no answer" included, add up to everybody.
    """
    rows = link(*survey, list_findings([QUESTION, HOPES], CODEBOOK, Tagging()))
    chosen = {f"p{number}": [role] for number, role in enumerate(roles, start=1) if role}
    crosstabs = cross_tabulate(rows, answers("role", chosen), ["role"], SETTINGS)

    summed = crosstabs.groupby(STUB)[["n_raised", "n_base", "weighted_base"]].sum()
    whole = estimate_prevalence(rows, SETTINGS).set_index(STUB)
    assert_frame_equal(whole[list(summed.columns)], summed)


def test_a_whole_study_reconciles():
    """
    From respondents to crosstabs every count can be reckoned back to the one before.
    """
    people = respondents(1.0, 2.0, 0.5, 1.0)
    responses = screened(
        {
            QUESTION: ["codable", "codable", "empty", "codable"],
            HOPES: ["codable", "refusal", "not_asked", "too_short"],
        }
    )
    given = codings(("p1", "jobs"), ("p2", "risk"), ("p1", "time", HOPES))
    findings = list_findings([QUESTION, HOPES], CODEBOOK, Tagging())

    bases = count_bases(responses, people)
    rows = link(people, responses, given, mentions(("p4", "risk")), findings)
    prevalence = estimate_prevalence(rows, SETTINGS)
    crosstabs = cross_tabulate(rows, ROLES, ["role"], SETTINGS)

    assert 4 * 2 == bases["n_responses"].sum()
    codable = bases[bases["status"] == "codable"].set_index("question_id")
    assert {HOPES: 1, QUESTION: 3} == codable["n_responses"].to_dict()
    of_question = prevalence.set_index("question_id")
    assert (of_question["n_base"] == codable["n_responses"].loc[of_question.index]).all()
    assert (of_question["weighted_base"] == codable["weighted"].loc[of_question.index]).all()
    assert (crosstabs.groupby(STUB)["n_base"].sum() == prevalence.set_index(STUB)["n_base"]).all()
    assert len(findings) == len(prevalence)
