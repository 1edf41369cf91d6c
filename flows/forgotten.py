"""The list of those who asked to be forgotten: keyed hashes of ids, from which nobody is told."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.digests import digest_of_file
from flows.durable import write_whole
from flows.folders import own_folder
from flows.keys import known_key, pseudonym_key
from flows.workspace import Workspace
from nlp.contracts.errors import WorkspaceError
from nlp.contracts.ids import pseudonym

if TYPE_CHECKING:
    from nlp.intake.forgotten import IsForgotten

Days = dict[str, str]
"""By the keyed hash of an id the day on which its owner was forgotten."""


def list_file(workspace: Workspace, study_id: str) -> Path:
    """Return where the list of a study lies: beside the key that it is made with."""
    return workspace.key_file.parent / "forgotten" / f"{study_id}.json"


def digest_of_forgotten(workspace: Workspace, study_id: str) -> str:
    """Return what changes when somebody else is forgotten."""
    path = list_file(workspace, study_id)
    return digest_of_file(path) if path.is_file() else "none"


def forgotten_in(workspace: Workspace, study_id: str) -> "IsForgotten | None":
    """Return what tells of an id, as delivered or published, whether it is forgotten.

    None where nobody is.

    Raises WorkspaceError if the list was made with another key or cannot be read: nobody comes
    back because a file is damaged.
    """
    if not list_file(workspace, study_id).is_file():
        return None
    days, key = _read(workspace, study_id), known_key(workspace) or b""

    def is_forgotten(respondent_id: str) -> bool:
        names = (respondent_id, pseudonym(key, study_id, respondent_id))
        return any(_token(key, study_id, name) in days for name in names)

    return is_forgotten


def add_forgotten(workspace: Workspace, study_id: str, ids: Iterable[str], day: str) -> None:
    """Write down that the owner of *ids* is forgotten, whatever of their ids is met again."""
    path, key = list_file(workspace, study_id), pseudonym_key(workspace)
    days = _read(workspace, study_id) if path.is_file() else {}
    for respondent_id in ids:
        days.setdefault(_token(key, study_id, respondent_id), day)
    own_folder(path.parent)
    content = {"key": _mark_of(key, study_id), "forgotten": dict(sorted(days.items()))}
    write_whole(path, json.dumps(content, indent=1))


def _read(workspace: Workspace, study_id: str) -> Days:
    path, key = list_file(workspace, study_id), known_key(workspace) or b""
    try:
        content: dict[str, Any] = json.loads(path.read_text("utf-8"))
        mark, days = content["key"], {str(k): str(day) for k, day in content["forgotten"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        mark, days = None, {}
    if mark is None:
        raise WorkspaceError(
            f"{path}, the list of those who asked to be forgotten, cannot be read; restore it "
            "from your backup: without it they would come back"
        )
    if mark != _mark_of(key, study_id):
        raise WorkspaceError(
            f"{path} was made with another key of the pseudonyms; restore that key: without it "
            "nobody on the list is known"
        )
    return days


def _token(key: bytes, study_id: str, respondent_id: str) -> str:
    return pseudonym(key, study_id, f"forgotten\x1f{respondent_id}")


def _mark_of(key: bytes, study_id: str) -> str:
    """Return what tells one key from another, and gives neither away."""
    return pseudonym(key, study_id, "forgotten")
