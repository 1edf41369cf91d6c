"""Who counts in a wave."""

from pandera.typing import DataFrame

from nlp.contracts.tables import Respondents, build
from nlp.intake.records import SortedExport


def read_respondents(delivered: SortedExport, wave: str) -> DataFrame[Respondents]:
    """Return who counts in *wave*; without a weight column everyone stands for one."""
    return build(
        [
            {"respondent_id": record.respondent_id, "wave": wave, "weight": record.weight}
            for record in delivered.accepted
        ],
        Respondents,
    )
