"""Who answered, what did they choose, what did they write?"""

from nlp.contracts.ids import response_id
from nlp.intake.export import (
    read_answers,
    read_respondents,
    read_responses,
    set_aside,
    wording_of,
)
from tests.intake.small_export import SOURCE, raw, study

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


def options(answers):
    return list(zip(answers["respondent_id"], answers["option"], strict=True))


def test_respondents_stand_for_one_without_weights():
    """One row per record that counts, in file order."""
    respondents = read_respondents(raw("ID|Risks", "b|x", "|", "a|y"), study(), "w1")
    assert [("b", "w1", 1.0), ("a", "w1", 1.0)] == list(respondents.itertuples(index=False))


def test_a_wave_without_a_weight_column_has_no_weights():
    """Left out of the mapping, the wave's respondents stand for one each."""
    weighted = study(
        waves={"w1": {"source": "a"}, "w2": {"source": "b"}}, weight={"column": {"w2": "W"}}
    )
    assert [1.0] == list(read_respondents(raw("ID|Risks", "1|x"), weighted, "w1")["weight"])


def test_what_is_set_aside_says_where_and_why():
    """The quarantine holds lines and rules, and nothing of what stood there."""
    quarantine = set_aside(raw("ID|Risks", "1|x", "|", "1|y", "2|a|b"), study(), "w1")
    assert [
        ("w1", SOURCE, 2, "", "superseded"),
        ("w1", SOURCE, 3, "", "blank_row"),
        ("w1", SOURCE, 5, "", "field_count"),
    ] == list(quarantine.itertuples(index=False))


def test_the_option_of_a_column_is_its_cell():
    """White space is put in order; blanks and missing values choose nothing."""
    export = raw("ID|Role|Risks", "1| Model\u00a0user |x", "2| |x", "3|-|x", "4|None|x")
    answers = read_answers(export, study(closed_questions={"role": ROLE}, missing=["-"]), "w1")
    assert [("1", "Model user"), ("4", "None")] == options(answers)


def test_the_option_of_a_block_is_its_lowest_header_cell():
    """Any cell that is not blank chooses the option it stands under."""
    answers = read_answers(BLOCK, study(closed_questions={"models": MODELS}), "w1")
    assert [("1", "Open source"), ("1", "API"), ("2", "Open weights"), ("2", "API")] == options(
        answers
    )


def test_a_study_may_say_which_cells_mean_chosen():
    """A 0 under an option is no choice where the study says so."""
    models = MODELS | {"chosen": ["1", "API", "Open source"]}
    answers = read_answers(BLOCK, study(closed_questions={"models": models}), "w1")
    assert [("1", "Open source"), ("1", "API"), ("2", "Open weights")] == options(answers)


def test_a_block_may_hold_its_options_in_its_cells():
    """Two columns with one option are one answer."""
    export = raw("ID|Q1_1|Q1_2|Q1_3|Risks", "1|Cost|Law|Cost|x")
    models = {"column": "Q1_*", "label": "Q1", "kind": "multiple", "options_from": "cell"}
    answers = read_answers(export, study(closed_questions={"models": models}), "w1")
    assert [("1", "Cost"), ("1", "Law")] == options(answers)


def test_a_single_choice_counts_once():
    """Of two options the first counts, and the second is on record as set aside."""
    single = study(closed_questions={"models": MODELS | {"kind": "single"}})
    assert [("1", "Open source"), ("2", "Open weights")] == options(
        read_answers(BLOCK, single, "w1")
    )
    assert [(3, "models", "two_options"), (4, "models", "two_options")] == list(
        set_aside(BLOCK, single, "w1")[["row", "column", "rule"]].itertuples(index=False)
    )


def test_without_answers_the_table_is_empty_and_sound():
    """No closed question gives no row, not a broken table."""
    assert 0 == len(read_answers(raw("ID|Risks", "1|x"), study(), "w1"))


def test_a_verbatim_is_the_cell_as_delivered():
    """Blanks stay, and so do words that other readers take for missing values."""
    export = raw("ID|Risks", "1| N/A ", "2|", "3|None", "4|007", "5|a\u0301\r\nb", "6| - ")
    responses = read_responses(export, study(missing=["-"]), "w1")
    assert [" N/A ", "", "None", "007", "a\u0301\r\nb", ""] == list(responses["verbatim"])
    assert response_id("w1", "1", "risks") == responses["response_id"].iloc[0]


def test_a_question_of_another_wave_was_not_asked():
    """Every respondent still has a row for it."""
    questions = {
        "risks": {"column": "Risks", "label": "Risks"},
        "hopes": {"column": {"w2": "Hopes"}, "label": "Hopes"},
    }
    waves = {"w1": {"source": "a"}, "w2": {"source": "b"}}
    responses = read_responses(
        raw("ID|Risks", "1|x"), study(open_questions=questions, waves=waves), "w1"
    )
    assert [("risks", True, "x"), ("hopes", False, "")] == list(
        responses[["question_id", "asked", "verbatim"]].itertuples(index=False)
    )


def routed(missing=(), **closed):
    """A study that asks for risks only where one of two answers led to it."""
    risks = {
        "column": "Risks",
        "label": "Risks",
        "asked_when": {"role": ["User"], "size": ["Large"]},
    }
    role = ROLE | {"options": {"1": "User", "2": "Maker"}}
    size = {"column": "Size", "label": "Size"}
    closed = {"role": role, "size": size} | closed
    return study(open_questions={"risks": risks}, closed_questions=closed, missing=list(missing))


def test_only_who_was_led_to_a_question_was_asked_it():
    """One of the leading options is enough; they are the study's options, not the codes."""
    export = raw("ID|Role|Size|Risks", "1|1|Small|x", "2|2|Small|", "3|2|Large|x", "4|||")
    responses = read_responses(export, routed(), "w1")
    assert [True, False, True, False] == list(responses["asked"])


def test_who_wrote_something_was_asked():
    """Words are no less there because the questionnaire should not have led to them."""
    export = raw("ID|Role|Size|Risks", "1|2|Small|x", "2|2|Small| ", "3|2|Small|-")
    responses = read_responses(export, routed(missing=["-"]), "w1")
    assert [True, False, False] == list(responses["asked"])


def test_a_leading_question_that_a_wave_lacks_is_passed_over():
    """Without any of them it cannot be told, and everyone counts as asked."""
    absent = {"role": ROLE | {"column": {}}, "size": {"column": {}, "label": "Size"}}
    responses = read_responses(raw("ID|Risks", "1|x"), routed(**absent), "w1")
    assert [True] == list(responses["asked"])


def test_the_wording_is_the_studys_or_the_longest_header_cell():
    """The question stands over the column; a wave that did not ask has the label."""
    questions = {
        "a": {"column": "Which models? / API", "label": "A"},
        "b": {"column": "#5", "label": "B", "wording": "Any risks?"},
        "c": {"column": {}, "label": "C"},
    }
    asked = study(open_questions=questions)
    assert ["Which models?", "Any risks?", "C"] == [
        wording_of(BLOCK, asked, "w1", key) for key in questions
    ]


def test_a_wording_taken_from_an_answer_is_masked():
    """With a header row too many an answer stands in the header, and its address stays there."""
    export = raw("ID|Risks", "1|ask me at jo@example.org or @jo", "2|x", header_rows=2)
    assert "ask me at [email] or [handle]" == wording_of(export, study(), "w1", "risks")


def test_a_column_with_a_question_of_its_own_is_put_in_those_words():
    """The question over its block is that of the closed column beside it."""
    rows = ("ID|How do you feel about it, overall?|", "ID|Feeling|Please tell us why so", "1|a|b")
    asked = study(open_questions={"why": {"column": "Please tell us why so", "label": "Why"}})
    assert "Please tell us why so" == wording_of(raw(*rows, header_rows=2), asked, "w1", "why")
