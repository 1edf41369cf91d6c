"""Folders that a run writes to: for their owner only, and where they seem to be."""

from collections.abc import Iterable
from pathlib import Path

from nlp.contracts.errors import WorkspaceError


def own_folder(folder: Path) -> Path:
    """Return *folder*, made if missing; what is made on the way is for its owner only."""
    for place in reversed((folder, *folder.parents)):
        if not place.exists():
            place.mkdir(mode=0o700, exist_ok=True)  # whatever the umask says
    return folder


def refuse_links(root: Path, places: Iterable[Path]) -> None:
    """Raise WorkspaceError if one of *places* below *root* is reached by a link.

    What is written there would land elsewhere: outside of the project, or among the files of
    another study.
    """
    for written in places:
        for place in (written, *written.parents):
            if place == root:
                break
            if place.is_symlink():
                raise WorkspaceError(
                    f"{place} is a link, and a run would write where it leads; delete the link, "
                    "and mount what it leads to, or move the project there (--root)"
                )
