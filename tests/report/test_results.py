from nlp.contracts.study import NONE_CHOSEN
from nlp.contracts.tables import Answers, build
from tests.report.sample import BENEFIT, results, usual


def test_labels_are_those_of_study_and_codebook():
    """
    Questions and nets are called what people agreed to call them.
    """
    made = usual(12)
    assert "Benefits" == made.question_label(BENEFIT)
    assert "Role" == made.question_label("role")
    assert "Trust and control" == made.net_label("trust")
    assert "" == made.net_label("")


def test_options_stand_in_the_order_of_the_study():
    """
    Listed options come first in their order, who gave no answer comes last.
    """
    made = usual(12)
    assert ("Producer", "User", "no answer") == made.options_of("role")
    assert ("Chat", "Search", "no answer") == made.options_of("tools")


def test_a_reason_for_not_answering_is_no_option():
    """
    It is told row by row, and has no column; who ticked nothing has one, after the options.
    """
    row = {"respondent_id": "2025-p1", "wave": "2025", "question_id": "role"}
    rows = [row | {"option": NONE_CHOSEN, "missing": False}]
    rows += [row | {"option": "Refused", "missing": True}]
    made = results(answers=build(rows, Answers))
    assert ("Producer", "User", NONE_CHOSEN, "no answer") == made.options_of("role")


def test_delivered_values_are_not_options():
    """
    Where delivered values are mapped to options, the options are listed.
    """
    roles = {"column": "role", "label": "Role", "options": {"2": "User", "1": "Producer"}}
    made = results(changes={"closed_questions": {"role": roles}, "banner": ["role"]})
    assert ("User", "Producer", "no answer") == made.options_of("role")
