"""How each wave put its questions, and which waves may therefore be compared.

Whatever differs but in form may move the answers; whether it does is for people to say
(`comparable`).
"""

import re
from collections.abc import Mapping, Sequence

from pandera.typing import DataFrame

from nlp.contracts.raw import RawExport, Remark
from nlp.contracts.study import ClosedQuestion, OpenQuestion, Study
from nlp.contracts.tables import WordingLedger, Wordings, build
from nlp.intake.columns import header_cells, plain
from nlp.intake.essence import essence
from nlp.intake.records import SortedExport
from nlp.intake.redaction import fully_masked

_SHORTEST_QUESTION = 20
"""Characters; a shorter header cell names a field and asks nothing."""

_FIELD = re.compile(r"(?:\w+[ -]){0,4}response\d*", re.IGNORECASE)
"""What platforms and spreadsheets write over the one column of a question."""

Question = OpenQuestion | ClosedQuestion


def read_wordings(delivered: SortedExport, study: Study, wave: str) -> DataFrame[Wordings]:
    """Return how *wave* put each question that it asked: as the study says, else as the header.

    A header cell is masked: with too many header rows it is an answer.
    """
    asked = _asked(delivered, study)
    put = {
        question_id: _declared(question, wave)
        or _in_header(delivered.raw, question, columns)
        or question.label
        for question_id, (question, columns) in asked.items()
    }
    for question_id, (question, _) in asked.items():
        if isinstance(question, OpenQuestion) and question.other_of in put:
            parent = put[question.other_of]  # "Other (please specify)" by itself asks nothing
            said = _declared(question, wave)
            put[question_id] = said or _joined([parent, question.other_option])
    return build(
        [
            {
                "wave": wave,
                "question_id": question_id,
                "kind": _kind(question),
                "wording": put[question_id],
            }
            for question_id, (question, _) in asked.items()
        ],
        Wordings,
    )


def latest_wordings(wordings: DataFrame[Wordings], study: Study) -> dict[str, str]:
    """Return each open question as the last of the waves that asked it put it."""
    put = dict(zip(wordings["question_id"], wordings["wording"], strict=True))
    return {question_id: put.get(question_id, "") for question_id in study.open_questions}


def remark_on_wordings(delivered: SortedExport, study: Study, wave: str) -> list[Remark]:
    """Return the questions that the header puts otherwise than the study says they were put."""
    remarks = []
    for question_id, (question, columns) in _asked(delivered, study).items():
        said, found = _declared(question, wave), _in_header(delivered.raw, question, columns)
        if said and _asks(found) and essence(said) != essence(found):
            message = (
                f"the header puts {question_id} otherwise than its wording in the study file; "
                "compare them, and say in wording what this wave asked"
            )
            remarks.append(Remark("wording", message, column=question_id))
    return remarks


def compare_wordings(wordings: DataFrame[Wordings], study: Study) -> DataFrame[WordingLedger]:
    """Return which waves put a question alike, or may be compared all the same as people say.

    A wave that takes up an earlier wording again is comparable with the waves that had it.
    """
    put: dict[str, dict[str, str]] = {}
    columns = (wordings[name] for name in ("wave", "question_id", "wording"))
    for wave, question_id, wording in zip(*columns, strict=True):
        put.setdefault(question_id, {})[wave] = wording
    questions: dict[str, Question] = {**study.open_questions, **study.closed_questions}
    rows: list[dict[str, object]] = []
    for question_id, question in questions.items():
        asked = put.get(question_id, {})
        in_order = {wave: asked[wave] for wave in study.waves if wave in asked}
        about = {"question_id": question_id, "kind": _kind(question)}
        rows += [about | row for row in _ledger(in_order, question.comparable)]
    return build(rows, WordingLedger)


def _ledger(
    put: Mapping[str, str], comparable: Sequence[Sequence[str]]
) -> list[dict[str, object]]:
    """Return the rows of one question, its waves in the order of fielding."""
    versions: dict[str, int] = {}
    version_in = {
        wave: versions.setdefault(essence(wording), len(versions) + 1)
        for wave, wording in put.items()
    }
    groups = _groups(version_in, comparable)
    rows: list[dict[str, object]] = []
    for wave, wording in put.items():
        version, group = version_in[wave], groups[version_in[wave]]
        rows.append(
            {
                "wave": wave,
                "wording": wording,
                "version": version,
                "comparable_group": group,
                "reason": _reason(version, group, rows),
            }
        )
    return rows


def _reason(version: int, group: int, earlier: Sequence[Mapping[str, object]]) -> str:
    if not earlier:
        return "first"
    if any(row["version"] == version for row in earlier):
        return "same"
    if any(row["comparable_group"] == group for row in earlier):
        return "declared"
    return "changed"


def _groups(version_in: Mapping[str, int], comparable: Sequence[Sequence[str]]) -> dict[int, int]:
    """Return the group of each version: one of its own, or shared with what people declared."""
    leader = {version: version for version in version_in.values()}
    for group in comparable:
        leaders = {leader[version_in[wave]] for wave in group if wave in version_in}
        leader = {v: min(leaders) if one in leaders else one for v, one in leader.items()}
    numbers = {first: n for n, first in enumerate(dict.fromkeys(leader.values()), start=1)}
    return {version: numbers[first] for version, first in leader.items()}


def _kind(question: Question) -> str:
    return "open" if isinstance(question, OpenQuestion) else "closed"


def _asked(delivered: SortedExport, study: Study) -> dict[str, tuple[Question, tuple[int, ...]]]:
    """Return each question that has a column in the export, and its columns."""
    places = delivered.places
    opens: dict[str, tuple[Question, tuple[int, ...]]] = {
        question_id: (question, (column,))
        for question_id, question in study.open_questions.items()
        if (column := places.open_questions[question_id]) is not None
    }
    return opens | {
        question_id: (question, columns)
        for question_id, question in study.closed_questions.items()
        if (columns := places.closed_questions[question_id])
    }


def _declared(question: Question, wave: str) -> str:
    said = question.wording
    return plain(said if isinstance(said, str) else said.get(wave, ""))


def _in_header(raw: RawExport, question: Question, columns: tuple[int, ...]) -> str:
    """Return the question as it stands over its columns, masked; empty where nothing does.

    Of an item of a grid it is what was asked and the item, of a free answer one of the two.
    """
    if isinstance(question, OpenQuestion):
        found = max(_open_cells(raw, columns[0]), key=len, default="")
    else:
        cells = _block_cells(raw, columns)
        asking = [cell for cell in cells if _asks(cell)]
        found = _joined(asking) or max(cells, key=len, default="")
    return fully_masked(found)


def _open_cells(raw: RawExport, column: int) -> tuple[str, ...]:
    """Return the cells that may hold an open question: its own, unless these are short.

    "Example 2" and "Open-Ended Response" ask nothing; what was asked stands over their block.
    """
    own = max((plain(row[column]) for row in raw.header), key=len)
    return (own,) if _asks(own) else header_cells(raw, column)


def _block_cells(raw: RawExport, columns: Sequence[int]) -> list[str]:
    """Return the cells that the columns of a block share; of one column, all its cells.

    Where they share none, it is what stands over the first above its option: platforms write the
    question there and nowhere else.
    """
    over = [header_cells(raw, column) for column in columns]
    known = [{essence(cell) for cell in cells} for cells in over]
    shared = [cell for cell in over[0] if all(essence(cell) in cells for cells in known)]
    return shared or [plain(row[columns[0]]) for row in raw.header[:-1]]


def _asks(cell: str) -> bool:
    return len(cell) >= _SHORTEST_QUESTION and not _FIELD.fullmatch(cell)


def _joined(cells: Sequence[str]) -> str:
    return " / ".join(dict.fromkeys(cells))
