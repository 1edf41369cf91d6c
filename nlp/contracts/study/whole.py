"""A study file: one survey, its waves, its questions, and how they are worked on."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from nlp.contracts.errors import StudyConfigError
from nlp.contracts.settings import Section, did_you_mean, parse_section
from nlp.contracts.study.questions import (
    ClosedQuestion,
    ColumnRef,
    ExportLayout,
    OpenQuestion,
    Respondent,
    Wave,
    Weight,
    options_of,
)
from nlp.contracts.study.stages import (
    Coding,
    Discovery,
    Encoding,
    Redaction,
    Reporting,
    Screening,
    Tagging,
    Unitising,
)

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
"""A name that may become a folder: small letters, digits, `-` and `_`, at most 60."""


class Study(Section):
    """A study file: one survey, its waves, its questions, and how they are worked on."""

    study_id: Name
    """The study's name in commands, files and reports; the same as the file's."""

    title: str = Field(min_length=1)
    """The title of reports."""

    export: ExportLayout = ExportLayout()
    """How the exports are laid out."""

    waves: Mapping[Name, Wave] = Field(min_length=1)
    """The waves in the order of fielding."""

    respondent: Respondent = Respondent()
    open_questions: Mapping[Name, OpenQuestion] = Field(min_length=1)
    """The open questions, in reading order."""

    closed_questions: Mapping[Name, ClosedQuestion] = Field(default_factory=dict)
    """The closed questions that are used, in reading order."""

    banner: tuple[str, ...] = ()
    """The closed questions whose options are the columns of the crosstabs."""

    weight: Weight | None = None
    """Left out, every respondent stands for one."""

    missing: tuple[str, ...] = ()
    """Cell values that mean blank, beside the empty cell."""

    redaction: Redaction = Redaction()
    screening: Screening = Screening()
    units: Unitising = Unitising()
    encoding: Encoding = Encoding()
    discovery: Discovery = Discovery()
    coding: Coding = Coding()
    mentions: Tagging = Tagging()
    reporting: Reporting = Reporting()

    seed: int = Field(default=20250113, ge=0)
    """Start of everything random."""

    @model_validator(mode="after")
    def _references_are_known(self) -> "Study":
        problems = [*self._unknown_waves(), *self._unknown_questions()]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _unknown_waves(self) -> list[str]:
        places: dict[str, ColumnRef] = {}
        if self.respondent.column is not None:
            places["respondent"] = self.respondent.column
        places |= {f"open_questions.{k}": q.column for k, q in self.open_questions.items()}
        places |= {f"closed_questions.{k}": q.column for k, q in self.closed_questions.items()}
        if self.weight:
            places["weight"] = self.weight.column
        return [
            f"{place}.column: unknown wave {wave}; {did_you_mean(wave, self.waves)}"
            for place, ref in places.items()
            if not isinstance(ref, str)
            for wave in ref
            if wave not in self.waves
        ]

    def _unknown_questions(self) -> list[str]:
        problems = [
            f"banner: unknown {name}; {did_you_mean(name, self.closed_questions)}"
            for name in self.banner
            if name not in self.closed_questions
        ]
        if len(set(self.banner)) < len(self.banner):
            problems.append("banner: a question is named twice")
        problems += [
            f"open_questions.{key}.asked_when: unknown {name}; "
            f"{did_you_mean(name, self.closed_questions)}"
            for key, question in self.open_questions.items()
            for name in question.asked_when
            if name not in self.closed_questions
        ]
        problems += self._unknown_options()
        both = sorted(set(self.open_questions) & set(self.closed_questions))
        return problems + [f"{name}: both an open and a closed question" for name in both]

    def _unknown_options(self) -> list[str]:
        """Return the options in `asked_when` that the closed question does not list."""
        return [
            f"open_questions.{key}.asked_when.{name}: unknown option {option}; "
            f"{did_you_mean(option, listed)}"
            for key, question in self.open_questions.items()
            for name, options in question.asked_when.items()
            if name in self.closed_questions
            and (listed := options_of(self.closed_questions[name]))
            for option in options
            if option not in listed
        ]

    def layout_of(self, wave: str) -> ExportLayout:
        """Return how the export of *wave* is laid out."""
        return self.waves[wave].export or self.export


def parse_study(raw: object, source: str) -> Study:
    """Return the study that a file says, or raise StudyConfigError naming every problem."""
    return parse_section(raw, Study, source, StudyConfigError)
