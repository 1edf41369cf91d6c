"""Answers that people have coded: what finding mentions is measured against."""

import json
from collections.abc import Iterable, Sequence
from typing import Literal

from pandera.typing import DataFrame
from pydantic import ConfigDict, model_validator

from nlp.contracts.errors import SourceDataError, listed
from nlp.contracts.settings import Section, parse_section
from nlp.contracts.study import Category, OpenQuestion
from nlp.contracts.tables import Responses, build

Place = tuple[int, int]
"""Where a stretch of a text starts and ends."""

WAVE = "gold"
"""The wave under which coded answers pass through the stages."""

_MOST_PROBLEMS = 20


class _AsWritten(Section):
    """A part of a file of coded answers: white space counts, other fields are passed over."""

    model_config = ConfigDict(str_strip_whitespace=False, extra="ignore")


class Code(_AsWritten):
    """What people say that an answer mentions."""

    code: Category
    """The category."""

    status: Literal["affirmed", "denied"]
    """Whether the answer says so, or says that it is not so."""

    stance: Literal["", "for", "against", "mixed", "neutral"] | None = None
    """What is wanted of regulation; left out where it is not about regulation."""

    evidence: str = ""
    """The words that show it, as they stand in the answer."""

    start: int | None = None
    """Where they start, in characters from 0; left out, where they are found first."""

    end: int | None = None
    """Where they end."""


class CodedAnswer(_AsWritten):
    """One answer with the question it was given to, and every code that people gave it."""

    id: str
    """The answer's name, unique in the file."""

    respondent_id: str = ""
    """Who gave it; left out, somebody who gave no other."""

    question: str = ""
    """The question as it was asked."""

    elicits: tuple[Category, ...] = ()
    """What the question asks for, as a study file says it."""

    answer: str
    """What was written."""

    codes: tuple[Code, ...]
    """At most one per category; a category without one is not mentioned."""

    @model_validator(mode="after")
    def _codes_are_possible(self) -> "CodedAnswer":
        categories = [code.code for code in self.codes]
        problems = [
            f"{category} is coded more than once"
            for category in sorted(set(categories))
            if categories.count(category) > 1
        ]
        problems += [
            f"codes.{number}: {problem}"
            for number, code in enumerate(self.codes)
            if (problem := self._problem(code))
        ]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _problem(self, code: Code) -> str:
        if (code.start is None) != (code.end is None):
            return "expected both start and end, or neither"
        if code.start is None and code.evidence not in self.answer:
            return "the evidence does not stand in the answer; correct it, or say start and end"
        place = self.place_of(code)
        if place is not None and not 0 <= place[0] < place[1] <= len(self.answer):
            return f"expected 0 <= start < end <= {len(self.answer)}, the answer's length"
        return ""

    def place_of(self, code: Code) -> Place | None:
        """Return where the evidence of *code* stands in the answer; None if it has none."""
        if code.start is not None and code.end is not None:
            return code.start, code.end
        if not code.evidence:
            return None
        start = self.answer.index(code.evidence)
        return start, start + len(code.evidence)


def parse_gold(lines: Iterable[str], source: str) -> list[CodedAnswer]:
    """Return the coded answers of *lines*, a JSON object each; blank lines are passed over.

    Raises SourceDataError naming line and field of what is wrong, without quoting it.
    """
    gold: list[CodedAnswer] = []
    problems: list[str] = []
    names: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            answer = _parse_line(line)
        except SourceDataError as error:
            told = str(error).replace("(whole file)", "(whole line)").split("\n")[1:]
            problems += [f"line {number}, {problem.strip()}" for problem in told]
            continue
        if answer.id in names:
            problems.append(f"line {number}, id: an earlier line has the same; expected another")
        names.add(answer.id)
        gold.append(answer)
    if problems:
        more = [f"and {len(problems) - _MOST_PROBLEMS:,} more"] * (len(problems) > _MOST_PROBLEMS)
        told = [*problems[:_MOST_PROBLEMS], *more]
        raise SourceDataError(listed(f"{source} cannot be used as coded answers:", told))
    if not gold:
        raise SourceDataError(f"{source}: expected a coded answer in each line, found none")
    return gold


def _parse_line(line: str) -> CodedAnswer:
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict):
        raise SourceDataError(listed("a line:", ["(whole line): expected one JSON object"]))
    return parse_section(raw, CodedAnswer, "a line", SourceDataError)


def responses_of(gold: Sequence[CodedAnswer]) -> DataFrame[Responses]:
    """Return the answers of *gold* as responses, named in its order."""
    keys = _keys(gold)
    rows = [
        {
            "response_id": response_id,
            "respondent_id": answer.respondent_id or response_id,
            "question_id": keys[answer.question, answer.elicits],
            "wave": WAVE,
            "asked": True,
            "verbatim": answer.answer,
        }
        for response_id, answer in zip(names_of(gold), gold, strict=True)
    ]
    return build(rows, Responses)


def names_of(gold: Sequence[CodedAnswer]) -> list[str]:
    """Return what the answers of *gold* are called as responses."""
    return [f"g{number}" for number in range(1, len(gold) + 1)]


def affirmed_in(gold: Sequence[CodedAnswer]) -> dict[str, frozenset[Category]]:
    """Return the categories that people say each answer of *gold* names, by its name."""
    return {
        name: frozenset(code.code for code in answer.codes if code.status == "affirmed")
        for name, answer in zip(names_of(gold), gold, strict=True)
    }


def questions_of(gold: Sequence[CodedAnswer]) -> dict[str, OpenQuestion]:
    """Return the questions of *gold*; one that elicits now this, now that counts as two."""
    return {
        key: OpenQuestion(
            column="answer", label=question.strip() or key, wording=question, elicits=elicits
        )
        for (question, elicits), key in _keys(gold).items()
    }


def _keys(gold: Sequence[CodedAnswer]) -> dict[tuple[str, tuple[Category, ...]], str]:
    asked = sorted({(answer.question, answer.elicits) for answer in gold})
    return {question: f"q{number}" for number, question in enumerate(asked, start=1)}
