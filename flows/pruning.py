"""`openends prune`: what no study needs any more goes; all of it could be made again."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.clock import Clock, now
from flows.durable import leftovers
from flows.files import read_operation
from flows.locking import locked
from flows.publishing import VERSIONS, outdated, read_manifest
from flows.rederiving import CODEBOOKS
from flows.runs import WaveRun
from flows.session import Session, open_session
from flows.sharding.spread import FOLDER as PARTS
from flows.tracing import COMPARED, compared_folders
from flows.vector_needs import Needs, Unneeded, drop, needs_of, unneeded
from flows.workspace import Workspace
from nlp.contracts.errors import AlreadyRunning, OpenEndsError

LEFT = "leftovers of runs that were killed"

_DAY = 24 * 60 * 60


@dataclass
class Waste:
    """What can go, by its kind, and what is left alone, with the reason."""

    paths: dict[str, list[Path]] = field(default_factory=dict)
    vectors: list[Unneeded] = field(default_factory=list)
    needs: Needs = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    def add(self, kind: str, paths: list[Path]) -> None:
        """Add *paths*; none is added twice."""
        known = {path for some in self.paths.values() for path in some}
        self.paths.setdefault(kind, []).extend(path for path in paths if path not in known)

    def counted(self) -> dict[str, dict[str, int]]:
        """Return how much there is of each kind."""
        counts = {
            kind: {"files": sum(map(_files, paths)), "bytes": sum(map(_bytes, paths))}
            for kind, paths in self.paths.items()
            if paths
        }
        if self.vectors:
            counts["vectors"] = {"vectors": sum(shard.vectors for shard in self.vectors)}
        return counts

    def delete(self) -> None:
        """Delete all of it."""
        for path in (path for paths in self.paths.values() for path in paths):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        drop(self.vectors, self.needs)


def prune(
    workspace: Workspace, study_id: str | None, dry_run: bool, clock: Clock = now
) -> dict[str, Any]:
    """Delete what no study needs any more, or say what that is.

    Without *study_id* all studies are gone through, and after them what they share: vectors and
    exports of models. A study that is running is left alone, and then so is what is shared.
    """
    ids = workspace.study_ids
    wanted = [workspace.study_file(study_id).stem] if study_id else ids
    waste = Waste()
    with ExitStack() as locks:
        held = [_held(locks, workspace, name, clock, waste, one=bool(study_id)) for name in wanted]
        sessions = [session for session in held if session is not None]
        for session in sessions:
            _look_through(session, waste)
        if study_id is None and len(sessions) == len(ids):
            _look_through_shared(workspace, sessions, waste, clock)
        counts = waste.counted()
        if not dry_run:
            waste.delete()
    return {
        "study": study_id or "all studies",
        "outcome": _outcome(counts, dry_run),
        "would_delete" if dry_run else "deleted": counts,
        "left_alone": waste.left,
    }


def _held(
    locks: ExitStack,
    workspace: Workspace,
    name: str,
    clock: Clock,
    waste: Waste,
    *,
    one: bool,
) -> Session | None:
    """Return the study, its lock held; None, with the reason, where that cannot be had."""
    try:
        session = open_session(workspace, name, clock)
        locks.enter_context(locked(workspace.interim(name), clock))
    except OpenEndsError as error:
        if one:
            raise
        why = "it is running" if isinstance(error, AlreadyRunning) else "it cannot be opened"
        waste.left += [f"{name}: {why}", "vectors and exports of models"]
        waste.left = list(dict.fromkeys(waste.left))
        return None
    return session


def _look_through(session: Session, waste: Waste) -> None:
    workspace, study_id = session.workspace, session.study.study_id
    interim, outputs = workspace.interim(study_id), workspace.outputs(study_id)
    retention = read_operation(workspace).retention
    for name in sorted(path.name for path in outputs.glob("*") if path.is_symlink()):
        shown = (outputs / name).resolve().name
        waste.add("old versions", outdated(outputs / VERSIONS, name, shown, retention.versions))
    codebooks = workspace.draft_file(study_id).parent
    left = leftovers(outputs, interim, workspace.raw(study_id))
    left += sorted((outputs / VERSIONS).glob(".*"))  # whoever writes there holds the lock
    left += [path for path in leftovers(codebooks) if path.name.startswith(f".{study_id}.")]
    waste.add(LEFT, list(dict.fromkeys(left)))
    needed = compared_folders(session.wave_order, session.delivered_waves)
    unlike = [path for path in (interim / COMPARED).glob("*") if path.name not in needed]
    waste.add("comparisons of waves", unlike)
    kept = set(_codebooks_in_use(outputs))
    unused = [path for path in (interim / CODEBOOKS).glob("*.json") if path.stem not in kept]
    waste.add("codebooks", unused)
    before = _before(session.clock, retention.unused_days)
    parts = [path for folder in interim.rglob(PARTS) for path in folder.iterdir()]
    waste.add("parts of stages", [path for path in parts if path.stat().st_mtime < before])
    waste.add("tables", list(_old_tables(session, before)))


def _look_through_shared(
    workspace: Workspace, sessions: list[Session], waste: Waste, clock: Clock
) -> None:
    """Find what no study needs of what all share; nothing is running."""
    before = _before(clock, read_operation(workspace).retention.unused_days)
    waste.add(LEFT, leftovers(workspace.vectors, workspace.exported_models))
    names = {session.encoder_of_answers.name for session in sessions}
    exports = [
        path
        for path in sorted(workspace.exported_models.glob("*.onnx"))
        if not path.name.startswith(tuple(f"{name}." for name in names))
    ]
    waste.add("exports of models", [path for path in exports if path.stat().st_mtime < before])
    waste.needs = needs_of(sessions)
    waste.vectors = unneeded(workspace.vectors, waste.needs, before)


def _old_tables(session: Session, before: float) -> Iterator[Path]:
    """Yield tables that belong to no finished run, and folders of waves that are no more."""
    interim = session.workspace.interim(session.study.study_id)
    for folder in sorted(path for path in interim.iterdir() if path.is_dir()):
        if folder.name.startswith("_"):
            continue
        run = WaveRun(folder)
        run.resume()
        known = {record.file for record in run.records.values()}
        tables = [path for path in folder.rglob("*") if path.is_file()]
        is_old = all(path.stat().st_mtime < before for path in tables)
        if folder.name not in session.study.waves:
            yield from [folder] if is_old else []
            continue
        for path in sorted(folder.glob("*.parquet")):
            if path.name not in known and path.stat().st_mtime < before:
                yield path


def _codebooks_in_use(outputs: Path) -> Iterator[str]:
    """Yield the digest of every codebook that a kept version was made with."""
    for version in (outputs / VERSIONS).glob("*"):
        yield str((read_manifest(version) or {}).get("codebook", {}).get("digest", ""))


def _before(clock: Clock, days: int) -> float:
    return clock().timestamp() - days * _DAY


def _outcome(counts: Mapping[str, object], dry_run: bool) -> str:
    if not counts:
        return "nothing to prune"
    return "would be pruned" if dry_run else "pruned"


def _files(path: Path) -> int:
    return sum(1 for file in path.rglob("*") if file.is_file()) if path.is_dir() else 1


def _bytes(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.lstat().st_size for file in files if not file.is_dir())
