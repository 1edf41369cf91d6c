"""An account of every row of an export: counted, or set aside under a rule."""

from pandera.typing import DataFrame

from nlp.contracts.errors import ContractError
from nlp.contracts.study import Study
from nlp.contracts.tables import Quarantine, RecordCounts, build
from nlp.intake.answers import options_of_records
from nlp.intake.records import Refused, SortedExport
from nlp.intake.rules import ACCEPTED


def set_aside(delivered: SortedExport, study: Study, wave: str) -> DataFrame[Quarantine]:
    """Return what does not count: whole rows, and further options of a single choice."""
    refused = list(delivered.refused)
    for question_id, question in study.closed_questions.items():
        if question.kind == "single":
            options = options_of_records(delivered, study, question_id)
            refused += [
                Refused(record.line, question_id, "two_options")
                for record, chosen in zip(delivered.accepted, options, strict=True)
                if len(chosen) > 1
            ]
    source = delivered.raw.source
    return build(
        [
            {"wave": wave, "source": source, "row": r.line, "column": r.column, "rule": r.rule}
            for r in sorted(refused, key=lambda r: (r.line, r.column, r.rule))
        ],
        Quarantine,
    )


def count_records(delivered: SortedExport, wave: str) -> DataFrame[RecordCounts]:
    """Return how many rows were accepted, and how many set aside under each rule.

    Raises ContractError unless they are as many as were delivered.
    """
    counts = delivered.set_aside()
    counts[ACCEPTED] = sum(record.rows for record in delivered.accepted)
    if counts.total() != len(delivered.raw):
        raise ContractError(
            f"{delivered.raw.source}: {len(delivered.raw)} rows were delivered, "
            f"{counts.total()} are accounted for"
        )
    source = delivered.raw.source
    return build(
        [
            {"wave": wave, "source": source, "fate": fate, "n_rows": counts[fate]}
            for fate in (ACCEPTED, *sorted(set(counts) - {ACCEPTED}))
        ],
        RecordCounts,
    )
