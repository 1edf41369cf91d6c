from nlp.report.sections import question_sections
from tests.report.sample import RISK, asked_in, meant, results, usual


def section(made, question_id=RISK):
    return next(one for one in question_sections(made) if one.question_id == question_id)


def test_lead_names_the_largest_theme_and_the_uncovered():
    """
    The headline says the largest theme of the last wave and the share that no theme covers.
    """
    made = section(usual())
    largest = next(row for row in made.themes.rows if row.kind == "theme")
    assert made.lead.startswith(f"Raised most in 2026: {largest.label} (")
    assert "no theme covers is " in made.lead


def test_lead_is_on_the_last_wave_with_a_base():
    """
    A question that the last wave did not ask is headed by the wave before.
    """
    made = section(results(changes=asked_in("2025")))
    assert made.lead.startswith("Raised most in 2025: ")
    assert made.has_base
    assert ["", "not asked"] == [base.note for base in made.bases]


def test_lead_of_a_question_that_nobody_was_asked_says_so():
    """
    Neither a theme nor a share of nobody is named.
    """
    made = section(results(changes=asked_in()))
    assert "Not asked in 2025, 2026." == made.lead
    assert not made.has_base


def test_every_theme_is_shown_or_named_as_raised_by_nobody():
    """
    No theme of the codebook is missing from a question's section.
    """
    made = section(usual())
    shown = {card.theme.label for card in made.theme_cards} | set(made.raised_by_nobody)
    assert {theme.label for theme in usual().codebook.themes} == shown


def test_bases_are_given_per_wave():
    """
    Each wave's base is the number of its codable responses.
    """
    made = usual()
    codable = made.screened.query("status == 'codable' and question_id == 'risks'")
    expected = codable.groupby("wave").size().tolist()
    assert expected == [base.n_base for base in section(made).bases]


def test_stances_are_shown_with_what_people_say():
    """
    Those for rules and those who mention rules are the same here; their words are quoted.
    """
    made = section(meant(usual(), category="regulation", stance="for"))
    assert ["stance:for"] == [row.finding_id for row in made.stances.rows if row.is_raised]
    (rules,) = [row for row in made.mentions.rows if row.is_raised]
    assert [one.n_raised for one in rules.figures] == [
        one.n_raised for one in made.stances.rows[0].figures
    ]
    (quoted,) = [card for card in made.mention_cards if card.row.finding_id == "stance:for"]
    assert quoted.quotes
    assert quoted.quotes[0].evidence.endswith(" · for it")


def test_targets_are_shown_where_the_study_counts_them():
    """
    Largest first; without the setting there are none.
    """
    by_target = results(40, changes={"mentions": {"by_target": True}})
    shown = section(meant(by_target, target="closed")).targets
    assert ["mention:risk:closed"] == [row.finding_id for row in shown.rows]
    assert "Risk of closed models" == shown.rows[0].label
    assert () == section(usual()).targets.all_rows
