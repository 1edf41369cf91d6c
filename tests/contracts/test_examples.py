"""Coded examples: each a text with the codes it bears, refused line by line."""

import pytest

from nlp.contracts.errors import CodebookError
from nlp.contracts.examples import parse_examples

HARM = {"text": "It takes jobs", "risk": "affirmed"}


def parsed(*rows):
    """The examples of rows that begin on line 2, below the header."""
    return parse_examples(enumerate(rows, start=2), "mentions.csv")


def problem(*rows):
    """What is said of rows that are refused."""
    with pytest.raises(CodebookError) as caught:
        parsed(*rows)
    return str(caught.value)


def test_an_example_bears_its_codes_and_no_others():
    """What a row leaves out is not named."""
    (example,) = parsed(HARM)

    assert ("affirmed", "", "", "") == (
        example.risk,
        example.benefit,
        example.regulation,
        example.stance,
    )


def test_examples_keep_the_order_of_their_file():
    """An example is known by its place."""
    assert ["b", "a"] == [example.text for example in parsed({"text": "b"}, {"text": "a"})]


@pytest.mark.parametrize(
    "row",
    [
        {"text": "a", "stance": "for"},
        {"text": "a", "regulation": "affirmed"},
    ],
)
def test_rules_and_a_stance_go_together(row):
    """Who names regulation wants something of it, if only nothing; who does not, has no stance."""
    assert "line 2 cannot be used" in problem(row)
    assert "expected a stance where regulation is named" in problem(row)


@pytest.mark.parametrize(
    "row",
    [{"text": " "}, {"text": "a", "risk": "yes"}, {"text": "a", "harm": "affirmed"}, {}],
    ids=["blank", "unknown status", "unknown column", "no text"],
)
def test_a_bad_row_is_named_by_its_line(row):
    """Whatever is wrong with a row, its line is told."""
    assert "line 3" in problem(HARM, row)


def test_all_bad_lines_are_told_at_once():
    """Nobody mends a file line by line."""
    told = problem({"text": ""}, HARM, {"text": "b", "risk": "maybe"})

    assert ("line 2" in told, "line 3" in told, "line 4" in told) == (True, False, True)


def test_a_text_stands_once():
    """Whatever its case: two codes for one text would contradict each other."""
    assert "line 3 repeats line 2" in problem(HARM, {"text": "IT TAKES JOBS"})


def test_a_file_without_examples_is_refused():
    """Nothing can be learnt from a header."""
    assert "mentions.csv holds no example" in problem()
