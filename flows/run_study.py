"""The nightly verb: whatever is new or changed, then the report; nothing if nothing changed."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TypeVar

from flows import progress
from flows.code_wave import (
    code_units,
    embed_units,
    estimate,
    find_candidates,
    prepare,
    tag_units,
)
from flows.durable import clear_leftovers
from flows.failures import FAILURE
from flows.files import codebook_path
from flows.folders import refuse_links
from flows.guarding import guarded
from flows.keys import pseudonym_key
from flows.locking import locked
from flows.plan import Inputs, report_inputs, wave_inputs, wave_state
from flows.propose_codebook import propose, propose_if_enough
from flows.publishing import read_manifest
from flows.results import publish_results
from flows.room import own_folders, refuse_unwritable
from flows.run_history import at_work, recorded
from flows.session import Session
from flows.structured_logs import doing, log_event
from flows.workspace import ALL_WAVES
from nlp.contracts.errors import HeldBack

T = TypeVar("T")

Step = Callable[[], object]

Caller = Callable[[str, str, Step], None]
"""Calls a step, given its name and what it works on: plainly, or as a Prefect task."""


def plainly(name: str, subject: str, step: Step) -> None:
    """Call *step* and show that it is going on."""
    with progress.step(f"{subject}: {name}"):
        step()


def run_study(session: Session, waves: Sequence[str], caller: Caller) -> Path:
    """Code and publish *waves*, then return the folder that shows the results of all waves."""

    def code_and_report(work: _Work) -> Path:
        work.code(waves)
        return work.report()

    return _held(session, caller, "run", waves, code_and_report)


def code_waves(session: Session, waves: Sequence[str], caller: Caller) -> None:
    """Code and publish *waves* alone."""
    _held(session, caller, "code-wave", waves, lambda work: work.code(waves))


def propose_codebook(session: Session, waves: Sequence[str], caller: Caller) -> Path:
    """Return the codebook draft made from the topics of *waves*."""
    _held(session, caller, "propose-codebook", waves, lambda work: work.propose(waves))
    return session.workspace.draft_file(session.study.study_id)


def _held(
    session: Session, caller: Caller, verb: str, waves: Sequence[str], do: Callable[["_Work"], T]
) -> T:
    """Return what *do* returns, done with the lock held and nobody quoted."""
    workspace, study = session.workspace, session.study
    refuse_links(workspace.root, workspace.written_by(study.study_id, study.waves))

    def call() -> T:
        with _work(session, caller, verb, waves) as work:
            return do(work)

    return guarded(workspace.interim(study.study_id), f"the run of {study.study_id}", call)


@contextmanager
def _work(session: Session, caller: Caller, verb: str, waves: Sequence[str]) -> Iterator["_Work"]:
    """Hold the study's lock for as long as it is worked on, and record the run."""
    refuse_unwritable(session)
    folder = session.workspace.interim(session.study.study_id)
    with (
        recorded(session, verb),
        locked(folder, session.clock),
        at_work(session, verb, waves),
    ):
        drafts = session.workspace.draft_file(session.study.study_id).parent
        clear_leftovers(*own_folders(session), drafts)
        if session.study.respondent.pseudonymise:
            pseudonym_key(session.workspace)  # made before it is reckoned among the inputs
        yield _Work(session, caller)
        (folder / FAILURE).unlink(missing_ok=True)  # of an earlier run: all is well now


class _Work:
    """The steps of one study, each called the same way."""

    def __init__(self, session: Session, caller: Caller) -> None:
        self._session = session
        self._caller = caller
        self._folder = session.workspace.interim(session.study.study_id)
        self._inputs: dict[str, Inputs] = {}
        self._coded: set[str] = set()

    def code(self, waves: Sequence[str]) -> None:
        """Code *waves*; a study without a codebook first gets a draft from all its waves.

        Where these say too little for one, there are no themes yet, and answers are listed.
        """
        session = self._session
        for wave in waves:
            self._prepare(wave)
        if codebook_path(session.workspace, session.study.study_id) is None:
            self._propose(session.delivered_waves, propose_if_enough)
        held = []
        for wave in waves:
            try:
                self._code(wave)
            except HeldBack as error:  # says nothing against the others
                held.append(error)
        if held:
            raise HeldBack.together(held)

    def propose(self, waves: Sequence[str]) -> None:
        """Draft a codebook from *waves*."""
        self._propose(waves, propose)

    def _propose(
        self, waves: Sequence[str], how: Callable[[Session, Sequence[str]], None]
    ) -> None:
        for wave in waves:
            self._prepare(wave)
        self._call("propose codebook", ALL_WAVES, partial(how, self._session, waves))

    def report(self) -> Path:
        """Publish the results of all waves; those changed or without tables are made again."""
        session = self._session
        waves = session.delivered_waves
        for wave in waves:
            if wave not in self._coded and not self._can_resume(wave):
                self._prepare(wave)
                self._code(wave)
        inputs = report_inputs(session.workspace, session.study)
        show = partial(publish_results, session, waves, ALL_WAVES, inputs)
        self._call("report", ALL_WAVES, show)
        return session.workspace.outputs(session.study.study_id) / ALL_WAVES

    def _can_resume(self, wave: str) -> bool:
        """Take up the tables of *wave* if they are those that its published outputs show.

        Others are there after a run that was killed when it had noted its tables, and whose export
        was put back since.
        """
        session = self._session
        state = wave_state(session.workspace, session.study, wave, session.models)
        run = session.run(wave)
        before = run.records
        if state.state != "current" or not run.resume() or not self._is_shown(wave):
            run.records = before
            return False
        return True

    def _is_shown(self, wave: str) -> bool:
        """Return whether the ledger of *wave* says what its manifest says, to the last count."""
        session = self._session
        shown = read_manifest(session.workspace.outputs(session.study.study_id) / wave) or {}
        stages = shown.get("stages", {}).get(wave, [])
        noted = {record.file: asdict(record) for record in session.run(wave).records.values()}
        return {stage["file"]: stage for stage in stages} == noted

    def _prepare(self, wave: str) -> None:
        if wave in self._inputs:
            return
        # reckoned before the export is read: one that changes meanwhile is seen as changed
        self._inputs[wave] = self._inputs_now(wave)
        self._call("prepare", wave, partial(prepare, self._session, wave))
        self._call("embed", wave, partial(embed_units, self._session, wave))

    def _code(self, wave: str) -> None:
        source = self._inputs[wave]["source"]
        inputs = {**self._inputs_now(wave), "source": source}  # the codebook may be new by now
        self._call("code", wave, partial(code_units, self._session, wave))
        self._call("tag", wave, partial(tag_units, self._session, wave))
        self._call("find candidates", wave, partial(find_candidates, self._session, wave))
        self._call("estimate", wave, partial(estimate, self._session, wave))
        self._call("publish", wave, partial(self._publish, wave, inputs))
        self._coded.add(wave)

    def _publish(self, wave: str, inputs: Inputs) -> None:
        # the ledger first: stopped in between, the wave is seen as changed and published again
        self._session.run(wave).finish()
        publish_results(self._session, [wave], wave, inputs)

    def _inputs_now(self, wave: str) -> Inputs:
        session = self._session
        return wave_inputs(session.workspace, session.study, wave, session.models)

    def _call(self, name: str, wave: str, step: Step) -> None:
        study_id = self._session.study.study_id
        subject = f"{study_id} {wave}"
        safe = partial(guarded, self._folder, f"{subject}: the step `{name}`", step)
        with doing(study=study_id, wave=wave, step=name):
            log_event("step begins")
            self._caller(name, subject, safe)
            log_event("step ended")
