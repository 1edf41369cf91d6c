"""What an analyst asks for in Prefect's form, and what is done about it."""

from collections.abc import Callable
from functools import partial
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from flows import commands
from flows.clock import now
from flows.files import known_wave
from flows.guarding import guarded
from flows.session import Session, open_session
from flows.withholding import withheld
from flows.workspace import Workspace
from nlp.contracts.errors import HeldBack, OpenEndsError

T = TypeVar("T")


class Wanted(BaseModel):
    """Names and choices only: what is typed here stands in Prefect's database."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    study: str = Field(
        title="Study",
        description="The name of a file in configs/studies, without .yaml.",
        pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$",
    )
    wave: str = Field(
        default="",
        title="Wave",
        description="A wave of the study, such as 2026-01. Empty: every wave that is new or "
        "changed.",
        pattern=r"^([a-z0-9][a-z0-9_-]{0,59})?$",
    )
    stages: Literal["all", "code", "report"] = Field(
        default="all",
        title="Stages",
        description="code: code and publish waves. report: the report over all waves. all: both.",
    )
    redo: bool = Field(
        default=False,
        title="Redo",
        description="Do it although nothing changed. Steps whose inputs are the same are still "
        "taken from the last run.",
    )

    @model_validator(mode="after")
    def _report_is_over_all_waves(self) -> "Wanted":
        if self.stages == "report" and self.wave:
            raise ValueError("the report is over all waves: leave the wave empty")
        return self


class WantedReport(Wanted):
    """The same, where the report is what people come for."""

    stages: Literal["all", "code", "report"] = Field(
        default="report",
        title="Stages",
        description="report: the report over all waves, after waves that changed. code: waves "
        "alone. all: both.",
    )


def carry_out(workspace: Workspace, wanted: Wanted) -> list[dict[str, Any]]:
    """Do what is wanted, and return what each command answered; nobody is quoted.

    Of an error that names columns Prefect is told the kind; a wave that is not there may be named.
    """
    workspace.study_file(wanted.study)  # only what is a study has a folder
    session = _safely(workspace, wanted, partial(_opened, workspace, wanted))
    if wanted.wave:
        known_wave(session.study, wanted.wave)
    return _safely(workspace, wanted, partial(_done, workspace, session, wanted))


def _safely(workspace: Workspace, wanted: Wanted, call: Callable[[], T]) -> T:
    folder = workspace.interim(wanted.study)
    try:
        return guarded(folder, f"the run of {wanted.study}", call)
    except OpenEndsError as error:
        told = withheld(error, folder)
    told.__context__ = None
    raise told from None


def _done(workspace: Workspace, session: Session, wanted: Wanted) -> list[dict[str, Any]]:
    if not wanted.redo:
        return _what_changed(session, wanted)
    answers = [] if wanted.stages == "report" else _waves_again(workspace, session, wanted)
    if wanted.stages != "code":
        answers.append(commands.report(_opened(workspace, wanted), False))
    return answers


def _waves_again(workspace: Workspace, session: Session, wanted: Wanted) -> list[dict[str, Any]]:
    """Code the wave that is wanted, or all; one that is held back says nothing against others."""
    answers, held = [], []
    for wave in [wanted.wave] if wanted.wave else session.delivered_waves:
        try:
            answers.append(commands.code_wave(_opened(workspace, wanted), wave, False))
        except HeldBack as error:
            held.append(error)
    if held:
        raise HeldBack.together(held)
    return answers


def _what_changed(session: Session, wanted: Wanted) -> list[dict[str, Any]]:
    if wanted.stages == "code":
        return [commands.code_changed(session, wanted.wave or None, False)]
    return [commands.run(session, wanted.wave or None, False)]


def _opened(workspace: Workspace, wanted: Wanted) -> Session:
    return open_session(workspace, wanted.study, now)
