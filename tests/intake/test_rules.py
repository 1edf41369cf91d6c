"""The rules under which rows are set aside."""

import pytest

from nlp.contracts.errors import StudyConfigError
from nlp.intake.records import Refused
from nlp.intake.rules import (
    ACCEPTED,
    HARMLESS,
    RULES,
    UNREADABLE,
    explained,
    is_fault,
    refuse_house_words,
)


@pytest.mark.parametrize("word", [ACCEPTED, *RULES, *UNREADABLE, "two_options"])
def test_an_exclusion_is_not_called_like_a_rule_of_the_house(word):
    """The counts of two rules could not be told apart, and no limit would hold for either."""
    with pytest.raises(StudyConfigError, match=f"exclude: {word}"):
        refuse_house_words(["preview", word])


def test_what_a_study_excludes_is_no_fault():
    """Test answers and blank rows say nothing against an export; a broken row does."""
    assert [False, False, True, True] == [
        is_fault(rule, ["preview"])
        for rule in ("preview", HARMLESS[0], "field_count", "unknown_wave")
    ]


def test_rules_are_explained_the_frequent_ones_first():
    """Each rule says how many rows broke it, where the first stands, and what was expected."""
    refused = [
        Refused(9, "", "preview"),
        Refused(4, "WT", "bad_weight"),
        Refused(3, "", "preview"),
    ]
    first, second = explained(refused, ["preview"])
    assert "preview: 2 records, the first on row 3; the study excludes them" == first
    assert second.startswith("bad_weight: 1 records, the first on row 4, column WT; ")


def test_rows_of_a_long_export_count_as_rows():
    """A record made of three rows is three rows set aside."""
    (line,) = explained([Refused(2, "", "conflicting_id", rows=3)], ())
    assert line.startswith("conflicting_id: 3 records")
