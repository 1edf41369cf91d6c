"""Which column does a reference name?"""

import pytest

from nlp.contracts.errors import SourceDataError
from nlp.intake.columns import find_block, find_column, header_cells
from tests.intake.small_export import raw

SURVEY = raw(
    "ID|Which role?||Which models?|||Any risks?",
    "|Response|Other (please specify)|Open source|Open weights|Other|Open-Ended Response",
    "1|a|b|c|d|e|f",
    header_rows=2,
)
CODED = raw(
    "||Q1_1|Q1_2|Q2|Q10_1|q3||",
    "ID|Language|Where?||How many?|Often?|Who?||",
    "||In code|In talks|Response|Often|Developer|Manager|",
    "1|2|3|4|5|6|7|8|9",
    header_rows=3,
)


@pytest.mark.parametrize(
    ("expected", "ref"),
    [
        (0, "ID"),
        (6, "Any risks?"),
        (6, " Any\u00a0 risks? "),
        (4, "Open weights"),
        (1, "Which role? / Response"),
        (2, "Which role? / Other (please specify)"),
        (3, "Which models?"),
        (5, "#6"),
    ],
)
def test_a_column_is_named_by_its_cells_or_its_position(expected, ref):
    """Own cells, joined cells and positions find one column, whatever the white space."""
    assert expected == find_column(SURVEY, ref)


def test_composed_and_decomposed_letters_are_the_same():
    """A header typed on a Mac is found by a study file typed elsewhere."""
    assert 1 == find_column(raw("ID|Cafe\u0301", "1|x"), "Caf\u00e9")


@pytest.mark.parametrize(
    ("expected", "export", "ref"),
    [
        ((3, 4, 5), SURVEY, "Which models?"),
        ((4,), SURVEY, "Which models? / Open weights"),
        ((1,), SURVEY, "Which role?"),
        ((3, 4, 5), SURVEY, "#4-#6"),
        ((3, 4, 6), SURVEY, "Open*"),
        ((2, 3), CODED, "Q1_*"),
        ((2, 3), CODED, "Q1_[1-2]"),
        ((6, 7), CODED, "q3"),
        ((6, 7), CODED, "Who?"),
        ((4,), CODED, "Q2"),
    ],
)
def test_a_block_is_named_by_what_its_columns_share(expected, export, ref):
    """A shared header cell, a pattern or two positions find a block; `Response` stands alone."""
    assert expected == find_block(export, ref)


@pytest.mark.parametrize(
    ("expected", "ref"),
    [((1, 2), "Q1[SQ*]"), ((1, 2, 3), "Q1[*]"), ((3,), "Q1[other]"), ((1,), "Q1[SQ001]")],
)
def test_brackets_may_be_part_of_a_name(expected, ref):
    """LimeSurvey puts the code of the item in brackets behind that of the question."""
    assert expected == find_block(raw("ID|Q1[SQ001]|Q1[SQ002]|Q1[other]|Q2", "1|Y||x|"), ref)


def test_a_cell_from_the_left_ends_at_a_new_cell_above():
    """The second code starts a new column, so the first question does not reach over it."""
    assert ("Q1_2", "In talks") == header_cells(CODED, 3)


def test_a_column_without_any_name_belongs_to_no_block():
    """The unnamed last column is not part of the question before it."""
    assert () == header_cells(CODED, 8)


def test_an_unknown_name_gets_a_hint():
    """A misspelt reference is answered with the nearest header cell."""
    with pytest.raises(
        SourceDataError, match=r"w1.csv: no column is named Any risk\?; did you mean Any risks"
    ):
        find_column(SURVEY, "Any risk?")


def test_a_header_that_is_none_is_not_quoted():
    """Where nothing is alike the header may hold answers, so none of it is shown."""
    export = raw("7|I fear Zebulon", "8|x")
    with pytest.raises(SourceDataError, match="header_rows") as caught:
        find_column(export, "Respondent ID")
    assert "Zebulon" not in str(caught.value)


@pytest.mark.parametrize("find", [find_column, find_block])
def test_a_name_borne_by_two_columns_is_refused(find):
    """Both positions are told, and how to name one of them."""
    export = raw("ID|Risks|Risks", "1|a|b")
    with pytest.raises(SourceDataError, match=r"duplicate column Risks, positions 2 and 3; .* #2"):
        find(export, "Risks")


def test_a_question_asked_twice_is_not_one_block():
    """Columns that do not stand together are two questions of one wording."""
    export = raw("Why?||Age|Why?", "a|b|c|d", "1|2|3|4", header_rows=2)
    with pytest.raises(SourceDataError, match="positions 1, 2 and 4"):
        find_block(export, "Why?")


@pytest.mark.parametrize("ref", ["#0", "#9", "#6-#9", "#5-#4"])
def test_a_position_outside_the_header_is_refused(ref):
    """Positions count from 1 to the width of the header."""
    with pytest.raises(SourceDataError, match="#1 to #7"):
        find_block(SURVEY, ref)


def test_a_column_named_alike_in_every_header_row_stands_for_itself():
    """The comment beside it, without an upper cell of its own, is not part of the question."""
    export = raw("Feeling?||Age", "Feeling?|Comments|Age", "Good|fine|30", header_rows=2)
    assert (0,) == find_block(export, "Feeling?")
