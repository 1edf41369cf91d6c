import math

from nlp.report.figures import figure_table, interval, percent
from nlp.report.topline import topline
from tests.report.sample import asked_in, results, usual

WAVES = ("2025", "2026")


def themes_of(question_id):
    return topline(usual()).query("kind == 'theme' and question_id == @question_id")


def test_figures_without_a_base_are_dashes():
    """
    A share of nobody is not zero.
    """
    assert ("\u2013", "\u2013") == (percent(math.nan), interval(math.nan, math.nan))


def test_small_shares_are_not_rounded_to_nothing():
    """
    A share above zero is never shown as 0%.
    """
    assert ["0%", "<1%", "1%"] == [percent(0.0), percent(0.001), percent(0.006)]


def test_largest_of_the_last_wave_comes_first():
    """
    Rows fall from the largest share of the last wave to the smallest.
    """
    shares = [
        row.latest.share
        for row in figure_table(themes_of("benefits"), WAVES, largest_first=True).rows
    ]
    assert sorted(shares, reverse=True) == shares


def test_what_nobody_raised_is_folded():
    """
    A theme without respondents is not among the first bars, and not lost.
    """
    table = figure_table(themes_of("benefits"), WAVES, largest_first=True)
    assert ["security", "agents"] == [row.finding_id for row in table.folded]
    assert 5 == len(table.all_rows)


def test_wave_in_which_a_theme_was_not_coded_has_no_figure():
    """
    A theme since 2026 has nothing for 2025, rather than zero.
    """
    rows = figure_table(themes_of("risks"), WAVES, largest_first=False).rows
    agents = next(row for row in rows if row.finding_id == "agents")
    assert agents.figures[0] is None
    assert agents.latest.n_raised > 0


def test_wave_that_did_not_ask_has_no_bar_and_says_so():
    """
    Nobody asked is neither a share of zero nor a theme that was not coded.
    """
    table = topline(results(changes=asked_in("2025"))).query("question_id == 'risks'")
    row = figure_table(table, WAVES, largest_first=True).rows[0]
    assert [False, True] == [figure.is_unasked for figure in row.figures]
    assert row.is_raised
    assert f"2026: {row.label}: not asked" in row.bars
    assert 1 == row.bars.count("<rect")
