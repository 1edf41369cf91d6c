from nlp.contracts.tables import GATES, VERDICTS
from nlp.report.limits import GATE_WORDS, VERDICT_WORDS, health_lines
from nlp.report.page import render_page
from tests.report.sample import results, usual


def test_every_figure_and_verdict_has_words():
    """Nothing is shown by a name that only programs know."""
    assert set(GATES) == set(GATE_WORDS)
    assert set(VERDICTS) == set(VERDICT_WORDS)


def test_a_figure_is_told_beside_its_limit():
    """The reader sees which question of which wave, what was measured, and what the most is."""
    made = results(40, changes={"gates": {"most_uncovered": 0.0, "least_base": 1}})
    (line,) = [
        line
        for line in health_lines(made)
        if (line.wave, line.question, line.figure) == ("2026", "Risks", "No theme")
    ]
    assert ("to 0%", "beyond its limit", False) == (line.limit, line.verdict, line.is_sound)
    assert line.measured.endswith("%")


def test_the_page_warns_at_its_top_where_anything_is_beyond_its_limit():
    """Who opens the report of an unsound wave reads so before any share."""
    ill = render_page(results(40, changes={"gates": {"most_uncovered": 0.0, "least_base": 1}}))
    sound = render_page(results(40, changes={"gates": {"least_base": 1}}))
    small = render_page(results(40, changes={"gates": {"least_base": 1000}}))
    assert ill.index("Look at this first.") < ill.index('id="accounts"')
    assert "Look at this first." not in sound + small
    assert "figures are within their limits" in sound


def test_all_figures_can_be_looked_up():
    """The page lists every figure, sound or not."""
    assert len(usual().health) == len(health_lines(usual()))
