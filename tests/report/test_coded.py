from nlp.contracts.tables import Answers, Mentions, build
from nlp.report.coded import coded_table
from tests.report.sample import meant, results, usual


def test_every_response_has_one_row():
    """
    Blank and refused responses are there too, none twice.
    """
    made = usual(12)
    assert sorted(made.screened["response_id"]) == sorted(coded_table(made)["response_id"])


def test_row_says_what_was_found_and_why():
    """
    Themes with labels, ids and evidence; mentions with their span; the weight.
    """
    made = usual(12)
    table = coded_table(made)
    row = table[table["text"] == "cheaper"].iloc[0]
    assert ("Lower cost", "cost") == (row["themes"], row["theme_ids"])
    assert row["theme_evidence"].startswith("cost (example 1: 0.")
    assert "benefit: Cost saving \u201ccheaper\u201d" == row["mentions"]
    assert ("raised", "", "") == (row["benefit"], row["risk"], row["regulation"])
    assert row["weight"] in (0.5, 1.0, 2.0)


def test_denied_mentions_are_called_denied():
    """
    A mention that is only negated counts as denied, never as raised.
    """
    table = coded_table(results(respondents=60))
    denied = table[table["mentions"].str.contains("(denied)", regex=False)]
    assert len(denied)
    assert {"denied"} == set(denied["benefit"] + denied["risk"])


def test_several_options_stand_in_one_cell():
    """
    The options of a check-all question are joined in the order of the study.
    """
    assert "Chat; Search" in set(coded_table(usual(12))["answer_tools"])


def test_a_reason_for_not_answering_is_said_to_be_one():
    """
    Whoever refused to say did not choose an option of that name.
    """
    made = results()
    who = made.answers.loc[made.answers["question_id"] == "role", "respondent_id"].iloc[0]
    refused = {"respondent_id": who, "wave": "2025", "question_id": "role"}
    row = build([refused | {"option": "Refused", "missing": True}], Answers)
    table = coded_table(results(answers=row))
    assert {"", "no answer (Refused)"} == set(table["answer_role"])
    assert {who} == set(table.loc[table["answer_role"] != "", "respondent_id"])


def test_study_without_mentions_has_empty_columns():
    """
    Where nothing was mentioned, the columns are there and empty.
    """
    table = coded_table(results(mentions=build([], Mentions)))
    assert {""} == set(table["mentions"])


def test_row_says_the_stance_and_what_it_is_about():
    """
    The stance stands beside the categories; targets do where the study counts them.
    """
    by_target = results(12, changes={"mentions": {"by_target": True}})
    made = meant(by_target, category="regulation", stance="against", target="open", negated=False)
    table = coded_table(made)
    named = table[table["regulation"] == "raised"]
    assert {"against"} == set(named["stance"])
    assert {"open"} == set(named["regulation_of"])
    assert {""} == set(table.loc[table["regulation"] == "", "stance"]) == set(table["risk_of"])
    assert "risk_of" not in coded_table(usual(12))
