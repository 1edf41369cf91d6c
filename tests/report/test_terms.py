import pandas as pd

from nlp.contracts.tables import Mentions, build
from nlp.report.terms import term_table, terms_by_mention
from tests.report.sample import RISK, results, usual
from tests.report.small_lexicons import lexicon


def rows_of(table, *columns):
    return list(table[list(columns)].itertuples(index=False, name=None))


def test_terms_count_responses():
    """
    Affirmed and denied responses of the terms add up to the responses that name the category.
    """
    made = usual()
    terms = terms_by_mention(made)[RISK, "mention:risk"]
    named = made.mentions[made.mentions["category"] == "risk"]["response_id"].nunique()
    assert named == sum(term.n_affirmed + term.n_denied for term in terms)
    counts = [term.n_affirmed for term in terms]
    assert sorted(counts, reverse=True) == counts


def test_response_that_affirms_and_denies_a_term_affirms_it():
    """
    Denied are only the responses that never name the term otherwise.
    """
    mentions = usual().mentions
    denials = mentions.assign(negated=True, mention_id="d" + mentions["mention_id"])
    both = results(40, mentions=pd.concat([mentions, denials], ignore_index=True))
    assert terms_by_mention(usual()) == terms_by_mention(both)
    assert term_table(usual()).equals(term_table(both))


def test_every_term_has_a_row_with_what_it_covers():
    """
    Terms stand in the order of the lexicons, with net, definition and phrases, named or not.
    """
    table = term_table(usual())
    expected = [
        ("benefit", "What it is worth", "cost_saving"),
        ("benefit", "What it is worth", "openness"),
        ("benefit", "", "speed"),
        ("risk", "", "attack"),
        ("risk", "", "agency"),
    ]
    assert expected == rows_of(table, "category", "net", "term_id")
    expected = ("Cost saving", "All about cost saving.", "Cost saving; more Cost saving")
    assert expected == rows_of(table, "term", "definition", "phrases")[0]


def test_counts_are_over_all_questions_and_waves():
    """
    A term is counted over the whole report; one that nobody names has zeros.
    """
    made = usual()
    table = term_table(made).set_index("term_id")
    mentions = made.mentions[made.mentions["term_id"] == "attack"]
    counts = table.loc["attack", ["n_affirmed", "n_denied"]].tolist()
    assert [int((~mentions["negated"]).sum()), int(mentions["negated"].sum())] == counts
    assert [0, 0] == table.loc["speed", ["n_affirmed", "n_denied"]].tolist()


def test_one_name_in_two_categories_is_two_terms():
    """
    A term belongs to its category; what names a benefit does not count as a risk.
    """
    twins = (
        lexicon("benefit", ("attack", "Attack", "")),
        lexicon("risk", ("attack", "Attack", "")),
    )
    table = term_table(results(40, lexicons=twins))
    assert [("benefit", True), ("risk", False)] == list(
        zip(table["category"], table["n_affirmed"] == 0, strict=True)
    )


def test_report_without_mentions_or_lexicons_has_a_table():
    """
    Nothing named gives zeros, no lexicon no rows.
    """
    assert {0} == set(term_table(results(mentions=build([], Mentions)))["n_affirmed"])
    assert 0 == len(term_table(results(lexicons=())))
