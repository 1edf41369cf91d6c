"""What is odd about a wave?"""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.contracts.raw import Remark
from nlp.intake.answers import read_answers
from nlp.intake.recoding import recode
from nlp.intake.records import sort_out
from nlp.intake.remarks import remark_on
from nlp.intake.responses import read_responses
from nlp.intake.units import unitise
from tests.builders import screened
from tests.intake.small_export import SOURCE, raw, study

ROLE = {"column": "Role", "label": "Role", "options": ["User", "Maker"]}


def remarks(export, asked):
    delivered = sort_out(export, asked, "w1")
    answers = recode(read_answers(delivered, asked, "w1"), asked.closed_questions)
    responses = read_responses(delivered, answers, asked, "w1")
    texts = screened(*responses["verbatim"]).assign(
        respondent_id=responses["respondent_id"], response_id=responses["response_id"]
    )
    units = unitise(texts, asked.units)
    return remark_on(delivered, answers, texts, units, asked, "w1")


def rules(table):
    return list(zip(table["row"], table["rule"], strict=True))


def test_remarks_stand_in_the_order_of_rows():
    """Those about the file as a whole go first; the reader's are among them, each once."""
    odd = Remark("mojibake", "row 3, column Risks: …", 3, "Risks")
    export = replace(raw("ID|Role|Risks", "1|User|x", "2|Maker|y", "3"), remarks=(odd, odd))
    asked = study(closed_questions={"role": ROLE}, limits={"most_set_aside": 1})
    table = remarks(export, asked)
    assert [(0, "too_few_answers"), (3, "mojibake"), (4, "field_count")] == rules(table)
    assert {("w1", SOURCE)} == set(zip(table["wave"], table["source"], strict=True))


def test_unrecognised_answers_are_counted_by_question():
    """The answers are not shown."""
    asked = study(closed_questions={"role": ROLE})
    table = remarks(raw("ID|Role|Risks", "1|User|x", "2|Usr|y", "3|Maker|z"), asked)
    assert ["1 of 3 answers to role are none of its options"] == list(
        table.loc[table["rule"] == "unrecognised", "message"]
    )


def test_a_breach_of_limits_that_the_study_allows_is_told():
    """It stands beside the rows that led to it."""
    asked = study(limits={"on_breach": "remark"})
    table = remarks(raw("ID|Risks", "1|x", "2"), asked)
    assert {"most_set_aside", "field_count"} <= set(table["rule"])


def test_respondents_without_ids_are_told():
    """They are named by what they delivered."""
    table = remarks(raw("Role|Risks", "User|x"), study(respondent={}))
    assert "no_id_column" in set(table["rule"])


def test_near_duplicate_ids_are_told():
    """Pseudonyms are not compared: they tell nothing about the ids."""
    export = raw("ID|Risks", "r1|x", "R1|y")
    assert (2, "near_duplicate_ids") in rules(remarks(export, study()))
    hidden = study(respondent={"column": "ID", "pseudonymise": True})
    assert (2, "near_duplicate_ids") not in rules(remarks(export, hidden))


def test_columns_that_look_identifying_are_told():
    """The study neither uses them nor has them emptied."""
    table = remarks(raw("ID|IP Address|Risks", "1|192.0.2.7|x"), study())
    assert "192.0.2.7" not in " ".join(table["message"])
    assert "IP Address" in " ".join(table["message"])


def test_days_and_ticks_are_told():
    """What other modules find is handed on."""
    asked = study(
        respondent={"column": "ID", "submitted": {"column": "Day"}},
        closed_questions={"tools": {"column": "T_*", "label": "Tools", "kind": "multiple"}},
    )
    table = remarks(raw("ID|Day|T_1|T_2|Risks", "1|03/04/2025|0|1|x"), asked)
    assert {(0, "ticked"), (2, "ambiguous")} <= set(rules(table))


LINES = ("r1|User|x", "R1|Usr|y", "3|Maker", "4|User|x", "4|Maker|x", "5|User|z", "5|User|z", "||")


@settings(max_examples=20, deadline=None)  # tables are checked at every step
@given(st.permutations(LINES))
def test_the_order_of_rows_changes_nothing_but_rows(lines):
    """The same rules are told, in the same numbers."""
    asked = study(closed_questions={"role": ROLE}, limits={"on_breach": "remark"})
    told = [remarks(raw("ID|Role|Risks", *order), asked)["rule"] for order in (LINES, lines)]
    assert sorted(told[0]) == sorted(told[1])
