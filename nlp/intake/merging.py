"""The rows of one respondent in a long export, made into one record."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nlp.contracts.raw import Record, Remark, Unread
from nlp.contracts.study import Study, column_in
from nlp.intake.columns import plain
from nlp.intake.places import LONGEST_NAME
from nlp.intake.records import is_blank


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: whose it is (id and wave), to what, and what else its row says of them."""

    line: int
    respondent: tuple[str, str]
    question: str
    answer: str
    about: tuple[str, ...]


class Merge:
    """Makes records, and keeps what could not go into them.

    Rows that answer a question again are `repeated` where they agree, white space aside. Where
    they differ all are `conflicting_answer`, or one counts and the others are `superseded`, as
    `respondent.keep` says.
    The answers to a check-all question that has a separator are joined by it.
    """

    def __init__(self, study: Study, wave: str, questions: Sequence[str]) -> None:
        self.unread: list[Unread] = []
        self._study, self._questions = study, questions
        self._differing: dict[int, list[int]] = {}
        self._joints = {
            plain(name): question.separator
            for question in study.closed_questions.values()
            if question.kind == "multiple"
            and question.separator
            and (name := column_in(question.column, wave))
        }

    def records(self, rows: Iterable[Row]) -> list[Record]:
        """Return one record per respondent, in the order of their first rows."""
        of_respondent: dict[tuple[str, str], list[Row]] = {}
        for row in sorted(rows, key=lambda row: row.line):
            of_respondent.setdefault(row.respondent, []).append(row)
        return [record for group in of_respondent.values() if (record := self._record(group))]

    def remarks(self, columns: Sequence[str]) -> list[Remark]:
        """Return a remark for every column of *columns* in which rows of one respondent differ."""
        return [
            Remark(
                "differing",
                f"differs between the rows of {len(lines)} respondents, which should agree; what "
                "most of their rows say is read",
                min(lines),
                columns[place],
            )
            for place, lines in sorted(self._differing.items())
        ]

    def _record(self, rows: list[Row]) -> Record | None:
        """Return the record of one respondent; None where no row of theirs can count."""
        answers: dict[str, list[Row]] = {}
        for row in rows:
            answers.setdefault(row.question, []).append(row)
        before = len(self.unread)
        cells = {question: self._answer(some) for question, some in answers.items()}
        n_rows = len(rows) - (len(self.unread) - before)
        if not n_rows:
            return None
        answered = tuple(cells.get(question, "") for question in self._questions)
        return Record(rows[0].line, (*self._about(rows), *answered), n_rows)

    def _answer(self, rows: list[Row]) -> str:
        """Return the one answer that *rows* hold, and set aside the rows that do not count."""
        if len(rows) == 1:
            return rows[0].answer
        different: dict[str, Row] = {}
        for row in rows:
            if different.setdefault(plain(row.answer), row) is not row:
                self.unread.append(Unread(row.line, "repeated"))
        filled = [row for row in rows if not is_blank(row.answer, self._study.missing)]
        if len(said := {plain(row.answer) for row in filled}) <= 1:
            return (filled or rows)[0].answer
        if joint := self._joints.get(rows[0].question):
            return joint.join(sorted(said))
        return self._conflict(filled, different)

    def _conflict(self, filled: Sequence[Row], different: Mapping[str, Row]) -> str:
        """Return the answer that the study keeps of several, and set aside the others."""
        question = filled[0].question
        column = question if len(question) <= LONGEST_NAME else ""
        kept = {"first": filled[0].answer, "last": filled[-1].answer}
        answer = kept.get(self._study.respondent.keep)
        rule = "conflicting_answer" if answer is None else "superseded"
        others = sorted({plain(row.answer) for row in filled} - {plain(answer or "")})
        self.unread += [Unread(different[other].line, rule, column) for other in others]
        return answer or ""

    def _about(self, rows: list[Row]) -> tuple[str, ...]:
        """Return what the rows say of the respondent, each column once; blanks say nothing."""
        if len({row.about for row in rows}) == 1:
            return rows[0].about
        return tuple(
            self._agreed(place, [row for row in rows if row.about[place].strip()])
            for place in range(len(rows[0].about))
        )

    def _agreed(self, place: int, rows: list[Row]) -> str:
        """Return what most of *rows* say in a column; of equals, the first in the alphabet."""
        said = Counter(row.about[place].strip() for row in rows)
        if len(said) > 1:
            self._differing.setdefault(place, []).append(rows[0].line)
        return min(said, key=lambda cell: (-said[cell], cell), default="")
