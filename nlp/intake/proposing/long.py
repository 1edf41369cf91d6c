"""Is there one row per answer, rather than one per respondent?"""

from collections import Counter
from collections.abc import Iterable, Sequence

from nlp.contracts.raw import RawExport
from nlp.contracts.study import ExportLayout, LongLayout, Study, parse_study
from nlp.intake.proposing.names import RESPONDENT_IDS, place_among
from nlp.intake.proposing.references import ref_to_column
from nlp.intake.proposing.sightings import Sighting, sightings, words_of

_QUESTIONS = ("question", "question text", "question id", "item", "prompt", "variable", "field")
_ANSWERS = ("answer", "response", "answer text", "response text", "text", "value", "comment")
_MOST_QUESTIONS = 200
_FEWEST_ROWS_EACH = 1.5
_MOST_REPEATED = 0.02


def long_layout(export: RawExport) -> tuple[LongLayout, str] | None:
    """Return the question and answer columns of a long export, and its column of respondents."""
    columns = sightings(export)
    who = _first(columns, RESPONDENT_IDS)
    question = _first(columns, _QUESTIONS)
    answer = _first(columns, _ANSWERS)
    if who is None or question is None or answer is None:
        return None
    rows_each = who.filled / max(who.distinct, 1)
    if rows_each < _FEWEST_ROWS_EACH or question.distinct > min(_MOST_QUESTIONS, who.distinct):
        return None
    width = max(who.position, question.position)
    given = Counter(
        (record.cells[who.position], record.cells[question.position])
        for record in export.records
        if len(record.cells) > width
    )
    if sum(given.values()) - len(given) > _MOST_REPEATED * sum(given.values()):
        return None
    layout = LongLayout(
        question=ref_to_column(export, question), answer=ref_to_column(export, answer)
    )
    return layout, ref_to_column(export, who)


def study_to_widen(layout: ExportLayout, respondent: str, wave: str) -> Study:
    """Return as much of a study as `widen` needs to know."""
    return parse_study(
        {
            "study_id": "proposed",
            "title": "Proposed",
            "export": layout.model_dump(exclude_none=True),
            "waves": {wave: {"source": "proposed"}},
            "respondent": {"column": respondent},
            "open_questions": {"any": {"column": "any", "label": "Any"}},
        },
        "the proposal",
    )


def _first(columns: Iterable[Sighting], known: Sequence[str]) -> Sighting | None:
    ranked = [
        (place, column.position, column)
        for column in columns
        if (place := place_among(tuple(known), map(words_of, column.own))) is not None
    ]
    return min(ranked, default=(0, 0, None))[2]
