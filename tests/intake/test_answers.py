"""What did respondents choose?"""

import dataclasses
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from nlp.contracts.errors import StudyConfigError
from nlp.contracts.raw import ValueLabels
from nlp.contracts.study import NONE_CHOSEN, UNRECOGNISED
from nlp.intake.answers import (
    options_of_records,
    read_answers,
    reader_of_words,
    remark_on_ticks,
)
from nlp.intake.recoding import recode
from nlp.intake.records import sort_out
from tests.intake.small_export import raw, study

MODELS = {"column": "Which models?", "label": "Models", "kind": "multiple"}
ROLE = {"column": "Role", "label": "Role"}
BLOCK = raw(
    "ID|Which models?|||Risks",
    "|Open source|Open weights|API|Open-Ended Response",
    "1|Open source||API|x",
    "2||1|0|y",
    "3||||z",
    header_rows=2,
)
TICKS = raw("ID|Q1_1|Q1_2|Other|Risks", "1|1|0||x", "2|0|0||x", "3||||x", "4|0|0|Own|x")


def asking(other=None, **closed):
    """A study with these closed questions, and perhaps an open one for "Other"."""
    opens = {"risks": {"column": "Risks", "label": "Risks"}}
    if other:
        opens["other"] = {"label": "Other"} | other
    return study(closed_questions=closed, open_questions=opens)


def options(export, of_study):
    answers = read_answers(sort_out(export, of_study, "w1"), of_study, "w1")
    return list(zip(answers["respondent_id"], answers["option"], strict=True))


def test_the_option_of_a_column_is_its_cell():
    """White space is put in order; blanks and missing values choose nothing."""
    export = raw("ID|Role|Risks", "1| Model\u00a0user |x", "2| |x", "3|-|x", "4|None|x")
    role = study(closed_questions={"role": ROLE}, missing=["-"])
    assert [("1", "Model user"), ("4", "None")] == options(export, role)


def test_the_option_of_a_block_is_its_lowest_header_cell():
    """Any cell that is not blank chooses the option it stands under."""
    expected = [("1", "Open source"), ("1", "API"), ("2", "Open weights"), ("2", "API")]
    assert expected == options(BLOCK, asking(models=MODELS))


def test_a_block_may_hold_its_options_in_its_cells():
    """Two columns with one option are one answer."""
    export = raw("ID|Q1_1|Q1_2|Q1_3|Risks", "1|Cost|Law|Cost|x")
    models = {"column": "Q1_*", "label": "Q1", "kind": "multiple", "options_from": "cell"}
    assert [("1", "Cost"), ("1", "Law")] == options(export, asking(models=models))


def test_none_chosen_is_an_answer_and_a_blank_block_is_none():
    """Of a block of 0 and 1, all 0 says that nobody ticked; all blank, that nobody was shown."""
    ticks = {"column": "Q1_*", "label": "Q1", "kind": "multiple", "chosen": ["1"]}
    expected = [("1", "Q1_1"), ("2", NONE_CHOSEN), ("4", NONE_CHOSEN)]
    assert expected == options(TICKS, asking(ticks=ticks))


def test_a_zero_that_counts_as_chosen_is_remarked():
    """Without a word on what means chosen, a block of 0 and 1 has every option chosen."""
    ticks = {"column": "Q1_*", "label": "Q1", "kind": "multiple"}
    said = [asking(ticks=ticks | more) for more in ({}, {"chosen": ["1"]})]
    remarks = [remark_on_ticks(sort_out(TICKS, one, "w1"), one) for one in said]
    assert [["ticks"], []] == [[remark.column for remark in some] for some in remarks]
    assert remarks[0][0].message.startswith("5 cells that read 0")


def test_a_tick_that_the_study_does_not_know_is_remarked():
    """Where 1 means chosen, a block of Yes and TRUE would say without a word that nobody chose."""
    export = raw("ID|Q1_1|Q1_2|Risks", "1|Yes|0|x", "2|TRUE||x", "3|1.0|No|x")
    ticks = {"column": "Q1_*", "label": "Q1", "kind": "multiple", "chosen": ["1"]}
    (remark,) = remark_on_ticks(sort_out(export, asking(ticks=ticks), "w1"), asking(ticks=ticks))
    assert ("not_ticked", "ticks") == (remark.rule, remark.column)
    assert remark.message.startswith("3 cells count as not chosen")
    assert "closed_questions.ticks.chosen" in remark.message


def test_one_column_of_ticks_is_a_block_too():
    """A checkbox of its own is read like a block of one."""
    box = {"column": "Q1_1", "label": "Box", "options_from": "header", "chosen": ["1"]}
    expected = [("1", "Q1_1"), ("2", NONE_CHOSEN), ("4", NONE_CHOSEN)]
    assert expected == options(TICKS, asking(box=box))


def test_a_single_choice_counts_once():
    """Of two options the first counts, and all are told of every record."""
    single = asking(models=MODELS | {"kind": "single"})
    assert [("1", "Open source"), ("2", "Open weights")] == options(BLOCK, single)
    assert [("Open source", "API"), ("Open weights", "API"), ()] == options_of_records(
        sort_out(BLOCK, single, "w1"), single, "models"
    )


def test_without_answers_the_table_is_empty_and_sound():
    """No closed question gives no row, not a broken table."""
    assert [] == options(raw("ID|Risks", "1|x"), study())


def test_codes_that_mean_missing_are_kept_apart():
    """In a statistics file 98 and 99 are two reasons, and never categories."""
    labels = {"1": "Teacher", "98": "Refused", "99": "Don't know"}
    export = dataclasses.replace(
        raw("ID|Role|Risks", "1|1|x", "2|98|x", "3|99|x", "4|7|x", "5||x"),
        values={1: ValueLabels(labels, frozenset({"98", "99"}))},
    )
    role = asking(role=ROLE | {"options": ["Teacher"]})
    answers = read_answers(sort_out(export, role, "w1"), role, "w1")
    answers = recode(answers, role.closed_questions)
    assert [
        ("1", "Teacher", False),
        ("2", "Refused", True),
        ("3", "Don't know", True),
        ("4", UNRECOGNISED, False),
    ] == list(answers[["respondent_id", "option", "missing"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("expected", "kind"),
    [
        ([("1", "Other"), ("2", "Teacher")], "single"),
        ([("1", "Other"), ("2", "Teacher"), ("2", "Other")], "multiple"),
    ],
)
def test_who_writes_into_other_chose_it(expected, kind):
    """A single choice that was made stands; a reason does not stand against words."""
    export = raw("ID|Role|Other|Risks", "1|98|Librarian|x", "2|Teacher|Head|x", "3|| |x", "4|||x")
    role = ROLE | {"kind": kind, "missing": ["98"]}
    other = {"column": "Other", "other_of": "role"}
    assert expected == options(export, asking(other, role=role))


def test_other_is_no_answer_to_a_question_that_the_wave_lacks():
    """A field without its question does not make the question asked."""
    export = raw("ID|Other|Risks", "1|Librarian|x")
    role = asking({"column": "Other", "other_of": "role"}, role=ROLE | {"column": {}})
    assert [] == options(export, role)


def test_an_other_field_within_its_block_is_no_option():
    """SurveyMonkey puts the field beside the options; it counts as the option it belongs to."""
    export = raw(
        "ID|Which models?|||Role||Risks",
        "|Open source|API|Other (please specify)|Multiple choice response|Other (please specify)|",
        "1|Open source||my own|User||x",
        "2||||Other|Librarian|x",
        header_rows=2,
    )
    opens = {
        "risks": {"column": "Risks", "label": "Risks"},
        "a": {"column": "#4", "label": "A", "other_of": "models"},
        "b": {"column": "#6", "label": "B", "other_of": "role"},
    }
    both = study(open_questions=opens, closed_questions={"models": MODELS, "role": ROLE})
    expected = [("1", "Open source"), ("1", "Other"), ("1", "User"), ("2", "Other")]
    assert expected == options(export, both)


def test_words_in_the_column_of_the_question_itself_are_other():
    """Where the platform has no field, words that are no option count as Other."""
    export = raw("ID|Role|Risks", "1|Teacher;Librarian|x", "2|Teacher|x")
    listed = ROLE | {"kind": "multiple", "separator": ";", "options": ["Teacher", "Other"]}
    role = asking({"column": "Role", "other_of": "role"}, role=listed)
    assert [("1", "Teacher"), ("1", "Other"), ("2", "Teacher")] == options(export, role)


def test_without_options_nobody_can_tell_words_from_options():
    """The study file is asked to list them."""
    export = raw("ID|Role|Risks", "1|Teacher;Librarian|x")
    role = asking({"column": "Role", "other_of": "role"}, role=ROLE)
    with pytest.raises(StudyConfigError, match="list the options of role"):
        reader_of_words(sort_out(export, role, "w1"), role, "other")


@given(st.randoms(use_true_random=False))
def test_shuffled_rows_give_the_same_answers(drawn: random.Random):
    """The order in which an export is delivered means nothing."""
    ticks = {"column": "Q1_*", "label": "Q1", "kind": "multiple", "chosen": ["1"]}
    of_study = asking({"column": "Other", "other_of": "ticks"}, ticks=ticks)
    records = list(TICKS.records)
    drawn.shuffle(records)
    shuffled = dataclasses.replace(TICKS, records=tuple(records))
    before, after = (
        read_answers(sort_out(export, of_study, "w1"), of_study, "w1")
        for export in (TICKS, shuffled)
    )
    assert_frame_equal(before, after)
