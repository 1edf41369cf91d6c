"""Which ids are not what they seem?"""

import pytest

from nlp.contracts.errors import SourceDataError
from nlp.intake.respondent_ids import refuse_addresses, refuse_rounded, remark_on_ids

COMPOSED, DECOMPOSED = "Jos\u00e9-1", "Jose\u0301-1"


@pytest.mark.parametrize(
    "pair", [("r001", "R001"), ("R 001", "R001"), (COMPOSED, DECOMPOSED), ("R\u200b005", "R005")]
)
def test_ids_that_look_alike_are_told(pair):
    """Rows are named; the ids are not, and nothing is merged."""
    ids = [(pair[0], 8), ("other", 5), (pair[1], 3)]
    (remark,) = remark_on_ids(ids, "ID")
    assert ("near_duplicate_ids", 3, "ID") == (remark.rule, remark.line, remark.column)
    assert remark.message.startswith("near-duplicate ids, rows 3 and 8: ")


@pytest.mark.parametrize("pair", [("007", "7"), ("1e5", "100000"), ("R1", "R-1"), ("R1", "R1")])
def test_ids_that_differ_are_let_be(pair):
    """Zeros and signs tell people apart, and one id is no near duplicate of itself."""
    assert [] == remark_on_ids([(pair[0], 2), (pair[1], 3)], "ID")


def test_rounded_ids_are_told_once():
    """With how many there are, and the first row."""
    (remark,) = remark_on_ids([("1.15E+19", 4), ("2,15e+19", 2), ("x", 3)], "ID")
    assert ("rounded_ids", 2) == (remark.rule, remark.line)
    assert remark.message.startswith("2 ids look like rounded numbers, the first on row 2;")


def test_rounded_ids_that_people_share_are_refused():
    """Ordinary ids that conflict are not."""
    refuse_rounded([("R2", 2), ("R2", 3)], "w1.csv")
    with pytest.raises(SourceDataError, match=r"w1\.csv: rows 2 and 3: "):
        refuse_rounded([("1.2E+19", 3), ("1.2E+19", 2)], "w1.csv")


def test_addresses_are_refused_without_being_shown():
    """The error counts them and says where the first stands."""
    with pytest.raises(SourceDataError, match=r"2 respondent ids in column #1 .*line 3") as caught:
        refuse_addresses([("7", 2), ("sam@example.com", 3), ("jo@example.com", 4)], "w1.csv", 0)
    assert "sam" not in str(caught.value)
