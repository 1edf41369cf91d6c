"""Which stage a run would do again, and because of what: looked into, with nothing computed."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, NoReturn, ParamSpec

from pandera.typing import DataFrame

from flows.code_wave import (
    code_units,
    embed_units,
    estimate,
    find_candidates,
    read_units,
    tag_units,
)
from flows.files import known_wave
from flows.kept import digest_of, read_table
from flows.keys import key_for_a_look
from flows.plan import WaveState, make_plan
from flows.reading import read_wave
from flows.runs import StageCall, StageRecord, WaveRun, stage_call
from flows.session import Session
from flows.vector_store import StoredEncoder
from flows.workspace import ALL_WAVES
from nlp.contracts.errors import ContractError, SourceDataError, StudyConfigError, WorkspaceError
from nlp.contracts.settings import did_you_mean
from nlp.contracts.tables import TableT
from nlp.contracts.vectors import Matrix

Params = ParamSpec("Params")

Verdict = Literal["kept", "runs", "may run"]
"""`may run` is a stage that runs if one before it gives other rows than last time."""

_READ_FROM = {"responses": "recode"}
"""Arguments that are made on the way from what a stage gave, which their digest does not tell."""


@dataclass(frozen=True)
class StageLook:
    """Whether one stage of a wave would be computed, and because of what."""

    wave: str
    stage: str
    verdict: Verdict
    because: str = ""


def why(session: Session, step: str, wave: str | None) -> dict[str, Any]:
    """Return whether the stages of *step* would run, for one wave or for all that are delivered.

    The steps are gone through as a run does, and each stage is told from its arguments. One that
    would be computed is not: the table it gave last time goes on in its place, and what rests on
    it may run. Nothing is encoded, computed or written. Raises StudyConfigError if there is no
    such step.
    """
    step = _known_step(step)
    plan = make_plan(session.workspace, session.study, session.models)
    waves = [known_wave(session.study, wave)] if wave else list(session.delivered_waves)
    states = {state.wave: state for state in (*plan.waves, plan.report)}
    shown = [ALL_WAVES] if step == "report" else waves
    looks = [look for name in shown for look in _looks(session, step, states[name])]
    return {
        "study": session.study.study_id,
        "outcome": "looked into",
        "waves": [asdict(states[name]) for name in shown],
        "stages": [asdict(look) for look in looks],
    }


def _looks(session: Session, step: str, state: WaveState) -> Sequence[StageLook]:
    if step in _PUBLISHING:
        verdict: Verdict = "runs" if state.state in ("new", "changed") else "kept"
        return [StageLook(state.wave, step, verdict, ", ".join(state.changed) or state.state)]
    if state.state in ("awaited", "missing"):
        raise SourceDataError(f"wave {state.wave}: its export is {state.state}; deliver it first")
    look, run = _looking(session, state.wave)
    for name, work in _STEPS.items():
        begun = len(run.looks)
        try:
            work(look, state.wave)
        except _CannotGoOn as stop:
            run.looks.append(StageLook(state.wave, stop.stage or name, "runs", stop.because))
        except ContractError:  # a table that no stage before it could give
            run.looks.append(StageLook(state.wave, name, "runs", "what comes before it is new"))
        if name == step:
            return run.looks[begun:]
    raise ContractError(f"{step} is no step of a wave")


def _looking(session: Session, wave: str) -> tuple[Session, "LookingRun"]:
    """Return the study as one who looks at *wave* has it: nothing is encoded or computed."""
    look, run = copy(session), LookingRun(session.workspace.interim(_id(session), wave), wave)
    look.runs = {wave: run}
    name = session.encoder_of_answers.name
    look._stored = StoredEncoder(_Idle(name), session.workspace.vectors)
    return look, run


class LookingRun(WaveRun):
    """Notes of each stage whether it would be computed; the last table stands in for it."""

    def __init__(self, folder: Path, wave: str) -> None:
        super().__init__(folder)
        last = WaveRun(folder)
        last.resume()
        self.looks: list[StageLook] = []
        self._wave = wave
        self._last = {record.stage: record for record in last.records.values()}
        self._unsure: dict[str, str] = {}

    def stage(
        self,
        function: Callable[Params, DataFrame[TableT]],
        *args: Params.args,
        **kwargs: Params.kwargs,
    ) -> DataFrame[TableT]:
        """Return the table of a stage as it is kept, or as it was kept last time."""
        call = stage_call(function, inspect.signature(function).bind(*args, **kwargs).arguments)
        kept = self._kept(self.folder / call.file, call.table)
        rests_on = sorted({self._unsure[key] for key in self._keys(call) if key in self._unsure})
        if kept is not None and not rests_on:
            self.looks.append(StageLook(self._wave, call.name, "kept"))
            self._note(call.record(len(kept)), kept)
            return kept
        because = self._because(call)
        made = kept if kept is not None else self._last_table(call, because)
        if kept is None:
            self.looks.append(StageLook(self._wave, call.name, "runs", because))
        else:
            words = f"if {' or '.join(rests_on)} gives other rows"
            self.looks.append(StageLook(self._wave, call.name, "may run", words))
        self._unsure[digest_of(made)] = self._unsure[call.name] = call.name
        self._note(call.record(len(made)), made)
        return made

    def note_vectors(self) -> None:
        """Note that every unit has its vector; those of other units may not have one."""
        unsure = "unitise" in self._unsure
        because = "if unitise gives other rows" if unsure else ""
        self.looks.append(StageLook(self._wave, "embed", "may run" if unsure else "kept", because))

    def _keys(self, call: StageCall[TableT]) -> list[str]:
        """Return the digests of the arguments, and which stages others of them were read from."""
        digests = [digest_of(value) for value in call.arguments.values()]
        return digests + [_READ_FROM[name] for name in call.arguments if name in _READ_FROM]

    def _because(self, call: StageCall[TableT]) -> str:
        last = self._last.get(call.name)
        if last is None:
            return "it never ran"
        if last.fingerprint == call.fingerprint:
            return "its table is gone or damaged"
        return ", ".join(_changed(last, call.given)) or "what it took last is not written down"

    def _last_table(self, call: StageCall[TableT], because: str) -> DataFrame[TableT]:
        last = self._last.get(call.name)
        if last is not None:
            try:
                return read_table(self.folder / last.file, call.table)
            except (WorkspaceError, ContractError):
                pass  # told below, as for a stage that never ran
        raise _CannotGoOn(call.name, because)


class _CannotGoOn(Exception):  # noqa: N818  (it is no error but the end of a look)
    """There is nothing to go on with: neither a table nor a vector of it is kept."""

    def __init__(self, stage: str, because: str) -> None:
        super().__init__(stage)
        self.stage, self.because = stage, because


class _Idle:
    """An encoder that says how much it would have to do."""

    def __init__(self, name: str) -> None:
        self.name = name

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Say how many texts have no vector yet."""
        self._stop(len(texts))

    def _stop(self, n_texts: int) -> NoReturn:
        raise _CannotGoOn("", f"{n_texts:,} texts have no vector yet")


def _read(session: Session, wave: str) -> None:
    key = key_for_a_look(session.workspace) if session.study.respondent.pseudonymise else b""
    read_units(session, wave, read_wave(session, wave, key=key))


def _embed(session: Session, wave: str) -> None:
    embed_units(session, wave)
    run = session.run(wave)
    if isinstance(run, LookingRun):
        run.note_vectors()


_STEPS: Mapping[str, Callable[[Session, str], None]] = {
    "prepare": _read,
    "embed": _embed,
    "code": code_units,
    "tag": tag_units,
    "find candidates": find_candidates,
    "estimate": estimate,
}

_PUBLISHING = ("publish", "report")


def _known_step(step: str) -> str:
    plain = step.replace("-", " ").replace("_", " ").strip().lower()
    known = (*_STEPS, *_PUBLISHING)
    if plain not in known:
        raise StudyConfigError(f"unknown stage {step!r}; {did_you_mean(plain, known)}")
    return plain


def _changed(last: StageRecord, given: Mapping[str, str]) -> list[str]:
    return [name for name in given if last.given and last.given.get(name) != given[name]]


def _id(session: Session) -> str:
    return session.study.study_id
