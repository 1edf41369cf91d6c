import pytest

from nlp.contracts.tables import Wordings, build
from nlp.intake.records import sort_out
from nlp.intake.wordings import compare_wordings, read_wordings, remark_on_wordings
from tests.intake.small_export import raw, study

LONG = "What worries you about these models?"


def wordings(*lines, header_rows=1, wave="w1", **changes):
    """Return question → wording of an export whose records are one row of x."""
    width = lines[0].count("|") + 1
    export = raw(*lines, "|".join(["x"] * width), header_rows=header_rows)
    settings = study(**changes)
    table = read_wordings(sort_out(export, settings, wave), settings, wave)
    return dict(zip(table["question_id"], table["wording"], strict=True))


def ledger(*put, question=None):
    """Return (wave, version, group, reason) of one question, put so in w1, w2, …"""
    waves = [f"w{number}" for number in range(1, len(put) + 1)]
    settings = study(
        waves={wave: {"source": wave} for wave in waves},
        open_questions={"risks": {"column": "Risks", "label": "Risks"} | (question or {})},
    )
    rows = [
        {"wave": wave, "question_id": "risks", "kind": "open", "wording": wording}
        for wave, wording in zip(waves, put, strict=True)
        if wording
    ]
    table = compare_wordings(build(rows, Wordings), settings)
    columns = ["wave", "version", "comparable_group", "reason"]
    return list(table[columns].itertuples(index=False, name=None))


def test_the_header_says_how_a_question_was_put():
    """Without a word in the study file the header cell is the wording."""
    risks = {"risks": {"column": "#2", "label": "Risks"}}
    assert {"risks": LONG} == wordings(f"ID|{LONG}", open_questions=risks)


@pytest.mark.parametrize("wording", ["As asked", {"w1": "As asked"}])
def test_the_study_file_has_the_last_word(wording):
    """A wording declared for the study or for the wave goes before the header."""
    risks = {"risks": {"column": "#2", "label": "Risks", "wording": wording}}
    assert {"risks": "As asked"} == wordings(f"ID|{LONG}", open_questions=risks)


def test_a_wording_of_another_wave_is_not_this_waves():
    """What is declared for w2 alone leaves w1 to its header."""
    waves = {"w1": {"source": "a"}, "w2": {"source": "b"}}
    risks = {"risks": {"column": "#2", "label": "Risks", "wording": {"w2": "As asked"}}}
    assert {"risks": LONG} == wordings(f"ID|{LONG}", waves=waves, open_questions=risks)


def test_a_field_is_asked_by_what_stands_over_its_block():
    """A short cell such as "Example 2" asks nothing; the question over the block does."""
    settings = {"open_questions": {"risks": {"column": "Example 2", "label": "Risks"}}}
    assert {"risks": LONG} == wordings(
        f"ID|{LONG}|", "|Example 1|Example 2", header_rows=2, **settings
    )


def test_a_block_is_asked_by_what_its_columns_share():
    """The options below differ; the question above is one, even if numbered column by column."""
    block = {"models": {"column": "#2-#3", "label": "Models", "kind": "multiple"}}
    asked = "Which of these models do you use?"
    put = wordings(
        f"ID|Q1 01\u2014{asked}|Q1 02\u2014{asked}|Risks",
        "|Open source, at home|Open weights, at home|Open-Ended",
        header_rows=2,
        closed_questions=block,
    )
    assert f"Q1 01\u2014{asked}" == put["models"]


def test_a_numbered_block_is_asked_over_its_first_column():
    """Where each column has its own number the question stands over the first one alone."""
    block = {"models": {"column": "Q1_*", "label": "Models", "kind": "multiple"}}
    put = wordings(
        "ID|Q1_1|Q1_2|Risks",
        "|Which of these models do you use?||",
        "|Open source models here|Open weights models here|",
        header_rows=3,
        closed_questions=block,
    )
    assert "Which of these models do you use?" == put["models"]


def test_an_item_of_a_grid_needs_its_question_too():
    """An item alone does not say what was asked of it."""
    grid = {"contribute": {"column": "Contribute code upstream", "label": "Contribute"}}
    put = wordings(
        "ID|How often do you do the following?||Risks",
        "|Contribute code upstream|Use code as it comes|",
        header_rows=2,
        closed_questions=grid,
    )
    assert "How often do you do the following? / Contribute code upstream" == put["contribute"]


def test_a_field_behind_other_is_put_with_its_question():
    """By itself "Other (please specify)" asks nothing, and spreadsheets number it."""
    put = wordings(
        "ID|Which model do you use most?|",
        "|Response|Other (please specify)44",
        header_rows=2,
        closed_questions={"model": {"column": "#2", "label": "Model", "options": ["x", "Other"]}},
        open_questions={"risks": {"column": "#3", "label": "Other model", "other_of": "model"}},
    )
    assert "Which model do you use most? / Other" == put["risks"]


@pytest.mark.parametrize("field", ["Response", "Response84", "Multiple choice response"])
def test_the_name_of_a_field_is_no_part_of_the_question(field):
    """Platforms write it over the one column of a question, now so and now so."""
    put = wordings(
        "ID|Which model do you use most?|Risks",
        f"|{field}|",
        header_rows=2,
        closed_questions={"model": {"column": "#2", "label": "Model"}},
    )
    assert "Which model do you use most?" == put["model"]


def test_a_question_that_a_wave_did_not_ask_is_not_listed():
    """No column, no wording."""
    waves = {"w1": {"source": "a"}, "w2": {"source": "b"}}
    questions = {
        "risks": {"column": "Risks", "label": "Risks"},
        "hopes": {"column": {"w2": "Hopes"}, "label": "Hopes"},
    }
    assert ["risks"] == list(wordings("ID|Risks", waves=waves, open_questions=questions))


def test_a_header_that_is_an_answer_is_masked():
    """With a header row too many a respondent's words stand there."""
    put = wordings("ID|Risks", "1|write to me: jo@example.org", header_rows=2)
    assert {"risks": "write to me: [email]"} == put


def test_a_header_that_says_otherwise_is_remarked_on():
    """One wording declared for all waves must not hide that a wave asked something else."""
    risks = {"column": "#2", "label": "Risks", "wording": "What worries you about these models"}
    settings = study(open_questions={"risks": risks})
    same, other, code = (
        sort_out(raw(f"ID|{header}", "1|x"), settings, "w1")
        for header in (LONG, "What do you hope for from these models?", "Q7")
    )
    assert [] == remark_on_wordings(same, settings, "w1")
    assert [] == remark_on_wordings(code, settings, "w1")
    (remark,) = remark_on_wordings(other, settings, "w1")
    assert ("wording", "risks") == (remark.rule, remark.column)
    assert "hope" not in remark.message


def test_waves_that_ask_alike_are_comparable():
    """Form does not matter; a wave that did not ask is passed over."""
    assert [("w1", 1, 1, "first"), ("w3", 1, 1, "same")] == ledger("Why?", "", " why ")


def test_a_changed_wording_begins_anew():
    """From the changed wave on nothing compares with the waves before."""
    assert [
        ("w1", 1, 1, "first"),
        ("w2", 2, 2, "changed"),
        ("w3", 2, 2, "same"),
    ] == ledger("Why?", "Why not?", "Why not?")


def test_an_earlier_wording_taken_up_again_is_the_same_question():
    """Comparable are the waves that asked alike, whatever was asked between them."""
    assert [
        ("w1", 1, 1, "first"),
        ("w2", 2, 2, "changed"),
        ("w3", 1, 1, "same"),
    ] == ledger("Why?", "Why not?", "Why?")


def test_people_may_say_that_waves_compare():
    """A declared group joins all that was comparable with its waves."""
    declared = {"comparable": [["w1", "w3"]]}
    assert [
        ("w1", 1, 1, "first"),
        ("w2", 2, 1, "declared"),
        ("w3", 2, 1, "same"),
        ("w4", 3, 2, "changed"),
    ] == ledger("Why?", "Why not?", "Why not?", "How?", question=declared)


def test_declared_groups_that_share_a_wave_are_one():
    """Comparable with the same wave, comparable with each other, in whatever order they stand."""
    declared = {"comparable": [["w2", "w3"], ["w3", "w1"]]}
    assert [1, 1, 1] == [row[2] for row in ledger("A?", "B?", "C?", question=declared)]


def test_a_declared_wave_that_did_not_ask_joins_nothing():
    """People may name a wave whose export has no such column."""
    declared = {"comparable": [["w2", "w3"]]}
    assert [("w1", 1, 1, "first"), ("w3", 2, 2, "changed")] == ledger(
        "A?", "", "C?", question=declared
    )


def test_the_ledger_is_in_the_order_of_the_study():
    """Questions stand as in the study file, waves as they were fielded, whatever came first."""
    settings = study(
        waves={"w1": {"source": "a"}, "w2": {"source": "b"}},
        closed_questions={"age": {"column": "Age", "label": "Age"}},
    )
    rows = [
        {"wave": wave, "question_id": question_id, "kind": kind, "wording": "?"}
        for wave in ("w2", "w1")
        for question_id, kind in (("age", "closed"), ("risks", "open"))
    ]
    table = compare_wordings(build(rows, Wordings), settings)
    assert [("risks", "w1"), ("risks", "w2"), ("age", "w1"), ("age", "w2")] == list(
        table[["question_id", "wave"]].itertuples(index=False, name=None)
    )
