import pandas as pd

from nlp.report.delivered import MOST_REMARKS, remark_lines, row_accounts, wording_lines
from tests.report.sample import results, usual
from tests.report.sample_tables import WORDINGS


def test_the_fates_of_an_export_add_up():
    """Accepted rows and those set aside are all rows that were delivered."""
    first, second = row_accounts(usual(12))
    assert ("2025", "a.csv", 13, 12, (("conflicting_id", 1),)) == first
    assert ("2026", "b.csv", 13, 12, (("bad_weight", 1),)) == second


def test_exports_stand_in_the_order_of_fielding():
    """Whatever the order of the table, the earlier wave comes first."""
    turned = usual().record_counts[::-1].reset_index(drop=True)
    assert ["2025", "2026"] == [one.wave for one in row_accounts(results(record_counts=turned))]


def test_remarks_say_where_and_what():
    """A remark has its wave, row, column and words."""
    said = "held a NUL character, which was taken out"
    assert [("2026", 3, "r", said)] == remark_lines(usual())


def test_a_flood_of_remarks_is_cut_on_the_page():
    """The page shows the first ones; the tables hold all."""
    many = pd.concat([usual().remarks] * (MOST_REMARKS + 5), ignore_index=True)
    assert MOST_REMARKS == len(remark_lines(results(remarks=many)))


def test_only_questions_put_in_two_ways_are_listed():
    """Each wording is listed with the waves that used it, and none where there is but one."""
    lines = wording_lines(usual())
    assert [("2025",), ("2026",)] == [line.waves for line in lines]
    assert [1, 2] == [line.comparable_group for line in lines]

    same = pd.DataFrame(WORDINGS).assign(version=1, comparable_group=1)
    assert [] == wording_lines(results(wording_ledger=same))
