"""What is odd about a wave that is read all the same."""

from pandera.typing import DataFrame

from nlp.contracts.raw import Remark
from nlp.contracts.study import Study
from nlp.contracts.tables import Answers, Remarks, ScreenedResponses, Units, build
from nlp.intake.answers import remark_on_ticks
from nlp.intake.identities import suspects
from nlp.intake.limits import breaches, count_unrecognised
from nlp.intake.places import column_name
from nlp.intake.records import SortedExport
from nlp.intake.respondent_ids import remark_on_ids
from nlp.intake.row_remarks import remark_on_rows
from nlp.intake.submitted import remark_on_days
from nlp.intake.text_remarks import remark_on_texts
from nlp.intake.wordings import remark_on_wordings


def remark_on(
    delivered: SortedExport,
    answers: DataFrame[Answers],
    screened: DataFrame[ScreenedResponses],
    units: DataFrame[Units],
    study: Study,
    wave: str,
) -> DataFrame[Remarks]:
    """Return what is odd about the export of *wave*, by row; file-wide remarks go first.

    Args:
        delivered: The export, sorted out; what its reader remarked on is taken over.
        answers: The closed answers, recoded.
        screened: The responses, screened.
        units: What they were cut into.
        study: Says what was expected.
        wave: The wave that was delivered.
    """
    remarks = [
        *delivered.raw.remarks,
        *breaches(delivered, answers, study),
        *remark_on_rows(delivered, study),
        *_on_respondents(delivered, study),
        *remark_on_days(delivered, study, wave),
        *remark_on_ticks(delivered, study),
        *_on_answers(answers),
        *remark_on_texts(delivered, screened, units, study, wave),
        *remark_on_wordings(delivered, study, wave),
        *suspects(delivered.raw, study, wave),
    ]
    ordered = sorted(dict.fromkeys(remarks), key=lambda remark: remark.line)
    return build([_row(remark, delivered.raw.source, wave) for remark in ordered], Remarks)


def _row(remark: Remark, source: str, wave: str) -> dict[str, object]:
    return {
        "wave": wave,
        "source": source,
        "row": remark.line,
        "column": remark.column,
        "rule": remark.rule,
        "message": remark.message,
    }


def _on_respondents(delivered: SortedExport, study: Study) -> list[Remark]:
    column = delivered.places.respondent
    if column is None:
        return [
            Remark(
                "no_id_column",
                "no respondent id: respondents are named by a hash of all that they delivered, so "
                "a corrected answer makes another respondent; name respondent.column if there "
                "is one",
            )
        ]
    if study.respondent.pseudonymise:
        return []  # ids were compared before they were replaced
    ids = [(record.respondent_id, record.line) for record in delivered.accepted]
    return remark_on_ids(ids, column_name(delivered.raw, column))


def _on_answers(answers: DataFrame[Answers]) -> list[Remark]:
    return [
        Remark(
            "unrecognised",
            f"{n_strange} of {n_given} answers to {question} are none of its options",
            column=question,
        )
        for question, (n_strange, n_given) in count_unrecognised(answers).items()
    ]
