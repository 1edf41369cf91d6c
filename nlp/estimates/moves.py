"""What an edit of codebook or lexicons moves: which responses raise another thing than before."""

from pandera.typing import DataFrame

from nlp.contracts.tables import CodedResponses, Moves, columns_of, conform


def compare_coded(
    before: DataFrame[CodedResponses], after: DataFrame[CodedResponses]
) -> DataFrame[Moves]:
    """Return every finding that a response raises in only one of two tables of the same responses.

    What was only denied was not raised, and neither was what was no finding at the time.
    """
    raised = [
        table.loc[table["raised"], ["wave", "question_id", "finding_id", "response_id"]]
        for table in (before, after)
    ]
    both = raised[0].merge(raised[1], how="outer", indicator="found")
    moved = both[both["found"] != "both"]
    moved = moved.assign(gained=moved["found"] == "right_only")
    order = ["wave", "question_id", "finding_id", "response_id"]
    return conform(moved.sort_values(order, ignore_index=True)[columns_of(Moves)], Moves)
