"""What is said of what people wrote?"""

import pytest

from nlp.contracts.study import Unitising
from nlp.contracts.tables import ScreenedResponses, build
from nlp.intake.records import sort_out
from nlp.intake.text_remarks import remark_on_texts
from nlp.intake.units import LONGEST_UNIT, unitise
from tests.intake.small_export import raw, study

LONG = "so it goes " * LONGEST_UNIT


def screened(*texts, status="codable", language="", question="risks"):
    rows = [
        {
            "response_id": f"{question}{number}",
            "respondent_id": str(number),
            "question_id": question,
            "wave": "w1",
            "text": text,
            "status": status,
            "language": language,
            "flag": "",
        }
        for number, text in enumerate(texts, start=1)
    ]
    return build(rows, ScreenedResponses)


def told(responses, least=10, **changes):
    asked = study(discovery={"min_units": least}, **changes)
    rows = (f"{row.respondent_id}|x" for row in responses.itertuples())
    delivered = sort_out(raw("ID|Risks", *rows), asked, "w1")
    units = unitise(responses, Unitising())
    remarks = remark_on_texts(delivered, responses, units, asked, "w1")
    return [(remark.rule, remark.line, remark.message) for remark in remarks]


def test_a_question_that_nobody_answered_is_told():
    """It is not told as well that there is too little of it."""
    assert [("no_answers", 0, "no non-empty answers in Risks")] == told(
        screened("", "", status="empty")
    )


def test_too_few_different_answers_to_cluster_are_told():
    """The same words twice are one unit."""
    texts = [f"costs of kind {number}" for number in range(9)]
    ((rule, line, message),) = told(screened(*texts, texts[0]))
    assert ("too_few_answers", 0) == (rule, line)
    assert message.startswith(
        "too few answers to cluster in Risks: 9 distinct units, where discovery.min_units is 10"
    )
    assert [] == told(screened(*texts, "costs of another kind"))


def test_a_long_answer_is_told_with_its_row_and_parts():
    """Nothing of it is lost, and nothing of it is shown."""
    texts = [f"costs of kind {number}" for number in range(9)]
    long = [remark for remark in told(screened(LONG, *texts)) if remark[0] == "long_answer"]
    assert [
        (
            "long_answer",
            2,
            f"row 2, column Risks: {len(LONG):,} characters, split into 3 units, "
            "or it would be truncated at 256 word pieces",
        )
    ] == long


def test_an_answer_too_long_to_code_is_told():
    """However few words it has."""
    (first, _) = told(screened("x" * 300, status="too_long"), least=10)
    assert "too_few_answers" == first[0]
    assert (
        "row 2, column Risks: 300 characters, not coded (too_long)"
        == (told(screened("x" * 300, status="too_long"))[1][2])
    )


def test_answers_in_other_languages_are_counted():
    """With their languages, the frequent ones first."""
    german = screened("zu teuer", "zu schnell", status="unsupported_language", language="de")
    remarks = [message for rule, _, message in told(german) if rule == "unsupported_language"]
    assert remarks[0].startswith(
        "2 responses in a language not supported by the model (de 2): counted and listed"
    )


def test_a_question_of_another_wave_is_passed_over():
    """What was not asked cannot be empty."""
    waves = {"w1": {"source": "a"}, "w2": {"source": "b"}}
    questions = {"risks": {"column": {"w2": "Risks"}, "label": "Risks"}}
    silent = screened("", status="not_asked")
    assert [] == told(silent, waves=waves, open_questions=questions)


@pytest.mark.parametrize(
    ("name", "ref"),
    [("Any risks?", "Any risks?"), ("Open-Ended", "#2"), ("risks", "Any risks? " + "words " * 9)],
)
def test_a_question_is_called_as_the_study_calls_its_column(name, ref):
    """A header cell such as "Open-Ended Response" tells nothing; a long question is named."""
    asked = study(open_questions={"risks": {"column": ref, "label": "Risks"}})
    export = raw(f"|Any risks?|Any risks? {'words ' * 9}", "ID|Open-Ended|x", "1||", header_rows=2)
    none = screened("", status="empty")
    delivered = sort_out(export, asked, "w1")
    (remark,) = remark_on_texts(delivered, none, unitise(none, Unitising()), asked, "w1")
    assert f"no non-empty answers in {name}" == remark.message
