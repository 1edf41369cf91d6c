from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.tables import Codings, build
from nlp.themes.candidates import ANY_QUESTION, pool_uncovered
from tests.builders import units


def codings_of(rows):
    return build(
        [
            {
                "unit_id": row["unit_id"],
                "response_id": row["response_id"],
                "theme_id": "R1",
                "source": "similarity",
                "confidence": 0.5,
                "evidence": "example 1: 0.50",
            }
            for row in rows
        ],
        Codings,
    )


def test_what_no_theme_covers_stands_under_one_question():
    """
    Only the response without a coding is left, whatever question it answered.
    """
    table = units("job loss", "agents with tools")

    left = pool_uncovered(table, codings_of(table.head(1).to_dict("records")))

    assert [("agents with tools", ANY_QUESTION)] == list(
        zip(left["text"], left["question_id"], strict=True)
    )


@given(st.sets(st.integers(0, 5)))
def test_covered_and_uncovered_units_add_up(covered):
    """
    No unit is lost: each is covered or left.
    """
    table = units("a b", "c d", "e f", "g h", "i j", "k l")

    left = pool_uncovered(table, codings_of(table.iloc[sorted(covered)].to_dict("records")))

    assert len(table) == len(left) + len(covered)
