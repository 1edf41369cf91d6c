"""The watched folder: what lies in it, and which wave of which study a file's name says it is.

`<inbox>/<study>/<wave>.<suffix>` is the only name that is taken. What is called otherwise, and
what is no plain file, is set aside in `<inbox>/.refused/`, each with a `reason.txt` beside it.
"""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.clock import Clock
from flows.durable import move, sync, write_whole
from flows.exports.suffixes import suffix_of
from flows.files import read_study
from flows.workspace import Workspace
from nlp.contracts.errors import SourceDataError, StudyConfigError, WorkspaceError
from nlp.contracts.settings import did_you_mean
from nlp.contracts.study import Study

REFUSED = ".refused"

UNFINISHED = (".part", ".partial", ".filepart", ".crdownload", ".tmp")
"""How names end that browsers and copying programs give to what is not there as a whole yet."""


class Refused(Exception):  # noqa: N818  (a verdict on a file, never seen outside)
    """What lies in the inbox is no wave's export, for the reason given."""


@dataclass(frozen=True)
class Addressed:
    """A file whose name says which wave of which study it is."""

    path: Path
    study: Study
    wave: str
    target: Path
    """Where the study file says that the export of the wave lies."""


def open_inbox(workspace: Workspace, folder: str) -> Path:
    """Return the inbox, made if missing, or raise StudyConfigError if it lies elsewhere."""
    inbox = workspace.root / folder
    if not _lies_in(workspace, inbox) or inbox.resolve() == workspace.root:
        raise StudyConfigError(
            f"operation.yaml: inbox.folder is {folder!r}; name a folder below {workspace.root}"
        )
    try:
        inbox.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceError(f"{inbox} cannot be made ({error.strerror})") from None
    return inbox


def files_in(inbox: Path) -> Iterator[Path]:
    """Yield what lies in the inbox and in its folders, but for what is still being written."""
    for path in _listed(inbox):
        if _is_folder(path):
            yield from _listed(path)
        else:
            yield path


def mark_of(path: Path) -> str:
    """Return what stays the same for as long as nobody writes to a file or replaces it."""
    found = path.lstat()
    return f"{found.st_size}:{found.st_mtime_ns}:{found.st_ino}"


def addressed(workspace: Workspace, inbox: Path, path: Path) -> Addressed:
    """Return whose export *path* is; raise Refused if its name says nobody's."""
    if not stat.S_ISREG(path.lstat().st_mode):
        raise Refused("it is no plain file: folders in folders, links and devices are not taken")
    if path.parent == inbox:
        raise Refused("it lies beside the folders of the studies; put it in <study>/<wave>.csv")
    known = workspace.study_ids
    study_id = path.parent.name
    if study_id not in known:
        raise Refused(f"no study is called like its folder; {did_you_mean(study_id, known)}")
    study = read_study(workspace, study_id)
    wave, suffix = _wave_and_suffix(path)
    if wave not in study.waves:
        raise Refused(
            f"{study_id}.yaml has no such wave ({did_you_mean(wave, study.waves)}); name the file "
            "like its wave, or add the wave to the study file, and put it in again"
        )
    return Addressed(path, study, wave, _target(workspace, study, wave, suffix))


def set_aside(inbox: Path, path: Path, reason: str, clock: Clock) -> Path:
    """Move *path* out of the way, with the reason beside it; return where it is."""
    home = inbox / REFUSED
    home.mkdir(mode=0o700, exist_ok=True)
    stem = clock().strftime("%Y%m%dT%H%M%SZ")
    taken = {folder.name for folder in home.iterdir()}
    name = next(n for n in (f"{stem}-{i}" for i in range(len(taken) + 1)) if n not in taken)
    folder = home / name
    folder.mkdir(mode=0o700)
    write_whole(folder / "reason.txt", f"Not taken: {reason}.\n")
    inner = "named-reason.txt" if path.name == "reason.txt" else path.name
    move(path, folder / inner)
    sync(path.parent)
    return folder


def _listed(folder: Path) -> list[Path]:
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise WorkspaceError(f"{folder} cannot be listed ({error.strerror})") from None
    return [path for path in paths if not _is_unfinished(path.name)]


def _is_unfinished(name: str) -> bool:
    return name.startswith((".", "~")) or name.lower().endswith((*UNFINISHED, "~"))


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _wave_and_suffix(path: Path) -> tuple[str, str]:
    try:
        suffix = suffix_of(path)
    except SourceDataError:
        raise Refused("its name ends like no export that can be read") from None
    return path.name[: -len(suffix)], suffix


def _target(workspace: Workspace, study: Study, wave: str, suffix: str) -> Path:
    source = study.waves[wave].source
    target = workspace.source_file(source)
    if not _lies_in(workspace, target):
        raise Refused(
            f"waves.{wave}.source in {study.study_id}.yaml lies outside the project's folder, "
            "where nothing is put; name a file below data/"
        )
    expected = suffix_of(target)
    if suffix != expected:
        raise Refused(
            f"it ends in {suffix}, and waves.{wave}.source in {study.study_id}.yaml in "
            f"{expected}; deliver it so, or correct the study file and put it in again"
        )
    return target


def _lies_in(workspace: Workspace, path: Path) -> bool:
    return path.resolve().is_relative_to(workspace.root.resolve())
