"""Which of the study's options is a delivered one?"""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.study import NONE_CHOSEN, UNRECOGNISED, ClosedQuestion
from nlp.contracts.tables import Answers, build
from nlp.intake.recoding import recode

CODES = {"1": "Small", "2": "Large", "3": "Large"}
REASONS = ("Refused", "Don't know")


def answers(*options):
    return build(
        [
            {
                "respondent_id": "p1",
                "wave": "w1",
                "question_id": "size",
                "option": option,
                "missing": option in REASONS,
            }
            for option in options
        ],
        Answers,
    )


def recoded(options, *delivered):
    question = ClosedQuestion(column="Size", label="Size", options=options)
    return list(recode(answers(*delivered), {"size": question})["option"])


@pytest.mark.parametrize(
    ("expected", "options", "delivered"),
    [
        (["Small"], CODES, ["1"]),
        (["Small"], CODES, ["small"]),
        ([UNRECOGNISED], CODES, ["9"]),
        ([UNRECOGNISED], CODES, ["01"]),
        (["Large"], CODES, ["2", "3", "Large"]),
        (["Don't know"], ("Don't know",), ["DON\u2019T\u00a0 know"]),
        (["18-34"], ("18-34",), ["18\u201334"]),
        ([UNRECOGNISED], ("Small",), ["Tiny", "Huge"]),
        (["Tiny", "Huge"], (), ["Tiny", "Huge"]),
        (["Tiny, [email]", "[phone]"], (), ["Tiny, jo@example.org", "202-555-0147"]),
        (["[email]"], (), ["jo@example.org", "sam@example.org"]),
        (["jo@example.org"], ("jo@example.org",), ["jo@example.org"]),
        ([], CODES, []),
    ],
)
def test_delivered_options_become_the_studys(expected, options, delivered):
    """
    Codes and spellings of one option become one answer; what is not listed is unrecognised, or
    where nothing is listed, masked.
    """
    assert expected == recoded(options, *delivered)


def test_reasons_and_none_chosen_are_left_alone():
    """No option of the study says why there is no answer, or that nothing was ticked."""
    delivered = ["Refused", NONE_CHOSEN, "Don't know"]
    assert delivered == recoded(("Small",), *delivered)
    assert delivered == recoded((), *delivered)


def test_a_reason_may_be_named_like_a_code():
    """What one respondent chose and another gave as a reason are two things."""
    chosen = answers("1")
    reason = answers("1").assign(respondent_id="p2", missing=True)
    both = pd.concat([chosen, reason], ignore_index=True)
    question = ClosedQuestion(column="Size", label="Size", options=CODES)
    assert ["Small", "1"] == list(recode(both, {"size": question})["option"])


def test_a_code_counts_before_an_option_of_the_same_name():
    """Where codes and options share words, what was delivered is a code."""
    assert ["2"] == recoded({"1": "2", "2": "1"}, "1")


@given(st.lists(st.sampled_from(["1", "2", "3", "Small", "x", "LARGE"]), unique=True))
def test_recoding_twice_changes_nothing(delivered):
    """Options of the study stay what they are, as long as no code is named like one."""
    question = {"size": ClosedQuestion(column="C", label="L", options=CODES)}
    once = recode(answers(*delivered), question)
    known = once[once["option"] != UNRECOGNISED].reset_index(drop=True)
    assert list(known["option"]) == list(recode(known, question)["option"])


def test_the_answers_given_are_left_alone():
    """The stage returns a new table."""
    given_answers = answers("1", "2")
    recode(given_answers, {"size": ClosedQuestion(column="C", label="L", options=CODES)})
    assert ["1", "2"] == list(given_answers["option"])
