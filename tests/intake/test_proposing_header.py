import pytest

from nlp.intake.proposing.header import find_header
from tests.intake.small_proposals import text


def answers(people=30):
    return [(f"p{n}", str(n % 5 + 1), ("Yes", "No")[n % 2], text(n)) for n in range(people)]


def rows(*header, people=30):
    return [*header, *answers(people)]


def found(given):
    header = find_header(given)
    return header.skip_rows, header.header_rows


def test_one_row_names_the_columns():
    """
    Where the second row reads like those below it, the first alone is the header.
    """
    assert (0, 1) == found(rows(("ID", "Age group", "Member", "Why?")))


def test_a_second_row_that_is_unlike_the_answers_belongs_to_the_header():
    """
    Names stand where numbers and options stand below them.
    """
    given = rows(("ID", "About you", "", "Open"), ("Key", "Age group", "Member", "Why?"))

    assert (0, 2) == found(given)


def test_a_title_is_passed_over():
    """
    Rows of one cell above a table are its title.
    """
    given = rows(("Our survey",), ("",), ("ID", "Age group", "Member", "Why?"))

    assert (2, 1) == found(given)


def test_import_ids_end_the_header_of_qualtrics():
    """
    The row of ImportIds is the last of the header, however few respondents there are.
    """
    ids = tuple(f'{{"ImportId":"QID{n}"}}' for n in range(4))
    given = rows(("A", "B", "C", "D"), ("One", "Two", "Three", "Four"), ids, people=1)

    assert (0, 3) == found(given)


def test_older_exports_of_qualtrics_have_two_rows():
    """
    V1, V2, … stand over what the columns are called.
    """
    codes = tuple(f"V{n}" for n in range(1, 6))

    assert (0, 2) == found([codes, ("ID", "B", "C", "D", "E"), ("p1", "1", "2", "3", "x")])


def test_the_words_of_surveymonkey_are_a_header():
    """
    "Response" and "Other (please specify)" stand under questions, even of two respondents.
    """
    given = [("ID", "Role?", ""), ("", "Response", "Other (please specify)"), ("1", "Nurse", "")]

    assert (0, 2) == found([*given, ("2", "Other", "Vet")])


def test_a_row_that_names_what_the_row_above_does_not_is_a_header():
    """
    A band of headings over some columns leaves the names to the row below.
    """
    given = [("Who", "", "Answers", ""), ("id", "wave", "why", "how"), ("a", "1", "x", "y")]

    assert (0, 2) == found([*given, ("b", "1", "z", "y")])


def test_a_first_row_of_answers_is_told():
    """
    Where no row names the columns, the first row is like those below it.
    """
    assert find_header(answers()).holds_answers
    assert not find_header(rows(("ID", "Age group", "Member", "Why?"))).holds_answers


@pytest.mark.parametrize("given", [[], [("a", "b", "c")], [()], [("", "", "")] * 3])
def test_hardly_any_rows_make_no_trouble(given):
    """
    A file of next to nothing has one header row, as far as anyone can tell.
    """
    assert 1 == find_header(given).header_rows
