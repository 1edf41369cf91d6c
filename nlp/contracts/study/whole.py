"""A study file: one survey, its waves, its questions, and how they are worked on."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from nlp.contracts.errors import StudyConfigError
from nlp.contracts.settings import Section, did_you_mean, parse_section
from nlp.contracts.study.gates import Gates
from nlp.contracts.study.questions import (
    ClosedQuestion,
    ColumnRef,
    Exclusion,
    ExportLayout,
    Grid,
    OpenQuestion,
    Respondent,
    Wave,
    Weight,
    column_in,
    options_of,
)
from nlp.contracts.study.stages import (
    Coding,
    Discovery,
    Encoding,
    Labelling,
    Limits,
    Redaction,
    Reporting,
    Screening,
    Tagging,
    Unitising,
)

_NO_FOLDERS = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}


def _may_be_a_folder(name: str) -> str:
    if name in _NO_FOLDERS:
        raise ValueError("Windows keeps this name for a device; take another")
    return name


Name = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$"),
    AfterValidator(_may_be_a_folder),
]
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

    wave_column: ColumnRef | None = None
    """The column that says to which wave a record belongs: those of another wave of the study are
    set aside, those of none are at fault, and an export that holds none of its own is refused.
    Left out, all belong."""

    other_waves: tuple[str, ...] = ()
    """What else `wave_column` may hold: waves in the same export that the study does not use."""

    respondent: Respondent = Respondent()

    identifying: tuple[str, ...] = ()
    """Columns that lead to a person, such as e-mail or IP addresses: emptied before anything else
    reads the export, in every wave that has them. Case does not matter; a name of no column is
    remarked on."""

    exclude: Mapping[Name, Exclusion] = Field(default_factory=dict)
    """Records that do not count; the name becomes the rule under which they are set aside."""

    open_questions: Mapping[Name, OpenQuestion] = Field(min_length=1)
    """The open questions, in reading order."""

    closed_questions: Mapping[Name, ClosedQuestion] = Field(default_factory=dict)
    """The closed questions that are used, in reading order."""

    grids: Mapping[Name, Grid] = Field(default_factory=dict)
    """Blocks of closed questions that share their options; they follow the closed questions."""

    banner: tuple[str, ...] = ()
    """The closed questions whose options are the columns of the crosstabs."""

    weight: Weight | None = None
    """Left out, every respondent stands for one."""

    missing: tuple[str, ...] = ()
    """Cell values that mean blank, beside the empty cell."""

    limits: Limits = Limits()
    redaction: Redaction = Redaction()
    screening: Screening = Screening()
    units: Unitising = Unitising()
    encoding: Encoding = Encoding()
    discovery: Discovery = Discovery()
    labelling: Labelling = Labelling()
    coding: Coding = Coding()
    mentions: Tagging = Tagging()
    reporting: Reporting = Reporting()
    gates: Gates = Gates()

    seed: int = Field(default=20250113, ge=0)
    """Start of everything random."""

    @model_validator(mode="after")
    def _references_are_known(self) -> "Study":
        problems = [*self._unknown_waves(), *self._unknown_questions()]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _unknown_waves(self) -> list[str]:
        problems = [
            f"{place}.column: unknown wave {wave}; {did_you_mean(wave, self.waves)}"
            for place, ref in self._column_refs()
            if not isinstance(ref, str)
            for wave in ref
            if wave not in self.waves
        ]
        questions: dict[str, OpenQuestion | ClosedQuestion] = {
            **{f"open_questions.{key}": q for key, q in self.open_questions.items()},
            **{f"closed_questions.{key}": q for key, q in self.closed_questions.items()},
        }
        for place, question in questions.items():
            worded = () if isinstance(question.wording, str) else tuple(question.wording)
            compared = tuple(wave for group in question.comparable for wave in group)
            problems += [
                f"{place}.{name}: unknown wave {wave}; {did_you_mean(wave, self.waves)}"
                for name, waves in (("wording", worded), ("comparable", compared))
                for wave in waves
                if wave not in self.waves
            ]
        return problems + [
            f"gates.let_pass: unknown wave {wave}; {did_you_mean(wave, self.waves)}"
            for wave in self.gates.let_pass
            if wave not in self.waves
        ]

    def _column_refs(self) -> Iterator[tuple[str, ColumnRef]]:
        """Return every place that names a column, and the name."""
        who = self.respondent
        single = {
            "wave_column": self.wave_column,
            "respondent": who.column,
            "respondent.submitted": who.submitted.column if who.submitted else None,
            "weight": self.weight.column if self.weight else None,
        }
        yield from ((place, ref) for place, ref in single.items() if ref is not None)
        yield from ((f"exclude.{key}", rule.column) for key, rule in self.exclude.items())
        yield from ((f"open_questions.{k}", q.column) for k, q in self.open_questions.items())
        yield from ((f"closed_questions.{k}", q.column) for k, q in self.closed_questions.items())
        for key, grid in self.grids.items():
            yield from ((f"grids.{key}.items.{k}", item.column) for k, item in grid.items.items())

    def _unknown_questions(self) -> list[str]:
        closed = self.every_closed_question()
        problems = [
            f"banner: unknown {name}; {did_you_mean(name, closed)}"
            for name in self.banner
            if name not in closed
        ]
        if len(set(self.banner)) < len(self.banner):
            problems.append("banner: a question is named twice")
        problems += [
            f"open_questions.{key}.asked_when: unknown {name}; {did_you_mean(name, closed)}"
            for key, question in self.open_questions.items()
            for name in question.asked_when
            if name not in closed
        ]
        problems += [
            f"open_questions.{key}.other_of: unknown {question.other_of}; "
            f"{did_you_mean(question.other_of, closed)}"
            for key, question in self.open_questions.items()
            if question.other_of is not None and question.other_of not in closed
        ]
        problems += self._unknown_options()
        both = sorted(set(self.open_questions) & set(closed))
        return problems + [f"{name}: both an open and a closed question" for name in both]

    def _unknown_options(self) -> list[str]:
        """Return the options in `asked_when` that the closed question does not list."""
        closed = self.every_closed_question()
        return [
            f"open_questions.{key}.asked_when.{name}: unknown option {option}; "
            f"{did_you_mean(option, listed)}"
            for key, question in self.open_questions.items()
            for name, options in question.asked_when.items()
            if name in closed and (listed := options_of(closed[name]))
            for option in options
            if option not in listed
        ] + [
            f"open_questions.{key}.other_option: unknown option {question.other_option}; "
            f"{did_you_mean(question.other_option, listed)}"
            for key, question in self.open_questions.items()
            if question.other_of in closed
            and (listed := options_of(closed[question.other_of]))
            and question.other_option not in listed
        ]

    def every_closed_question(self) -> dict[str, ClosedQuestion]:
        """Return the closed questions, and after them the items of the grids."""
        items = {
            f"{grid_id}_{key}": ClosedQuestion(
                column=item.column,
                label=f"{grid.label}: {item.label}",
                options=grid.options,
                missing=grid.missing,
            )
            for grid_id, grid in self.grids.items()
            for key, item in grid.items.items()
        }
        return {**self.closed_questions, **items}

    def layout_of(self, wave: str) -> ExportLayout:
        """Return how the export of *wave* is laid out."""
        return self.waves[wave].export or self.export

    def values_elsewhere(self, wave: str) -> tuple[str, ...]:
        """Return what `wave_column` holds for records of other waves; nothing without one."""
        if self.wave_column is None or column_in(self.wave_column, wave) is None:
            return ()
        others = {said.value or name for name, said in self.waves.items() if name != wave}
        return tuple(sorted(others | set(self.other_waves)))


def _in_full(wave: Wave, shared: ExportLayout) -> Wave:
    """Return *wave* with its layout filled up from the one that the waves share."""
    if wave.export is None:
        return wave
    said = {name: getattr(wave.export, name) for name in wave.export.model_fields_set}
    return wave.model_copy(update={"export": shared.model_copy(update=said)})


def parse_study(raw: object, source: str) -> Study:
    """Return the study that a file says: grids among the closed questions, layouts in full.

    Raises StudyConfigError naming every problem.
    """
    study = parse_section(raw, Study, source, StudyConfigError)
    waves = {name: _in_full(wave, study.export) for name, wave in study.waves.items()}
    return study.model_copy(
        update={"waves": waves, "closed_questions": study.every_closed_question(), "grids": {}}
    )
