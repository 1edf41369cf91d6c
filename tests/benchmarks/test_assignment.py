"""The measure of the KPA 2021 shared task."""

import pytest

from tests.benchmarks.assignment import Debate, as_a_set, average_precision

ARGUMENTS = {f"a{number}": "words" for number in range(1, 5)}


def test_only_the_better_half_of_the_arguments_counts():
    """Of four arguments the two that are surest; the wrong ones below them do no harm."""
    debate = Debate(arguments=ARGUMENTS, judged={("a1", "k"): 1, ("a2", "k"): 1})
    ranked = {("a1", "k"): 0.9, ("a2", "k"): 0.8, ("a3", "k"): 0.2, ("a4", "k"): 0.1}
    assert 1.0 == average_precision(debate, ranked, undecided=0, weighted=0)


def test_a_right_one_below_a_wrong_one_is_half_precise():
    """And weighted by the share that is right, a quarter."""
    debate = Debate(arguments=ARGUMENTS, judged={("a1", "k"): 0, ("a2", "k"): 1})
    ranked = {("a1", "k"): 0.9, ("a2", "k"): 0.8}
    assert 0.5 == average_precision(debate, ranked, undecided=0, weighted=0)
    assert 0.25 == average_precision(debate, ranked, undecided=0, weighted=1)


@pytest.mark.parametrize(("undecided", "expected"), [(0, 0.0), (1, 1.0)])
def test_a_pair_on_which_people_differ_is_wrong_or_right(undecided, expected):
    """Strict takes it as wrong, relaxed as right."""
    ranked = {("a1", "k"): 0.9, ("a2", "k"): 0.8}
    assert expected == average_precision(Debate(arguments=ARGUMENTS), ranked, undecided, 0)


def test_an_argument_without_a_key_point_gains_nothing():
    """One of two in the better half is ranked, and right: precise, but half by weight."""
    debate = Debate(arguments=ARGUMENTS, judged={("a1", "k"): 1})
    assert 0.5 == average_precision(debate, {("a1", "k"): 0.9}, undecided=0, weighted=1)


def test_pairs_on_which_people_differ_are_left_out_of_precision_and_recall():
    """One right and one wrong of two judged; one of two wanted; two of four have none."""
    judged = {("a1", "k"): 1, ("a2", "k"): 0, ("a3", "k"): 1}
    debate = Debate(arguments=ARGUMENTS, judged=judged)
    given = {("a1", "k"): 0.9, ("a2", "k"): 0.8, ("a1", "other"): 0.5}
    assert ["0.500", "0.500", "0.500", "0.500"] == as_a_set([debate], [given]).split()
