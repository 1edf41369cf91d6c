import pandas as pd
import pytest

from nlp.contracts.errors import ContractError
from nlp.report.topline import crosstab_table, topline
from tests.report.sample import BENEFIT, RISK, asked_in, results, usual


def test_figures_are_those_of_the_estimates():
    """
    A row of the topline holds the estimate's numbers to the last digit.
    """
    made = usual(12)
    estimate = made.prevalence.query("wave == '2025' and finding_id == 'cost'").iloc[0]
    row = topline(made).query("wave == '2025' and finding_id == 'cost'").iloc[0]
    for name in ("n_raised", "share", "low", "high", "n_base", "weighted_base"):
        assert estimate[name] == row[name]
    assert ("Benefits", "Lower cost", "Money") == (row["question"], row["finding"], row["net"])
    assert "codable" == row["base"]


def test_rows_stand_in_reading_order():
    """
    Waves as fielded, questions as in the study, findings as in the codebook.
    """
    table = topline(usual(12))
    assert ["2025", "2026"] == list(table["wave"].unique())
    assert [BENEFIT, RISK] == list(table["question_id"].unique())
    first = table.query("wave == '2026' and question_id == 'risks'")["finding_id"]
    assert ["cost", "lock_in", "insight", "security", "agents", "money"] == list(first[:6])


def test_order_of_estimates_does_not_matter():
    """
    Shuffled estimates give the same tables.
    """
    made = usual(12)
    mixed = {
        name: getattr(made, name).sample(frac=1, random_state=3).reset_index(drop=True)
        for name in ("prevalence", "crosstabs")
    }
    again = results(**mixed)
    pd.testing.assert_frame_equal(topline(made), topline(again))
    pd.testing.assert_frame_equal(crosstab_table(made), crosstab_table(again))


def test_theme_has_no_row_before_it_was_coded():
    """
    A theme that is live since 2026 has no share of zero in 2025.
    """
    rows = topline(usual(12)).query("finding_id == 'agents'")
    assert {"2026"} == set(rows["wave"])


@pytest.mark.parametrize(("smallest", "note"), [(1000, "small base"), (1, "")])
def test_small_bases_are_noted(smallest, note):
    """
    A share on fewer respondents than the study allows carries a note.
    """
    table = topline(results(changes={"reporting": {"smallest_base": smallest}}))
    assert {note} == set(table["note"])


def test_wave_without_the_question_is_noted():
    """
    Where nobody was asked, the row says so, in the topline and by the banner.
    """
    made = results(changes=asked_in("2025"))
    for table in (topline(made), crosstab_table(made)):
        notes = table[table["question_id"] == RISK].groupby("wave")["note"].unique()
        assert ["not asked"] == list(notes["2026"])
        assert "not asked" not in notes["2025"]


def test_empty_base_is_told_from_not_asked():
    """
    Where people were asked and nobody's words can be coded, the base is called empty.
    """
    made = usual(12)
    nobody = made.prevalence.assign(n_base=0)
    assert {"nobody in the base"} == set(topline(results(12, prevalence=nobody))["note"])


@pytest.mark.parametrize("table", [topline, crosstab_table])
def test_estimate_of_an_unknown_finding_is_refused(table):
    """
    No estimate vanishes: one whose finding is not known is our bug, and is counted.
    """
    made = usual(12)
    kept = made.findings[made.findings["finding_id"] != "cost"]
    with pytest.raises(ContractError, match=r"^\d+ estimates are of findings that the report"):
        table(results(12, findings=kept))


def test_crosstab_options_follow_the_study():
    """
    The columns of a crosstab come in the order of the study file, one block per banner question.
    """
    table = crosstab_table(usual())
    assert ["Role", "Tools used"] == list(table["banner"].unique())
    assert ["Producer", "User", "no answer"] == list(
        table.query("banner_id == 'role'")["option"].unique()
    )
