"""Secrets in files that only their owner reads: made once, refused where others may look."""

import os
import secrets
import stat
from pathlib import Path

from flows.folders import own_folder
from nlp.contracts.errors import WorkspaceError


def make_secret(path: Path, content: str) -> None:
    """Write *content* to *path*; if another run does so at this moment, its content stays."""
    own_folder(path.parent).chmod(0o700)
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(aside)
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def read_secret(path: Path, what: str, then: str) -> str:
    """Return what *path* holds; WorkspaceError if others may read it, with what happens *then*."""
    if stat.S_IMODE(path.stat().st_mode) & 0o077 or path.is_symlink():
        raise WorkspaceError(
            f"{path}: others on this machine may read {what}; "
            f"chmod 600 it, or make a new one if they did ({then})"
        )
    return path.read_text("utf-8").strip()
