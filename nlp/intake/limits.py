"""How much may go wrong with a wave before it is refused."""

from collections import Counter

from pandera.typing import DataFrame

from nlp.contracts.errors import SourceDataError, listed
from nlp.contracts.raw import Remark
from nlp.contracts.study import UNRECOGNISED, Study
from nlp.contracts.tables import Answers
from nlp.intake.records import SortedExport
from nlp.intake.rules import explained, is_fault


def check_limits(
    delivered: SortedExport, answers: DataFrame[Answers], study: Study, wave: str
) -> None:
    """Raise SourceDataError if too much of *wave* is faulty and the study says to stop then.

    Args:
        delivered: The export, sorted out.
        answers: The closed answers, recoded.
        study: Its `limits` say how much is too much.
        wave: For the message.
    """
    found = breaches(delivered, answers, study)
    if found and study.limits.on_breach == "stop":
        raise SourceDataError(
            listed(
                f"{delivered.raw.source}: wave {wave} is refused; mend the export, or set "
                "limits.on_breach: remark to go on all the same:",
                (remark.message for remark in found),
            )
        )


def breaches(delivered: SortedExport, answers: DataFrame[Answers], study: Study) -> list[Remark]:
    """Return a remark on each limit that the wave goes beyond."""
    return [*_of_records(delivered, study), *_of_answers(answers, study)]


def count_unrecognised(answers: DataFrame[Answers]) -> dict[str, tuple[int, int]]:
    """Return how many answers to each question its options do not list, and of how many."""
    given = answers[~answers["missing"]]
    every = Counter(given["question_id"].tolist())
    strange = Counter(given.loc[given["option"] == UNRECOGNISED, "question_id"].tolist())
    return {question: (strange[question], every[question]) for question in sorted(strange)}


def _of_records(delivered: SortedExport, study: Study) -> list[Remark]:
    faulty = [record for record in delivered.refused if is_fault(record.rule, study.exclude)]
    n_faulty = sum(record.rows for record in faulty)
    n_judged = n_faulty + sum(record.rows for record in delivered.accepted)
    limit = study.limits.most_set_aside
    if n_faulty <= limit * n_judged:
        return []
    message = (
        f"{n_faulty} of {n_judged} records ({n_faulty / n_judged:.0%}) are set aside for a fault, "
        f"where limits.most_set_aside is {limit:.0%}: {'; '.join(explained(faulty, ()))}"
    )
    return [Remark("most_set_aside", message)]


def _of_answers(answers: DataFrame[Answers], study: Study) -> list[Remark]:
    limit = study.limits.most_unrecognised
    return [
        Remark(
            "most_unrecognised",
            f"closed_questions.{question}: {n_strange} of {n_given} answers "
            f"({n_strange / n_given:.0%}) are none of its options, "
            f"where limits.most_unrecognised is {limit:.0%}",
            column=question,
        )
        for question, (n_strange, n_given) in count_unrecognised(answers).items()
        if n_strange > limit * n_given
    ]
