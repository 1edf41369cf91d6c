"""`openends rollback`: an earlier version shown again, until its inputs change."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from flows.files import known_wave
from flows.locking import locked
from flows.publishing import VERSIONS, differences, read_manifest, show, versions_of
from flows.session import Session
from flows.withdrawn import read_withdrawn, write_withdrawn
from flows.workspace import ALL_WAVES
from nlp.contracts.errors import OutputsChanged

Facts = dict[str, Any]


class Move(NamedTuple):
    """One output folder, the version that it shows, and the one that it is to show."""

    name: str
    now: Path
    then: Path


def back(session: Session, wave: str | None) -> Facts:
    """Show the version before of one wave's outputs, or of the report and the waves it shows.

    What is taken back is written down first. A run leaves it so as long as everything that it was
    made of is what it was; a change makes the wave new again, and so does `forward`. Raises
    OutputsChanged if no earlier version is kept whole.
    """
    study_id, outputs = session.study.study_id, session.workspace.outputs(session.study.study_id)
    with locked(session.workspace.interim(study_id), session.clock):
        not_kept: list[str] = []
        if wave is None:
            moves = list(_with_waves(_before(outputs, ALL_WAVES), outputs, not_kept))
        else:
            moves = [_before(outputs, known_wave(session.study, wave))]
        withdrawn = read_withdrawn(outputs)
        for move in moves:
            entry = {"version": move.now.name, "inputs": _inputs(move.now)}
            withdrawn.setdefault(move.name, {**entry, "at": session.clock().isoformat()})
        write_withdrawn(outputs, withdrawn)
        _carry_out(outputs, moves)
    return {
        "study": study_id,
        "outcome": "rolled back",
        "shown": {move.name: _in_words(move) for move in moves},
        "not_kept": not_kept,
        "stays_until": "what it is made of changes, or `openends rollback --forward`",
    }


def forward(session: Session) -> Facts:
    """Show again what was taken back; what is not kept any more is made anew by the next run."""
    study_id, outputs = session.study.study_id, session.workspace.outputs(session.study.study_id)
    with locked(session.workspace.interim(study_id), session.clock):
        withdrawn = read_withdrawn(outputs)
        if not withdrawn:
            raise OutputsChanged(f"{outputs}: nothing is rolled back")
        moves = [
            Move(name, _shown(outputs, name), outputs / VERSIONS / entry["version"])
            for name, entry in sorted(withdrawn.items())
        ]
        kept = [move for move in moves if not differences(move.then)]
        _carry_out(outputs, kept)
        write_withdrawn(outputs, {})
    return {
        "study": study_id,
        "outcome": "forward again",
        "shown": {move.name: _in_words(move) for move in kept},
        "made_anew_by_the_next_run": [move.name for move in moves if move not in kept],
    }


def _before(outputs: Path, name: str) -> Move:
    """Return the move of `outputs/name` to the newest whole version before the one it shows."""
    now = _shown(outputs, name)
    versions = versions_of(outputs / VERSIONS, name)
    older = versions[versions.index(now) + 1 :] if now in versions else []
    for version in older:
        if not differences(version):
            return Move(name, now, version)
    raise OutputsChanged(
        f"{outputs / name}: no version before the one shown is kept whole; "
        "`retention.versions` in configs/operation.yaml says how many are kept"
    )


def _with_waves(report: Move, outputs: Path, not_kept: list[str]) -> Iterator[Move]:
    """Yield the waves as *report* knew them, then *report*; it is to agree with what it shows."""
    wanted = _inputs_by_wave(_inputs(report.then))
    for wave, inputs in wanted.items():
        now = _shown(outputs, wave)
        if _inputs(now) == inputs:
            continue
        same = [v for v in versions_of(outputs / VERSIONS, wave) if _inputs(v) == inputs]
        whole = next((version for version in same if not differences(version)), None)
        if whole is None:
            not_kept.append(wave)
        else:
            yield Move(wave, now, whole)
    yield report


def _inputs_by_wave(inputs: Mapping[str, str]) -> dict[str, dict[str, str]]:
    waves: dict[str, dict[str, str]] = {}
    for name, digest in inputs.items():
        wave, _, what = name.partition(" ")
        waves.setdefault(wave, {})[what] = digest
    return waves


def _carry_out(outputs: Path, moves: list[Move]) -> None:
    for move in moves:
        show(outputs, move.name, move.then.name)


def _shown(outputs: Path, name: str) -> Path:
    """Return the version that `outputs/name` shows, or raise OutputsChanged if it shows none."""
    version = (outputs / name).resolve()
    if read_manifest(version) is None or version.parent != (outputs / VERSIONS).resolve():
        raise OutputsChanged(f"{outputs / name}: nothing is published there")
    return outputs / VERSIONS / version.name


def _inputs(version: Path) -> dict[str, str]:
    return dict((read_manifest(version) or {}).get("inputs", {}))


def _in_words(move: Move) -> str:
    """Return which version took the place of which, and in what they differ."""
    made, before = (_made_at(version) for version in (move.then, move.now))
    here, there = _inputs(move.then), _inputs(move.now)
    names = {name for name in {**here, **there} if here.get(name) != there.get(name)}
    what = ", ".join(sorted(names)) or "nothing it is made of"
    return f"made {made} instead of {before} ({move.now.name}); what differs: {what}"


def _made_at(version: Path) -> str:
    return str((read_manifest(version) or {}).get("made_at", "at an unknown time"))
