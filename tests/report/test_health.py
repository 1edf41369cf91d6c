import pandas as pd

from nlp.contracts.tables import Health, build
from tests.report.sample import asked_in, results, study, usual

CLEAN = {"least_base": 1}


def health(made):
    return made.health.set_index(["wave", "question_id", "gate"])


def gated(**gates):
    return results(40, changes={"gates": CLEAN | gates})


def statuses(made, wave, question_id, **n_of):
    """The same results, had responses these statuses; those not named have nobody."""
    bases = made.bases.copy()
    here = (bases["wave"] == wave) & (bases["question_id"] == question_id)
    bases.loc[here, "n_responses"] = bases.loc[here, "status"].map(n_of).fillna(0).astype("int64")
    n_base = made.prevalence["n_base"].where(
        ~((made.prevalence["wave"] == wave) & (made.prevalence["question_id"] == question_id)),
        n_of.get("codable", 0),
    )
    changed = {"bases": bases, "prevalence": made.prevalence.assign(n_base=n_base)}
    return type(made)(
        **{name: made.__dict__[name] for name in made.__dict__ if name != "health"} | changed
    )


def test_every_wave_and_question_has_its_figures():
    """
    Each question has a base and shares, each wave a ledger, and all but the first wave drift.
    """
    table = usual().health

    first = table[table["wave"] == "2025"]
    assert ["ledger"] == first.loc[first["question_id"] == "", "gate"].tolist()
    shares = ["base", "junk", "other_language", "uncovered"]
    assert shares == first.loc[first["question_id"] == "benefits", "gate"].tolist()
    assert 1 == (table["gate"] == "drift").sum()


def test_junk_and_other_languages_are_shares_of_what_was_answered():
    """
    Ten of forty answered in nonsense, four in another language; blank ones count for nothing.
    """
    said = {"codable": 22, "gibberish": 6, "too_short": 4, "refusal": 4, "empty": 20}
    made = statuses(gated(), "2025", "risks", unsupported_language=4, **said)

    table = health(made)

    assert (0.25, 40) == tuple(table.loc[("2025", "risks", "junk"), ["measured", "n"]])
    assert 0.1 == table.loc[("2025", "risks", "other_language"), "measured"]
    assert 22 == table.loc[("2025", "risks", "base"), "measured"]


def test_uncovered_is_a_share_of_the_codable():
    """
    The share is that of codable responses which no theme covers.
    """
    made = usual()
    bare = made.prevalence.query("finding_id == 'none' or finding_id == 'no_theme'")
    row = bare[(bare["wave"] == "2026") & (bare["question_id"] == "risks")].iloc[0]

    figure = health(made).loc[("2026", "risks", "uncovered")]

    assert (round(row["n_raised"] / row["n_base"], 4), row["n_base"]) == (
        figure["measured"],
        figure["n"],
    )


def test_drift_is_how_much_likeness_fell_since_the_wave_before():
    """
    Units that were like their themes by 0.41 and are so by 0.38 have drifted by 0.03.
    """
    figure = health(gated(most_drift=0.02)).loc[("2026", "benefits", "drift")]

    assert (0.03, 0.02, "failed") == tuple(figure[["measured", "limit", "verdict"]])


def test_beyond_a_limit_is_told_held_or_let_pass_as_the_study_says():
    """
    What the study does not hold back is told; what people let pass in a wave is let pass in it.
    """
    told = health(gated(most_uncovered=0.0))
    held = health(gated(most_uncovered=0.0, hold=["uncovered"]))
    passed = health(
        gated(most_uncovered=0.0, hold=["uncovered"], let_pass={"2026": ["uncovered"]})
    )

    def of(table, wave):
        return table.loc[(wave, "risks", "uncovered"), "verdict"]

    assert ("failed", "held") == (of(told, "2026"), of(held, "2026"))
    assert ("held", "let_pass") == (of(passed, "2025"), of(passed, "2026"))


def test_shares_of_few_say_nothing_but_a_small_base_does():
    """
    Below the least base no share is beyond its limit; that there are so few is.
    """
    made = results(40, changes={"gates": {"most_uncovered": 0.0, "least_base": 1000}})

    table = health(made)

    assert "too_few" == table.loc[("2026", "risks", "uncovered"), "verdict"]
    assert "failed" == table.loc[("2026", "risks", "base"), "verdict"]


def test_a_figure_at_its_limit_is_within_it():
    """
    Limits are the most, or the least, that is still sound.
    """
    said = {"codable": 30, "gibberish": 10}
    made = statuses(gated(most_junk=0.25, least_base=30), "2025", "risks", **said)

    table = health(made)

    assert "passed" == table.loc[("2025", "risks", "junk"), "verdict"]
    assert "passed" == table.loc[("2025", "risks", "base"), "verdict"]


def test_rows_that_are_not_accounted_for_hold_back_whatever_the_study_says():
    """
    A row accepted without a respondent, and responses without a respondent, are counted.
    """
    made = gated()
    lost = made.record_counts.assign(n_rows=made.record_counts["n_rows"] + 2)

    whole = health(made).loc[("2025", "", "ledger")]
    broken = health(results(40, record_counts=lost)).loc[("2025", "", "ledger")]

    assert (0, "passed") == tuple(whole[["measured", "verdict"]])
    assert (2, "held") == tuple(broken[["measured", "verdict"]])


def test_responses_that_a_question_lacks_are_counted():
    """
    A question with fewer responses than the wave has respondents does not add up.
    """
    made = statuses(gated(), "2025", "risks", codable=37)

    assert 3 == health(made).loc[("2025", "", "ledger"), "measured"]


def test_a_question_that_nobody_was_asked_is_not_measured():
    """
    No base is too small where there was none to be had.
    """
    table = results(40, changes=asked_in("2025")).health

    assert [] == table.query("wave == '2026' and question_id == 'risks'")["gate"].tolist()


def test_figures_stand_in_the_order_of_fielding_and_reading():
    """
    Whatever the order of the tables, the figures have theirs.
    """
    made = gated()
    turned = made.bases[::-1].reset_index(drop=True)

    pd.testing.assert_frame_equal(
        made.health, results(40, changes={"gates": CLEAN}, bases=turned).health
    )
    assert list(study().waves) == made.health["wave"].unique().tolist()


def test_nothing_shown_is_nothing_measured():
    """
    No wave, no figure.
    """
    made = gated()
    empty = results(40, bases=made.bases.iloc[:0])

    assert build([], Health).columns.tolist() == empty.health.columns.tolist()
    assert 0 == len(empty.health)
