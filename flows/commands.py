"""What each verb of the command line does, answered in plain values."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any, Literal

from flows.files import codebook_path, known_wave
from flows.plan import Plan, make_plan
from flows.publishing import differences
from flows.run_history import remembered
from flows.session import Session
from flows.workspace import ALL_WAVES
from nlp.contracts.errors import CodebookError, OutputsChanged, SourceDataError, listed

Answer = dict[str, Any]

Verb = Literal["run", "code", "propose"]


@remembered("run")
def run(session: Session, wave: str | None, no_prefect: bool) -> Answer:
    """Code what is new or changed, and make the report; find out first whether anything is.

    The report over all waves waits while another wave is changed, its export is gone or it is
    rolled back: old tables must not be read with a new codebook, nor a wave vanish from what was
    published, nor figures come back that people took back.
    """
    plan = _plan(session)
    _refuse_undelivered(session, plan, [] if wave is None else [known_wave(session.study, wave)])
    to_do = [name for name in plan.to_do if wave in (None, name)]
    lost = plan.in_state("missing")
    held = plan.in_state("rolled back")
    waits_for = [name for name in (*plan.to_do, *lost, *held) if name not in to_do]
    about = {
        **_about(session, ALL_WAVES if not waits_for or not to_do else to_do[-1]),
        "waves": to_do,
        "awaited": list(plan.in_state("awaited")),
        "report_waits_for": waits_for,
        "rolled_back": list(held),
    }
    if not to_do and (waits_for or plan.report.state in ("current", "rolled back")):
        outcome = "unchanged"
    else:
        _start("code" if waits_for else "run", session, to_do, no_prefect)
        outcome = "done"
        about |= _without_themes(session)
    if wave is None:
        _refuse_undelivered(session, plan, lost)
    return {**about, "outcome": outcome}


@remembered("report")
def report(session: Session, no_prefect: bool) -> Answer:
    """Make the report again, after whatever wave is new or changed."""
    plan = _plan(session)
    _refuse_undelivered(session, plan, plan.in_state("missing"))
    if held := plan.in_state("rolled back"):
        raise OutputsChanged(
            f"{session.study.study_id}: {', '.join(held)} rolled back; a report would show again "
            "what was taken back: `openends rollback --forward`, or `openends code-wave`, first"
        )
    _start("run", session, plan.to_do, no_prefect)
    about = _about(session) | _without_themes(session)
    return {**about, "outcome": "done", "waves": list(plan.to_do)}


@remembered("code-wave")
def code_wave(session: Session, wave: str, no_prefect: bool) -> Answer:
    """Code one wave, changed or not."""
    _refuse_undelivered(session, _plan(session), [known_wave(session.study, wave)])
    _start("code", session, [wave], no_prefect)
    return {**_about(session, wave), "outcome": "done", "waves": [wave]}


@remembered("code-wave")
def code_changed(session: Session, wave: str | None, no_prefect: bool) -> Answer:
    """Code what is new or changed, and leave the report over all waves as it is."""
    plan = _plan(session)
    _refuse_undelivered(session, plan, [wave] if wave else [])
    to_do = [name for name in plan.to_do if wave in (None, name)]
    if to_do:
        _start("code", session, to_do, no_prefect)
    about = _about(session, to_do[-1] if to_do else ALL_WAVES)
    return {**about, "outcome": "done" if to_do else "unchanged", "waves": to_do}


@remembered("propose-codebook")
def propose(session: Session, wave: str | None, replace: bool, no_prefect: bool) -> Answer:
    """Draft a codebook from one wave or all of them."""
    waves = list(session.delivered_waves) if wave is None else [known_wave(session.study, wave)]
    _refuse_undelivered(session, _plan(session), waves)
    draft = session.workspace.draft_file(session.study.study_id)
    if draft.exists() and not replace:
        raise CodebookError(f"{draft} is there already; keep it, or overwrite it with --replace")
    _start("propose", session, waves, no_prefect)
    return {
        "study": session.study.study_id,
        "outcome": "done",
        "waves": waves,
        "draft": str(draft),
        "granularity": _granularity(session),
    }


def _granularity(session: Session) -> dict[str, list[str]]:
    """Return what the last proposal found at every level of detail, in a line each."""
    from flows.propose_codebook import evidence
    from nlp.contracts.tables import Granularity

    run = session.run()
    run.resume()
    return evidence(run.table(Granularity), session.study)


def _without_themes(session: Session) -> Answer:
    """Return how much was said to each question, where it was too little for any theme."""
    if codebook_path(session.workspace, session.study.study_id) or not session.run().resume():
        return {}
    return {"no_themes": _granularity(session)}


def status(session: Session) -> Answer:
    """Say of every wave whether its outputs are those of its inputs.

    What is shown over all waves is changed too as soon as one of them is; then `changed` names
    those waves.
    """
    plan = _plan(session)
    report = plan.report
    if report.state == "current" and plan.to_do:
        report = replace(report, state="changed", changed=plan.to_do)
    codebook = codebook_path(session.workspace, session.study.study_id)
    return {
        "study": session.study.study_id,
        "codebook": str(codebook) if codebook else "none yet: a run drafts one if it can",
        "waves": [asdict(state) for state in (*plan.waves, report)],
    }


def verify(session: Session, derive_again: bool = False) -> Answer:
    """Compare every published file with its manifest, byte for byte.

    With *derive_again*, code every wave again from its export too, and compare the codings.
    """
    outputs = session.workspace.outputs(session.study.study_id)
    names = sorted(path.name for path in outputs.glob("*") if path.is_symlink() or path.is_dir())
    names = [name for name in names if not name.startswith(".")]
    if not names:
        raise OutputsChanged(f"{outputs}: nothing is published; run the study first")
    problems = [f"{name}: {problem}" for name in names for problem in differences(outputs / name)]
    if problems:
        remedy = "`openends code-wave` or `openends report` publishes them anew"
        raise OutputsChanged(listed(f"{outputs} is not what was published ({remedy}):", problems))
    answer = {"study": session.study.study_id, "outcome": "verified", "verified": names}
    if derive_again:
        from flows.rederiving import rederive

        answer |= {"outcome": "derived again", "derived_again": rederive(session)}
    return answer


def impact(session: Session) -> Answer:
    """Say what codebook and lexicons, as they are now, would do to the figures of every wave."""
    from flows.impact import impact as foresee

    _refuse_undelivered(session, _plan(session), [])
    return foresee(session)


def check(session: Session) -> Answer:
    """Read and check everything that a run would need, and that no published export is gone."""
    from flows.checking import check as look

    plan = _plan(session)
    _refuse_undelivered(session, plan, [])
    answer = look(session)
    _refuse_undelivered(session, plan, plan.in_state("missing"))
    return answer


def _refuse_undelivered(session: Session, plan: Plan, waves: Sequence[str]) -> None:
    """Raise SourceDataError if the export of one of *waves* is not there, or no export at all."""
    if not session.delivered_waves:
        waves = session.wave_order
    absent = [wave for wave in waves if wave in plan.in_state("awaited", "missing")]
    if absent:
        sources = [f"{wave}: {session.study.waves[wave].source}" for wave in absent]
        raise SourceDataError(
            listed("the export is not there; deliver it, or correct waves in the study:", sources)
        )


def _plan(session: Session) -> Plan:
    return make_plan(session.workspace, session.study, session.models)


def _about(session: Session, name: str = ALL_WAVES) -> Answer:
    folder = session.workspace.outputs(session.study.study_id) / name
    return {"study": session.study.study_id, "report": str(folder / "report.html")}


def _start(verb: Verb, session: Session, waves: Sequence[str], no_prefect: bool) -> None:
    """Run *verb* on *waves*, by Prefect or directly: the same steps in the same order."""
    if no_prefect:
        from flows import run_study as steps

        plain = {
            "run": steps.run_study,
            "code": steps.code_waves,
            "propose": steps.propose_codebook,
        }
        plain[verb](session, waves, steps.plainly)
        return
    from flows import engine

    engine.start(verb, session, waves)
