import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.intake.deliveries import compare, compare_waves, in_words
from nlp.intake.records import sort_out
from tests.intake.small_export import raw, study

FIRST = ("ID|Role|Risks", "1|Maker|Jobs", "2|User|Law", "3|User|")


def delivered(*lines, header_rows=1, **changes):
    return sort_out(raw(*lines, header_rows=header_rows), study(**changes), "w1")


def change(*lines, before=FIRST, **changes):
    return compare(delivered(*before, **changes), delivered(*lines, **changes))


def test_people_come_go_and_are_corrected():
    """Respondents are matched by id; corrected cells are counted by column."""
    found = change("ID|Role|Risks", "1|Leader|Jobs and wages", "2|User|Law", "4|User|Late")
    assert (1, 1, 1) == (found.added, found.removed, found.changed)
    assert {"Role": 1, "Risks": 1} == found.corrected
    assert "1 added, 1 removed, 1 changed" == in_words(found)
    assert not found.same_content


def test_another_order_is_the_same_content():
    """Neither the order of rows nor that of columns is a change."""
    found = change("Risks|ID|Role", "|3|User", "Jobs|1|Maker", "Law|2|User")
    assert found.same_content
    assert "same content" == in_words(found)


def test_new_and_gone_columns_are_named():
    """What is in one delivery alone is named, and is no correction."""
    found = change("ID|Risks|Trust", "1|Jobs|5", "2|Law|4", "3||1")
    assert (("Trust",), ("Role",)) == (found.new_columns, found.gone_columns)
    assert {} == found.corrected
    assert "new column Trust; gone column Role" == in_words(found)


def test_many_columns_are_named_in_part():
    """A line stays a line."""
    more = [f"N{number}" for number in range(7)]
    found = change("|".join(["ID|Role|Risks", *more]), "|".join(["1|Maker|Jobs", *more]))
    assert "2 removed; new columns N0, N1, N2, N3, N4 and 2 more" == in_words(found)


def test_a_cell_that_was_filled_in_or_blanked_is_a_correction():
    """Blank is a value like any other."""
    found = change("ID|Role|Risks", "1|Maker|", "2|User|Law", "3|User|Late")
    assert (2, {"Risks": 2}) == (found.changed, found.corrected)


def test_columns_of_one_name_are_told_apart():
    """Alike headers are matched in their order and named with their position."""
    before = ("ID|Risks|Other|Other", "1|Jobs|a|b")
    assert {"Other (#3)": 1} == change(before[0], "1|Jobs|c|b", before=before).corrected
    assert {"Other (#4)": 1} == change(before[0], "1|Jobs|a|c", before=before).corrected


def test_a_column_is_known_by_all_that_stands_over_it():
    """ "Response" under another question is another column."""
    found = change(
        "ID|How often?|Risks",
        "|Response|Response",
        "1|x|y",
        before=("ID|How much?|Risks", "|Response|Response", "1|x|y"),
        header_rows=2,
    )
    assert (("Response (#2)",), ("Response (#2)",)) == (found.new_columns, found.gone_columns)


def test_a_long_header_is_not_quoted():
    """It may be an answer: it is called by the question it answers, else by its place."""
    asked = "What worries you about the models you use?"
    found = change(
        f"ID|{asked}|{asked} Really?",
        "1|a|c",
        before=(f"ID|{asked}|{asked} Really?", "1|b|d"),
        open_questions={"risks": {"column": "#2", "label": "Risks"}},
    )
    assert {"risks (#2)": 1, "#3": 1} == found.corrected


def test_a_name_that_leads_to_a_person_is_masked():
    """With a header row too many, an answer stands where the name should be."""
    found = change("ID|Role|Risks|jo@example.org", "1|Maker|Jobs|x", "2|User|Law|", "3|User||")
    assert ("[email]",) == found.new_columns


def test_a_nameless_empty_column_is_nothing():
    """Spreadsheets put delimiters behind every row; filled, such a column counts."""
    assert change("ID|Role|Risks|", "1|Maker|Jobs|", "2|User|Law|", "3|User||").same_content
    found = change("ID|Role|Risks|", "1|Maker|Jobs|x", "2|User|Law|", "3|User||")
    assert ("#4",) == found.new_columns


def test_rows_set_aside_are_content_too():
    """A delivery with a broken row more is not the same content."""
    found = change(*FIRST, "|User|nobody's")
    assert (0, 0, 0, False) == (found.added, found.removed, found.changed, found.same_content)
    assert "other rows are set aside" == in_words(found)


def test_without_ids_a_correction_is_another_respondent():
    """Nothing but its cells tells which record a record was."""
    found = change("ID|Role|Risks", "1|Leader|Jobs", "2|User|Law", "3|User|", respondent={})
    assert (1, 1, 0) == (found.added, found.removed, found.changed)


def test_waves_are_compared_by_their_columns():
    """Of two waves only the columns say something about each other."""
    later = delivered("ID|Role|Risks|trust_1to5", "9|Maker|Jobs|5")
    assert (("trust_1to5",), ()) == compare_waves(delivered(*FIRST), later)


def test_a_question_of_both_waves_is_no_new_column():
    """Between waves columns are headed anew; what the study reads from them is the same."""
    moved = {"risks": {"column": "#3", "label": "Risks"}}
    later = delivered("ID|Role|Q7", "9|Maker|Jobs", open_questions=moved)
    assert ((), ()) == compare_waves(delivered(*FIRST), later)


def test_a_name_said_twice_over_a_column_is_one_name():
    """Platforms repeat a field's name in every row of the header, or leave one blank."""
    twice = delivered("ID|Risks|Role", "ID|Risks|Role", "1|x|y", header_rows=2)
    assert ((), ()) == compare_waves(delivered(*FIRST), twice)


cells = st.lists(st.sampled_from(["", "a", "b", " a"]), min_size=2, max_size=2)
people = st.dictionaries(st.sampled_from("123456"), cells, min_size=1)


@given(people, people, st.randoms())
def test_counts_agree_with_a_plain_comparison(before, after, random):
    """Added, removed and changed are what two dictionaries say, in any order of rows."""

    def export(of):
        rows = [f"{key}|{'|'.join(found)}" for key, found in of.items()]
        random.shuffle(rows)
        return delivered("ID|Role|Risks", *rows)

    found = compare(export(before), export(after))
    changed = [key for key in before.keys() & after.keys() if before[key] != after[key]]
    assert (len(after.keys() - before.keys()), len(before.keys() - after.keys())) == (
        found.added,
        found.removed,
    )
    assert (len(changed), before == after) == (found.changed, found.same_content)


@pytest.mark.parametrize(
    ("earlier", "later", "words"),
    [
        ("2025-1_v1.csv", "2025-1_v2_resent.csv", "1 added, 1 removed, 2 changed"),
        ("2025-1_v1.csv", "2025-1_v3_reordered.csv", "same content"),
    ],
)
def test_the_faulty_files_are_told_apart_as_their_list_says(bad_input, earlier, later, words):
    """What was resent is told from what was only reordered."""
    import csv

    def read(name):
        with (bad_input / "made" / "wave" / name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        return delivered(
            *("|".join(row) for row in rows),
            respondent={"column": "respondent_id"},
            open_questions={"risks": {"column": "risks_text", "label": "Risks"}},
        )

    assert words == in_words(compare(read(earlier), read(later)))
