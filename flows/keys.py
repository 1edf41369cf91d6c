"""The secret that respondents' pseudonyms are made with: one per workspace, never in git."""

import secrets
from pathlib import Path

from flows.secret_files import make_secret, read_secret
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
        make_secret(workspace.key_file, secrets.token_hex(_BYTES))
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


def _read(path: Path) -> bytes:
    return _sound(read_secret(path, "the key of the pseudonyms", "all pseudonyms change"), path)


def _sound(text: str, place: object) -> bytes:
    key = text.strip()
    if len(key) < _FEWEST_CHARACTERS:
        raise WorkspaceError(
            f"{place}: the key of the pseudonyms has {len(key)} characters; at least "
            f"{_FEWEST_CHARACTERS} are needed: python -c 'import secrets; "
            f"print(secrets.token_hex({_BYTES}))' makes one"
        )
    return key.encode()
