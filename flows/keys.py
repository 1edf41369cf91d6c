"""The secret that respondents' pseudonyms are made with: one per workspace, never in git."""

import os
import secrets
import stat
from pathlib import Path

from flows.folders import own_folder
from flows.surroundings import PSEUDONYM_KEY, said_by_a_person
from flows.workspace import Workspace
from nlp.contracts.errors import WorkspaceError

_FEWEST_CHARACTERS = 32
_BYTES = 32


def pseudonym_key(workspace: Workspace) -> bytes:
    """Return the key of OPENENDS_PSEUDONYM_KEY, else of the workspace's file, made if missing.

    Raises WorkspaceError if others may read the file, or the key is short.
    """
    key = known_key(workspace)
    if key is None:
        _make(workspace.key_file)
        key = _read(workspace.key_file)
    return key


def known_key(workspace: Workspace) -> bytes | None:
    """Return the key if there is one; none is made."""
    said = said_by_a_person(PSEUDONYM_KEY)
    if said is not None:
        return _sound(said, f"the environment variable {PSEUDONYM_KEY}")
    return _read(workspace.key_file) if workspace.key_file.exists() else None


def key_for_a_look(workspace: Workspace) -> bytes:
    """Return the key if there is one, else one that is good for this once: a look keeps none."""
    return known_key(workspace) or secrets.token_bytes()


def _make(path: Path) -> None:
    """Write a new key; if another run does so at this moment, its key stays."""
    own_folder(path.parent).chmod(0o700)
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(aside)
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def _read(path: Path) -> bytes:
    if stat.S_IMODE(path.stat().st_mode) & 0o077 or path.is_symlink():
        raise WorkspaceError(
            f"{path}: others on this machine may read the key of the pseudonyms; "
            f"chmod 600 it, or make a new one if they did (all pseudonyms then change)"
        )
    return _sound(path.read_text("utf-8"), str(path))


def _sound(text: str, place: str) -> bytes:
    key = text.strip()
    if len(key) < _FEWEST_CHARACTERS:
        raise WorkspaceError(
            f"{place}: the key of the pseudonyms has {len(key)} characters; at least "
            f"{_FEWEST_CHARACTERS} are needed: python -c 'import secrets; "
            f"print(secrets.token_hex({_BYTES}))' makes one"
        )
    return key.encode()
