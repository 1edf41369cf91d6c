"""What does a cell say of a closed question?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.raw import ValueLabels
from nlp.contracts.study import NONE_CHOSEN, ClosedQuestion
from nlp.intake.choices import (
    BLANK,
    Choice,
    doubts_ticks,
    reader_of_cells,
    reader_of_ticks,
    together,
    with_other,
)

PLAIN = ValueLabels()
ROLES = ValueLabels(
    {"1": "Teacher", "2": "Nurse", "98": "Refused", "99": "Don't know"}, frozenset({"98", "99"})
)


def question(**more):
    return ClosedQuestion(column="Role", label="Role", **more)


def read(cell, values=PLAIN, blank=(), other="", **more):
    choice = reader_of_cells(question(**more), values, blank, other)(cell)
    return choice.options, choice.reasons, choice.written


def ticked(cell, values=PLAIN, **more):
    return reader_of_ticks(question(**more), "Cost", values, ("-",))(cell)


@pytest.mark.parametrize(
    ("expected", "cell"),
    [
        (["Teacher", "Parent"], "Teacher;Parent"),
        (["Teacher", "Parent"], " Teacher ; Parent;"),
        (["Teacher"], "Teacher;;Teacher"),
        (["Teacher"], "Teacher;-"),
        ([], ";"),
    ],
)
def test_one_cell_may_hold_several_options(expected, cell):
    """Options stand between separators; blanks and repeats are dropped."""
    assert expected == list(read(cell, blank=("-",), separator=";")[0])


@pytest.mark.parametrize(
    ("expected", "cell"),
    [
        (["Faster, cheaper", "Law"], "Faster, cheaper, Law"),
        (["Law", "Faster, cheaper, better"], "Law,Faster, cheaper, better"),
        (["Faster", "Law"], "Faster, Law"),
        (["FASTER, Cheaper"], "FASTER, Cheaper"),
        (["cheaper", "Faster"], "cheaper, Faster"),
    ],
)
def test_an_option_may_hold_the_separator(expected, cell):
    """The longest option that the study lists is taken whole."""
    options = ("Faster", "Faster, cheaper", "Faster, cheaper, better", "Law")
    assert expected == list(read(cell, separator=",", options=options)[0])


@given(st.lists(st.sampled_from(["A", "A;B", "B;C;D", "C"]), min_size=1, unique=True))
def test_options_that_no_join_hides_come_back(chosen):
    """What a platform joined comes apart again, where the joints make no other option."""
    listed = ("A", "A;B", "B;C;D", "C")
    cell = " ; ".join(sorted(chosen, key=len, reverse=True))
    options = read(cell, separator=" ; ", options=listed)[0]
    assert set(chosen) == set(options)


@pytest.mark.parametrize(
    ("expected", "cell", "more"),
    [
        ("Teacher", "1", {}),
        ("Teacher", "1", {"options": ["Teacher", "Nurse"]}),
        ("1", "1", {"options": {"1": "Educator", "2": "Carer"}}),
        ("Teacher", "1", {"options": {"Teacher": "Educator"}}),
        ("7", "7", {}),
    ],
)
def test_a_code_goes_by_its_label_unless_the_study_lists_the_code(expected, cell, more):
    """A study file may name codes or labels; a value without a label stays a code."""
    assert ((expected,), (), "") == read(cell, ROLES, **more)


@pytest.mark.parametrize(
    ("expected", "cell", "more"),
    [
        ("Refused", "98", {}),
        ("Don't know", "99", {"options": ["Teacher"]}),
        ("Refused", "98", {"missing": ["98"]}),
        ("Declined", "98", {"missing": {"98": "Declined"}}),
        ("Declined", "98", {"missing": {"Refused": "Declined"}}),
        ("Nurse", "2", {"missing": ["2"]}),
        ("Prefer not to say", "prefer NOT to say", {"missing": ["Prefer not to say"]}),
    ],
)
def test_a_missing_code_is_a_reason_and_no_option(expected, cell, more):
    """98 and 99 stay apart, and neither of them is a category."""
    assert ((), (expected,), "") == read(cell, ROLES, **more)


@pytest.mark.parametrize("options", [["Don't know"], ["99"], {"99": "No idea"}])
def test_what_the_study_lists_is_an_option_whatever_the_file_says(options):
    """People may want "Don't know" as a category of its own."""
    chosen, reasons, _ = read("99", ROLES, options=options)
    assert (1, ()) == (len(chosen), reasons)


def test_what_means_blank_is_neither_option_nor_reason():
    """The study's own word for nothing goes before any other."""
    assert ((), (), "") == read(" - ", blank=("-",))


@pytest.mark.parametrize(
    ("expected", "cell"),
    [
        ((("Teacher",), ""), "Teacher"),
        ((("Teacher", "Other"), "head; of a school"), "Teacher;head; of a school"),
        ((("Other",), ""), "other"),
        ((("Other",), "Librarian"), "Librarian"),
    ],
)
def test_words_beside_the_options_are_other(expected, cell):
    """Where the platform writes "Other" into the cell, what is not listed was written."""
    listed = {"separator": ";", "options": ["Teacher", "Parent", "Other"]}
    chosen, _, written = read(cell, other="Other", **listed)
    assert expected == (
        tuple("Other" if option == "other" else option for option in chosen),
        written,
    )


@pytest.mark.parametrize(
    ("expected", "cell", "chosen"),
    [
        (("Cost",), "1", ["1"]),
        ((), "0", ["1"]),
        (("Cost",), "0", []),
        (("Cost",), "Y", ["y"]),
        ((), "", []),
        ((), "-", []),
    ],
)
def test_a_tick_chooses_the_option_it_stands_under(expected, cell, chosen):
    """The study says what a tick looks like; else every cell that is not blank is one."""
    assert expected == ticked(cell, chosen=chosen).options


def test_a_tick_may_be_named_by_its_label():
    """In a statistics file 1 is "Selected", and -99 no answer."""
    values = ValueLabels({"0": "Unselected", "1": "Selected", "-99": "Not shown"}, {"-99"})
    given_cells = [ticked(cell, values, chosen=["Selected"]) for cell in ("1", "0", "-99", "")]
    assert [("Cost",), (), (), ()] == [choice.options for choice in given_cells]
    assert [(), (), ("Not shown",), ()] == [choice.reasons for choice in given_cells]
    assert [True, True, True, False] == [choice.filled for choice in given_cells]


@pytest.mark.parametrize(
    ("doubtful", "clear", "chosen"),
    [
        (["Yes", "TRUE", "1.0", "2"], ["1", "0", "no", "Unchecked", "", "-", "5", "-99"], ["1"]),
        (["1"], ["Yes", "yes ", "No"], ["Yes"]),
        (["0", "No", "FALSE"], ["1", "Yes", "", "-"], []),
    ],
)
def test_ticks_that_may_be_read_the_wrong_way_round_are_doubtful(doubtful, clear, chosen):
    """What is neither chosen nor known for not chosen, a reason or a labelled value."""
    values = ValueLabels({"5": "Later"}, frozenset({"-99"}))
    doubts = doubts_ticks(question(chosen=chosen), values, ("-",))
    assert doubtful == [cell for cell in [*doubtful, *clear] if doubts(cell)]


@pytest.mark.parametrize(
    ("expected", "parts"),
    [
        (BLANK, [BLANK, BLANK]),
        (Choice((NONE_CHOSEN,), filled=True), [BLANK, Choice(filled=True)]),
        (Choice(("a", "b"), filled=True), [Choice(("a",)), BLANK, Choice(("b",)), Choice(("a",))]),
        (Choice(("a",), filled=True), [Choice(reasons=("r",), filled=True), Choice(("a",))]),
        (Choice(reasons=("r",)), [Choice(reasons=("r",), filled=True), Choice(filled=True)]),
    ],
)
def test_columns_say_one_thing_together(expected, parts):
    """All blank is no answer, shown and nothing ticked is one, and an option beats a reason."""
    assert expected == together(parts)


@pytest.mark.parametrize(
    ("expected", "options", "single"),
    [
        (("Other",), (), True),
        (("a",), ("a",), True),
        (("a", "Other"), ("a",), False),
        (("Other", "a"), ("Other", "a"), False),
        (("Other",), (NONE_CHOSEN,), True),
        (("Other",), (NONE_CHOSEN,), False),
    ],
)
def test_who_wrote_chose_the_option_that_leads_there(expected, options, single):
    """Of several options Other is one more; a single choice that was made stands."""
    assert expected == with_other(Choice(options, filled=True), "Other", single=single).options
