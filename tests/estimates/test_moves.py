import pandas as pd

from nlp.contracts.ids import response_id
from nlp.estimates.moves import compare_coded, compare_terms
from tests.builders import QUESTION, WAVE
from tests.estimates.small_study import coded, mentions, screened, shuffled


def listed(moves):
    columns = ["finding_id", "response_id", "gained"]
    return list(moves[columns].itertuples(index=False, name=None))


def of(who):
    return response_id(WAVE, who, QUESTION)


def test_what_is_raised_only_before_or_only_after_moves():
    """
    Who raises a finding in both tables, or in none, is not told.
    """
    before = coded((True, 1), (True, 1), (False, 1), (False, 1))
    after = coded((True, 1), (False, 1), (True, 1), (False, 1))

    expected = sorted([("jobs", of("p2"), False), ("jobs", of("p3"), True)])
    assert expected == sorted(listed(compare_coded(before, after)))


def test_a_finding_that_is_new_is_gained_and_one_that_is_gone_is_lost():
    """
    Findings of only one table move wherever they are raised.
    """
    old, new = coded((True, 1), finding_id="old"), coded((True, 1), finding_id="new")

    assert [("new", of("p1"), True), ("old", of("p1"), False)] == listed(compare_coded(old, new))


def test_nothing_moves_between_the_same_rows():
    """
    The order of rows does not matter, and denials do not count as raised.
    """
    table = pd.concat([coded((True, 1), (False, 1)), coded((True, 1), finding_id="x")])

    assert [] == listed(compare_coded(table, shuffled(table)))
    assert [] == listed(compare_coded(table, table.assign(denied=True)))


def test_a_term_moves_though_its_category_does_not():
    """
    Who names a benefit by another word than before moves from one term to the other.
    """
    before = mentions(("p1", "risk"), ("p2", "risk"), ("p2", "risk"))
    after = before.assign(term_id=["other", "term", "term"])
    both = screened({QUESTION: ["codable", "codable"]})

    expected = [("term:risk:other", of("p1"), True), ("term:risk:term", of("p1"), False)]
    assert expected == listed(compare_terms(before, after, both))
    assert [] == listed(compare_terms(before, shuffled(before), both))


def test_a_term_that_is_denied_from_now_on_is_lost():
    """
    Only what is affirmed somewhere in a response is named.
    """
    both = screened({QUESTION: ["codable"]})

    moves = compare_terms(mentions(("p1", "risk")), mentions(("p1", "risk", "not")), both)
    assert [("term:risk:term", of("p1"), False)] == listed(moves)
