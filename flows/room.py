"""Is there room for what a run writes? Tried before any work is done."""

from pathlib import Path

from flows.durable import aside_of, writing_to
from flows.files import codebook_path
from flows.folders import own_folder
from flows.session import Session

_BYTES = 64 * 1024
"""What is written on trial: as much as a small table."""


def own_folders(session: Session) -> tuple[Path, ...]:
    """Return the folders below which nobody but the run that holds the study's lock writes."""
    workspace, study_id = session.workspace, session.study.study_id
    return workspace.interim(study_id), workspace.raw(study_id), workspace.outputs(study_id)


def refuse_unwritable(session: Session) -> None:
    """Raise WorkspaceError unless each folder that a run writes to takes a file."""
    workspace = session.workspace
    folders = [*own_folders(session), workspace.vectors]
    if codebook_path(workspace, session.study.study_id) is None:
        folders.append(workspace.draft_file(session.study.study_id).parent)
    for folder in folders:
        with writing_to(folder):
            own_folder(folder)
            _try(folder)


def _try(folder: Path) -> None:
    trial = aside_of(folder / "trial")
    try:
        trial.write_bytes(bytes(_BYTES))
    finally:
        trial.unlink(missing_ok=True)
