import pandas as pd

from nlp.report.sections import question_sections
from tests.report.sample import RISK, results, usual


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


def test_every_theme_is_shown_or_named_as_raised_by_nobody():
    """
    No theme of the codebook is missing from a question's section.
    """
    made = section(usual())
    shown = {card.theme.label for card in made.theme_cards} | set(made.raised_by_nobody)
    assert {theme.label for theme in usual().codebook.themes} == shown


def test_terms_count_responses():
    """
    Affirmed and denied responses of a term add up to the responses that name it.
    """
    made = usual()
    card = next(card for card in section(made).mention_cards if card.terms)
    named = made.mentions[made.mentions["category"] == "risk"]["response_id"].nunique()
    assert named == sum(term.n_affirmed + term.n_denied for term in card.terms)
    counts = [term.n_affirmed for term in card.terms]
    assert sorted(counts, reverse=True) == counts


def test_response_that_affirms_and_denies_a_term_affirms_it():
    """
    Denied are only the responses that never name the term otherwise.
    """
    mentions = usual().mentions
    denials = mentions.assign(negated=True, mention_id="d" + mentions["mention_id"])
    both = pd.concat([mentions, denials], ignore_index=True)
    terms = [card.terms for card in section(usual()).mention_cards]
    assert terms == [card.terms for card in section(results(40, mentions=both)).mention_cards]


def test_bases_are_given_per_wave():
    """
    Each wave's base is the number of its codable responses.
    """
    made = usual()
    codable = made.screened.query("status == 'codable' and question_id == 'risks'")
    expected = codable.groupby("wave").size().tolist()
    assert expected == [base.n_base for base in section(made).bases]
