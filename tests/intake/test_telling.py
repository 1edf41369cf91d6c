"""How are many rows told in few words?"""

import pytest

from nlp.contracts.raw import Remark
from nlp.intake.telling import MOST_ROWS, numbered, shortened


def test_few_remarks_are_all_told():
    """Nothing is added up to the most that are told one by one."""
    few = [Remark("rule", "words", line) for line in range(1, MOST_ROWS + 1)]
    assert few == shortened(few)
    assert [] == shortened([])


def test_of_many_remarks_the_others_are_counted():
    """The last one stands for them, without a row."""
    many = (Remark("rule", "words", line, "Risks") for line in range(1, MOST_ROWS + 3))
    assert Remark("rule", "and 2 more like these", 0, "Risks") == shortened(many)[-1]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("row 3", [3]),
        ("rows 3 and 8", [3, 8]),
        ("rows 1, 2, 3, 4 and 5", [1, 2, 3, 4, 5]),
        ("6 rows, the first 1, 2, 3, 4 and 5", [1, 2, 3, 4, 5, 6]),
    ],
)
def test_rows_are_named_while_they_are_few(words, lines):
    """From six on they are counted."""
    assert words == numbered(lines)
