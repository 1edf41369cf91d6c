from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.raw import ValueLabels
from nlp.intake.proposing.options import (
    in_reading_order,
    labelled_options,
    options_of_column,
    reasons_for_no_answer,
    separator_of,
)
from nlp.intake.proposing.sightings import Sighting


def column(values, labels=None):
    return Sighting(0, ("Q",), ("Q",), "Q", "Q", "Q", values, 40, labels or ValueLabels())


def test_numbers_put_options_in_order():
    """
    Options that begin with numbers go up, "under" before and "over" behind; "Other" is last.
    """
    options = {"Over 249": 9, "10 to 49": 3, "Under 10": 5, "50 to 249": 7, "Don't know": 30}

    expected = ["Under 10", "10 to 49", "50 to 249", "Over 249", "Don't know"]
    assert expected == in_reading_order(options)


def test_known_scales_are_in_order():
    """
    Options of a known scale go along it; others are ordered by how often they are chosen.
    """
    assert ["Never", "Often", "Always"] == in_reading_order({"Always": 9, "Never": 2, "Often": 3})
    assert ["Vet", "Nurse", "Other"] == in_reading_order({"Other": 99, "Nurse": 2, "Vet": 3})


@given(st.dictionaries(st.text(min_size=1, max_size=9), st.integers(1, 9), max_size=9))
def test_ordering_loses_no_option(values):
    """
    Whatever the options are, each stands in the order once.
    """
    assert sorted(values) == sorted(in_reading_order(values))


def test_rare_values_are_not_listed():
    """
    What one person gave in a long column may be that person's words; it is counted, not shown.
    """
    found = options_of_column({"Nurse": 40, "Vet": 20, "the only vet of our valley": 1})

    assert (("Nurse", "Vet"), 1) == (found.listed, found.rarer)


def test_an_address_is_not_listed():
    """
    What would be masked in an answer is not shown as an option, however often it stands there.
    """
    assert ("Nurse",) == options_of_column({"Nurse": 40, "desk@example.org": 20}).listed


def test_labels_are_the_options_of_a_statistics_file():
    """
    The labels stand in the order of their values, without those that mean missing.
    """
    labels = ValueLabels({"10": "Often", "2": "Never", "99": "Refused"}, frozenset({"99"}))

    assert ("Never", "Often") == labelled_options(column({"2": 5, "10": 3, "99": 1}, labels))
    assert () == labelled_options(column({"2": 5, "3": 1}, labels))


def test_negative_codes_are_no_answers():
    """
    Below zero among codes that are not stand reasons why there is no answer.
    """
    assert ("-99",) == reasons_for_no_answer(column({"1": 9, "2": 9, "-99": 2}))
    assert () == reasons_for_no_answer(column({"-1": 9, "1": 9, "-2": 2}))


def test_lists_in_one_cell_are_told_from_spelling():
    """
    Parts that stand in several mixtures are options; a comma within one option is spelling.
    """
    mixed = {"Maps;Mail": 9, "Maps": 9, "Mail;News": 5, "News;Maps": 4}
    spelt = {"Head of IT, or above": 9, "Nurse": 9, "Vet": 8}

    assert ";" == separator_of(column(mixed), expected=False)
    assert ";" == separator_of(column({"Maps;Mail;": 9, "Mail;": 4}), expected=False)
    assert separator_of(column(spelt), expected=False) is None
