"""Coded examples: invented answers with the codes they bear, from which meanings are learnt."""

from collections.abc import Iterable, Mapping
from typing import Literal

from pydantic import model_validator

from nlp.contracts.errors import CodebookError
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
    found = []
    for line, row in rows:
        found.append(
            parse_section(dict(row), CodedExample, f"{source}, line {line}", CodebookError)
        )
    texts = [example.text.casefold() for example in found]
    if len(set(texts)) < len(texts):
        twice = sorted({n + 2 for n, text in enumerate(texts) if text in texts[:n]})
        raise CodebookError(f"{source}: lines {twice} repeat an example above; leave one of them")
    return tuple(found)
