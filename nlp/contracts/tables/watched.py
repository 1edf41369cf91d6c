"""What tells whether a wave is sound."""

import pandera.pandas as pa

from nlp.contracts.tables.contract import Table

GATES = ("ledger", "junk", "uncovered", "other_language", "base", "drift")
"""The figures, in reading order; all but the first have a limit in the study file."""

VERDICTS = ("passed", "too_few", "failed", "let_pass", "held")
"""Within its limit; beyond it, but of too few to say; beyond it, which is told; beyond it, and let
pass by people; beyond it, which holds back the publication."""


class Health(Table):
    """One row per wave, question and figure: what was measured beside its limit.

    `question_id` is empty where the figure is of the wave as a whole. `n` counts what it is
    reckoned from. A `base` should be at least its limit, every other figure at most.
    """

    wave: str
    question_id: str
    gate: str = pa.Field(isin=GATES)
    measured: float = pa.Field(ge=-1)
    limit: float = pa.Field(ge=0)
    n: int = pa.Field(ge=0)
    verdict: str = pa.Field(isin=VERDICTS)

    class Config(Table.Config):
        """A figure is measured once."""

        unique = ["wave", "question_id", "gate"]  # noqa: RUF012
