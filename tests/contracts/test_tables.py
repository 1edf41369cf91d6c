"""Tables: what `conform` lets through, and what it says of the rest."""

import pandas as pd
import pytest

from nlp.contracts import tables
from nlp.contracts.errors import ContractError
from nlp.contracts.tables import (
    Answers,
    Codings,
    Prevalence,
    Respondents,
    ScreenedResponses,
    Table,
    Units,
    build,
    columns_of,
    conform,
)
from tests.builders import screened, units

ALL_TABLES = [
    table
    for table in vars(tables).values()
    if isinstance(table, type) and issubclass(table, Table) and table is not Table
]


def _respondents(*ids):
    return pd.DataFrame(
        {
            "respondent_id": pd.Series(ids, dtype=str),
            "wave": pd.Series(["w1"] * len(ids), dtype=str),
            "weight": pd.Series([1.0] * len(ids), dtype=float),
        }
    )


def _refusal(frame, table):
    with pytest.raises(ContractError) as caught:
        conform(frame, table)
    return str(caught.value)


def test_a_good_table_passes_as_it_is():
    """The check changes nothing: the same frame comes back."""
    frame = _respondents("p1", "p2")
    assert conform(frame, Respondents) is frame


@pytest.mark.parametrize("table", ALL_TABLES, ids=lambda table: table.__name__)
def test_no_rows_make_an_empty_table_of_the_right_types(table):
    """A wave nobody answered needs no special case, in any table."""
    empty = build([], table)
    assert (0, columns_of(table)) == (len(empty), list(empty.columns))
    assert empty is conform(empty, table)


@pytest.mark.parametrize("table", ALL_TABLES, ids=lambda table: table.__name__)
def test_a_table_says_what_a_row_is(table):
    """Whoever opens a table in the code learns first what one row stands for."""
    assert table.__doc__.startswith(("One row per ", "The same as "))


def test_columns_come_in_the_order_of_the_class():
    """Files and screens show a table in the order it was designed in."""
    assert ["respondent_id", "wave", "weight"] == columns_of(Respondents)


def test_build_orders_columns_and_keeps_rows():
    """Rows may be written in any order of keys."""
    rows = [{"weight": 2.0, "wave": "w1", "respondent_id": "007"}]
    assert [["007", "w1", 2.0]] == build(rows, Respondents).to_numpy().tolist()


@pytest.mark.parametrize("word", ["007", "N/A", "None", "1e5", "", "true", " x "])
def test_words_survive_as_they_are(word):
    """A table of text never guesses numbers, dates or missing values."""
    row = {"respondent_id": "p1", "wave": "w1", "question_id": "q", "option": word}
    assert [word] == build([row | {"missing": False}], Answers)["option"].tolist()


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (_respondents("p1", "p1"), "respondent_id: field_uniqueness (2 cases)"),
        (_respondents("p1", ""), "respondent_id: str_length(1, None) (1 cases)"),
        (_respondents("p1").assign(weight=-1.0), "weight: greater_than_or_equal_to(0) (1 cases)"),
        (_respondents("p1").assign(weight=1), "weight: dtype('float64') (1 cases)"),
        (_respondents("p1").drop(columns="wave"), "column_in_dataframe (1 cases)"),
        (_respondents("p1").assign(age="18"), "column_in_schema (1 cases)"),
    ],
    ids=["repeated", "blank", "negative", "whole number", "column missing", "column extra"],
)
def test_a_broken_table_is_told_by_column_and_rule(broken, told):
    """Whoever wrote the stage learns which rule its table broke, and how often."""
    message = _refusal(broken, Respondents)
    assert message.startswith("Respondents is broken:")
    assert told in message


def test_all_broken_rules_are_told_at_once():
    """Two faults take one run to find."""
    message = _refusal(_respondents("p1", "p1").assign(weight=-1.0), Respondents)
    assert ["respondent_id: field_uniqueness", "weight: greater_than_or_equal_to(0)"] == [
        line.strip().rsplit(" (", 1)[0] for line in message.splitlines()[1:]
    ]


@pytest.mark.parametrize("column", ["text", "status", "response_id", "question_id"])
def test_a_refusal_never_quotes_a_respondent(column):
    """pandera prints the values that broke a rule; here they are what people wrote."""
    frame = screened("fine", "fine too")
    secret = "Jo Doe of 5 Elm Street"
    broken = pd.concat([frame, frame.assign(**{column: secret})], ignore_index=True)
    broken["status"] = broken["status"].replace("codable", "no status")
    with pytest.raises(ContractError) as caught:
        conform(broken, ScreenedResponses)
    assert secret not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_an_option_is_chosen_once():
    """A respondent who ticks a box twice has still ticked one box."""
    row = {"respondent_id": "p1", "wave": "w1", "question_id": "q", "option": "yes"}
    row["missing"] = False
    with pytest.raises(ContractError, match="multiple_fields_uniqueness"):
        build([row, row], Answers)


@pytest.mark.parametrize("confidence", [-0.01, 1.01])
def test_a_confidence_lies_between_nought_and_one(confidence):
    """What is shown as a share of certainty must be one."""
    row = {
        "unit_id": "u1",
        "response_id": "r1",
        "theme_id": "cost",
        "source": "similarity",
        "confidence": confidence,
        "evidence": "example 1: 0.61",
    }
    with pytest.raises(ContractError, match="confidence"):
        build([row], Codings)


def test_a_share_may_be_missing_but_not_impossible():
    """No base, no share: that is shown as missing, never as nought."""
    row = {
        "wave": "w1",
        "question_id": "q",
        "finding_id": "cost",
        "n_raised": 0,
        "share": None,
        "low": None,
        "high": None,
        "n_base": 0,
        "weighted_base": 0.0,
        "effective_base": 0.0,
        "small_base": True,
    }
    assert [True] == build([row], Prevalence)["share"].isna().tolist()
    with pytest.raises(ContractError, match="share"):
        build([row | {"share": 1.2}], Prevalence)


def test_the_builders_of_tests_keep_the_contracts():
    """What other tests stand on is what stages really get."""
    assert ["lower cost"] == conform(units("lower cost"), Units)["text"].tolist()
