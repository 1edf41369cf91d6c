import json

import pytest

from nlp.contracts.errors import SourceDataError
from nlp.mentions.coded_answers import names_of, parse_gold, questions_of, responses_of

RISK = {"code": "risk", "status": "affirmed", "evidence": "jobs"}


def line(**changes):
    """One coded answer as a line of a file."""
    answer = {
        "id": "a1",
        "respondent_id": "p1",
        "question": "What worries you?",
        "elicits": ["risk"],
        "answer": "  Losing jobs.",
        "codes": [RISK],
    }
    return json.dumps({**answer, **changes})


def refusal(*lines):
    """What is told of lines that cannot be used."""
    with pytest.raises(SourceDataError) as caught:
        parse_gold(lines, "gold.jsonl")
    return str(caught.value)


def test_an_answer_is_read_as_it_was_written():
    """
    White space counts, since evidence is told by its place; fields of others are passed over.
    """
    (answer,) = parse_gold([line(coder="B"), ""], "gold.jsonl")

    assert "  Losing jobs." == answer.answer
    assert (9, 13) == answer.place_of(answer.codes[0])


def test_a_place_that_is_given_goes_before_the_words():
    """
    Start and end say where the evidence stands, if words stand there more than once.
    """
    (answer,) = parse_gold([line(codes=[{**RISK, "start": 2, "end": 8}])], "gold.jsonl")

    assert (2, 8) == answer.place_of(answer.codes[0])


def test_a_code_needs_no_evidence():
    """
    Without words and place, a code is compared and its evidence is not.
    """
    (answer,) = parse_gold([line(codes=[{"code": "risk", "status": "denied"}])], "gold.jsonl")

    assert answer.place_of(answer.codes[0]) is None


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"answer": None}, "line 1, answer: Input should be a valid string"),
        ({"codes": [{**RISK, "code": "harm"}]}, "line 1, codes.0.code: Input should be 'benefit'"),
        ({"codes": [{**RISK, "status": "absent"}]}, "line 1, codes.0.status: Input should be"),
        ({"codes": [{**RISK, "stance": "pro"}]}, "line 1, codes.0.stance: Input should be"),
        ({"codes": [RISK, RISK]}, "line 1, (whole line): risk is coded more than once"),
        ({"codes": [{**RISK, "start": 3}]}, "codes.0: expected both start and end, or neither"),
        ({"codes": [{**RISK, "start": 3, "end": 99}]}, "codes.0: expected 0 <= start < end <= 14"),
        ({"codes": [{**RISK, "evidence": "planes"}]}, "codes.0: the evidence does not stand in"),
    ],
)
def test_a_faulty_field_is_named_and_not_quoted(changes, told):
    """
    What is wrong is told by line and field, without the respondent's words.
    """
    problem = refusal(line(**changes))

    assert told in problem
    assert "Losing" not in problem
    assert "planes" not in problem


@pytest.mark.parametrize("text", ["{", "[]", '"Losing jobs"', "[" * 100_000, "Losing jobs"])
def test_a_line_that_is_no_object_is_named(text):
    """
    A line that is not one JSON object is told by its number.
    """
    problem = refusal(line(), "", text)

    assert "gold.jsonl cannot be used" in problem
    assert "line 3, (whole line): expected one JSON object" in problem
    assert "Losing" not in problem


def test_all_faulty_lines_are_told_up_to_a_number():
    """
    Every problem is told at once, and many are counted.
    """
    problem = refusal(*["{}"] * 10)

    assert "line 7, id: Field required" in problem
    assert problem.endswith("and 10 more")


def test_an_id_stands_once():
    """
    Two answers of one name cannot be told apart.
    """
    assert "line 2, id: an earlier line has the same" in refusal(line(), line())


def test_a_file_without_answers_is_refused():
    """
    Nothing can be measured on nothing.
    """
    assert "found none" in refusal("", "  ")


def test_the_same_words_that_elicit_different_things_are_two_questions():
    """
    A question is known by its words and by what it asks for.
    """
    gold = parse_gold(
        [line(), line(id="a2", elicits=[]), line(id="a3", respondent_id="")], "gold.jsonl"
    )

    responses, questions = responses_of(gold), questions_of(gold)

    assert [("risk",), (), ("risk",)] == [questions[q].elicits for q in responses["question_id"]]
    assert ["p1", "p1", "g3"] == list(responses["respondent_id"])
    assert names_of(gold) == list(responses["response_id"])
