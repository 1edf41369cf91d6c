import pandas as pd
from hypothesis import given
from pandas.testing import assert_frame_equal

from nlp.contracts.ids import response_id
from nlp.contracts.study import Tagging
from nlp.estimates.by_respondent import roll_up
from nlp.estimates.findings import list_findings
from nlp.estimates.linking import link
from tests.builders import QUESTION, WAVE
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

BOTH = list_findings([QUESTION, HOPES], CODEBOOK, Tagging())


def rolled(statuses, risks=(), hopes=()):
    """What p1, p2, … mention in two questions together."""
    n = len(statuses[QUESTION])
    here, there = mentions(*risks), mentions(*hopes)
    ours = {response_id(WAVE, f"p{i}", QUESTION): f"p{i}" for i in range(1, n + 1)}
    moved = [response_id(WAVE, ours[name], HOPES) for name in there["response_id"]]
    named = pd.concat([here, there.assign(response_id=pd.Series(moved, dtype="str"))])
    named = named.assign(mention_id=[f"m{i}" for i in range(len(named))])
    coded = link(respondents(*[1.0] * n), screened(statuses), codings(), named, BOTH)
    return roll_up(coded)


def said(table, who="p1"):
    rows = table[table["respondent_id"] == who]
    columns = ["category", "raised", "denied", "stance"]
    return {row[0]: row[1:] for row in rows[columns].itertuples(index=False, name=None)}


TWO = {QUESTION: ["codable"], HOPES: ["codable"]}


def test_what_any_response_raises_the_respondent_raises():
    """
    Denied in one response and raised in another is raised; only denied is denied.
    """
    table = rolled(
        TWO, risks=[("p1", "risk", "not"), ("p1", "benefit", "not")], hopes=[("p1", "risk")]
    )

    expected = {
        "benefit": (False, True, ""),
        "risk": (True, False, ""),
        "regulation": (False, False, ""),
    }
    assert expected == said(table)
    assert [2, 2, 2] == list(table["n_responses"])


def test_the_stances_of_responses_are_counted_like_those_of_mentions():
    """
    A response for rules and one against them make a mixed respondent, however often each says so.
    """
    rules = ("p1", "regulation")
    torn = rolled(TWO, risks=[(*rules, "for"), (*rules, "for")], hopes=[(*rules, "against")])
    leaning = rolled(TWO, risks=[(*rules, "for")], hopes=[(*rules, "neutral")])

    assert (True, False, "mixed") == said(torn)["regulation"]
    assert (True, False, "for") == said(leaning)["regulation"]


def test_only_who_could_be_coded_is_told():
    """
    A respondent without a codable response has no rows; blank ones are not counted.
    """
    table = rolled({QUESTION: ["codable", "empty"], HOPES: ["refusal", "not_asked"]})

    assert {"p1"} == set(table["respondent_id"])
    assert [1, 1, 1] == list(table["n_responses"])


@FEW
@given(surveys())
def test_stance_goes_with_regulation_and_order_does_not_matter(survey):
    """
    Exactly those who raise regulation have a stance; shuffled rows give the same table.
    """
    coded = link(*survey, BOTH)
    table = roll_up(coded)

    raises = table["raised"] & (table["category"] == "regulation")
    assert list(raises) == list(table["stance"] != "")
    assert_frame_equal(table, roll_up(shuffled(coded)))
