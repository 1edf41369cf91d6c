"""What did respondents write, and who was asked?"""

import dataclasses
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from nlp.contracts.ids import response_id
from nlp.contracts.raw import ValueLabels
from nlp.intake.answers import read_answers
from nlp.intake.recoding import recode
from nlp.intake.records import sort_out
from nlp.intake.responses import read_responses
from tests.intake.small_export import raw, study

ROLE = {"column": "Role", "label": "Role", "options": {"1": "User", "2": "Maker", "3": "Other"}}
TWO_WAVES = {"w1": {"source": "a"}, "w2": {"source": "b"}}


def responses(export, of_study):
    delivered = sort_out(export, of_study, "w1")
    answers = recode(read_answers(delivered, of_study, "w1"), of_study.closed_questions)
    return read_responses(delivered, answers, of_study, "w1")


def routed(missing=(), **closed):
    """A study that asks for risks only where one of two answers led to it."""
    risks = {
        "column": "Risks",
        "label": "Risks",
        "asked_when": {"role": ["User"], "size": ["Large"]},
    }
    closed = {"role": ROLE, "size": {"column": "Size", "label": "Size"}} | closed
    return study(open_questions={"risks": risks}, closed_questions=closed, missing=list(missing))


def with_other(column="Other", **role):
    """A study whose open question is the "Other" field of the role."""
    other = {"column": column, "label": "Other role", "other_of": "role"}
    return study(open_questions={"other": other}, closed_questions={"role": ROLE | role})


def test_a_verbatim_is_the_cell_as_delivered():
    """Blanks stay, and so do words that other readers take for missing values."""
    export = raw("ID|Risks", "1| N/A ", "2|", "3|None", "4|007", "5|a\u0301\r\nb", "6| - ")
    written = responses(export, study(missing=["-"]))
    assert [" N/A ", "", "None", "007", "a\u0301\r\nb", ""] == list(written["verbatim"])
    assert response_id("w1", "1", "risks") == written["response_id"].iloc[0]


def test_what_a_statistics_file_calls_missing_was_not_written():
    """A code for no answer is no words."""
    export = dataclasses.replace(
        raw("ID|Risks", "1|-99", "2|-9"), values={1: ValueLabels(missing=frozenset({"-99"}))}
    )
    assert ["", "-9"] == list(responses(export, study())["verbatim"])


def test_a_question_of_another_wave_was_not_asked():
    """Every respondent still has a row for it."""
    questions = {
        "risks": {"column": "Risks", "label": "Risks"},
        "hopes": {"column": {"w2": "Hopes"}, "label": "Hopes"},
    }
    written = responses(raw("ID|Risks", "1|x"), study(open_questions=questions, waves=TWO_WAVES))
    assert [("risks", True, "x"), ("hopes", False, "")] == list(
        written[["question_id", "asked", "verbatim"]].itertuples(index=False)
    )


def test_only_who_was_led_to_a_question_was_asked_it():
    """One of the leading options is enough; they are the study's options, not the codes."""
    export = raw("ID|Role|Size|Risks", "1|1|Small|x", "2|2|Small|", "3|2|LARGE|", "4|||")
    assert [True, False, True, False] == list(responses(export, routed())["asked"])


def test_who_wrote_something_was_asked():
    """Words are no less there because the questionnaire should not have led to them."""
    export = raw("ID|Role|Size|Risks", "1|2|Small|x", "2|2|Small| ", "3|2|Small|-")
    assert [True, False, False] == list(responses(export, routed(missing=["-"]))["asked"])


def test_a_reason_for_not_answering_leads_nowhere():
    """Who declined to say has not chosen the option that leads on, whatever its name."""
    export = raw("ID|Role|Size|Risks", "1|2|99|", "2|2|Large|")
    size = {"column": "Size", "label": "Size", "missing": {"99": "Large"}}
    assert [False, True] == list(responses(export, routed(size=size))["asked"])


def test_a_leading_question_that_a_wave_lacks_is_passed_over():
    """Without any of them it cannot be told, and everyone counts as asked."""
    absent = {"role": ROLE | {"column": {}}, "size": {"column": {}, "label": "Size"}}
    export = raw("ID|Risks", "1|x", "2|")
    assert [True, True] == list(responses(export, routed(**absent))["asked"])
    one_left = routed(role=absent["role"])
    export = raw("ID|Size|Risks", "1|Large|", "2|Small|")
    assert [True, False] == list(responses(export, one_left)["asked"])


@pytest.mark.parametrize("kind", ["single", "multiple"])
def test_an_other_field_is_asked_of_who_chose_other_or_wrote(kind):
    """The rest never saw the field."""
    export = raw("ID|Role|Other", "1|1|", "2|3|", "3||own words", "4|1|more", "5||")
    asked = responses(export, with_other(kind=kind))
    assert [False, True, True, True, False] == list(asked["asked"])


def test_words_beside_the_options_of_a_cell_are_a_response():
    """Some platforms write "Other" into the cell of the question itself."""
    listed = {"kind": "multiple", "separator": ";", "options": ["User", "Maker", "Other"]}
    export = raw("ID|Role", "1|User;I write; a lot", "2|User", "3|other", "4|")
    written = responses(export, with_other("Role", **listed))
    assert ["I write; a lot", "", "", ""] == list(written["verbatim"])
    assert [True, False, True, False] == list(written["asked"])


@given(st.randoms(use_true_random=False))
def test_shuffled_rows_give_the_same_responses(drawn: random.Random):
    """The order in which an export is delivered means nothing."""
    export = raw("ID|Role|Size|Risks", "a|1|Small|x", "b|2|Small|", "c|2|Large|y", "d|||")
    records = list(export.records)
    drawn.shuffle(records)
    shuffled = dataclasses.replace(export, records=tuple(records))
    assert_frame_equal(responses(export, routed()), responses(shuffled, routed()))
