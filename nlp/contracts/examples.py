"""Coded examples: invented answers with the codes they bear, from which meanings are learnt."""

from collections.abc import Iterable, Mapping
from typing import Literal

from pydantic import model_validator

from nlp.contracts.errors import CodebookError, listed
from nlp.contracts.settings import Section, Words, parse_section

Status = Literal["", "affirmed", "denied"]

COLUMNS = ("text", "benefit", "risk", "regulation", "stance")
"""The columns of a file of examples."""


class CodedExample(Section):
    """An answer, and what it says whatever the question; no code is an example too."""

    text: Words
    """The answer: a sentence or a few words."""

    benefit: Status = ""
    """Whether it names a benefit, or says that there is none."""

    risk: Status = ""
    """Whether it names a risk, or says that there is none."""

    regulation: Literal["", "affirmed"] = ""
    """Whether it names regulation; who rejects it names it too."""

    stance: Literal["", "for", "against", "mixed", "neutral"] = ""
    """What it wants of regulation."""

    @model_validator(mode="after")
    def _has_a_stance_on_regulation_only(self) -> "CodedExample":
        if bool(self.stance) != bool(self.regulation):
            raise ValueError("expected a stance where regulation is named, and nowhere else")
        return self


class _File(Section):
    rows: tuple[CodedExample, ...]


def parse_examples(
    rows: Iterable[tuple[int, Mapping[str, str]]], source: str
) -> tuple[CodedExample, ...]:
    """Return the examples of a file by line, or raise CodebookError naming every bad line."""
    found, problems = [], []
    first: dict[str, int] = {}
    for line, row in rows:
        try:
            example = parse_section(dict(row), CodedExample, f"line {line}", CodebookError)
        except CodebookError as error:
            problems.append(str(error))
            continue
        above = first.setdefault(example.text.casefold(), line)
        if above != line:
            problems.append(f"line {line} repeats line {above}; leave one of them")
        found.append(example)
    if problems:
        raise CodebookError(listed(f"{source} cannot be used:", problems))
    if not found:
        raise CodebookError(f"{source} holds no example: expected a row for each, or no file")
    return tuple(found)
