"""What no theme covers, pooled: where the next themes may hide."""

from pandera.typing import DataFrame

from nlp.contracts.tables import Codings, UncoveredUnits, Units, conform

ANY_QUESTION = "any_question"
"""Where pooled units stand: a new subject is a handful of answers to each of several questions."""


def pool_uncovered(
    units: DataFrame[Units], codings: DataFrame[Codings]
) -> DataFrame[UncoveredUnits]:
    """Return the units of responses that no theme covers, as if they answered one question."""
    covered = set(codings["response_id"])
    left = units[~units["response_id"].isin(covered)]
    return conform(left.assign(question_id=ANY_QUESTION).reset_index(drop=True), UncoveredUnits)
