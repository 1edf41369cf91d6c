"""A file of the inbox is put where the study file says its wave's export lies."""

import hashlib
import os
import shutil
import stat
from pathlib import Path

from flows.deliveries import keep_unread, read_ledger
from flows.digests import digest_of_file
from flows.durable import sync, whole
from flows.inbox import Addressed, mark_of
from flows.keys import key_for_a_look
from flows.locking import locked
from flows.people import holds_forgotten
from flows.session import Session
from nlp.contracts.errors import WorkspaceError
from nlp.intake.answers import read_answers
from nlp.intake.limits import check_limits
from nlp.intake.recoding import recode

_CHUNK = 1 << 20


class StillChanging(Exception):  # noqa: N818  (it asks for patience, and is never seen outside)
    """The file was written to, or replaced, while it was looked at."""


def own_copy(path: Path, mark: str, folder: Path) -> tuple[Path, str]:
    """Return a private copy of *path*, which nobody else writes to, and its sha256.

    The file may not be what it was when it was listed: a link that was put in its place is not
    followed, and one whose *mark* has changed is left for the next look.
    """
    copy = folder / path.name
    digest = hashlib.sha256()
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise WorkspaceError(f"the file cannot be opened ({error.strerror})") from None
    with os.fdopen(handle, "rb") as dropped, copy.open("wb") as ours:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise StillChanging
        while chunk := dropped.read(_CHUNK):
            digest.update(chunk)
            ours.write(chunk)
        _refuse_other(path, mark, handle)
    return copy, digest.hexdigest()


def check_export(session: Session, wave: str, copy: Path) -> None:
    """Raise what a run would raise if *copy* were the export of *wave*; keep nothing of it."""
    from flows.reading import read_wave

    study = session.study_of(wave)
    delivered = read_wave(session, wave, copy, key_for_a_look(session.workspace))
    answers = recode(read_answers(delivered, study, wave), study.closed_questions)
    check_limits(delivered, answers, study, wave)


def put_in_place(session: Session, address: Addressed, copy: Path, sha256: str) -> None:
    """Make *copy* the export of its wave; the one before it is kept among the deliveries.

    One that holds somebody forgotten is not: it was not ours to change, and a copy would be. The
    study is locked meanwhile, so that no run reads one export and then another.
    """
    with locked(session.workspace.interim(session.study.study_id), session.clock):
        target = address.target
        if target.is_file() and not target.is_symlink():
            if digest_of_file(target) == sha256:
                return
            if not holds_forgotten(session, address.wave, target):
                keep_unread(session, address.wave)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with whole(target) as aside:
            shutil.copyfile(copy, aside)
            if digest_of_file(aside) != sha256:
                raise WorkspaceError(f"{target}: the disk did not keep what was written")


def remove_from_inbox(path: Path, mark: str) -> None:
    """Delete *path*, unless it is another file by now."""
    if mark_of(path) == mark:
        path.unlink()
        sync(path.parent)


def run_key(session: Session, wave: str, sha256: str) -> str:
    """Return what names the run that a delivery asks for: study, wave and content.

    A content that comes back after another one was read asks for another run: it is numbered.
    """
    earlier = [entry["sha256"] for entry in read_ledger(session, wave)]
    times = earlier.count(sha256) + (earlier[-1:] != [sha256])
    key = f"{session.study.study_id}:{wave}:{sha256}"
    return key if times == 1 else f"{key}:{times}"


def _refuse_other(path: Path, mark: str, handle: int) -> None:
    found = os.fstat(handle)
    try:
        now = mark_of(path)
    except FileNotFoundError:
        raise StillChanging from None
    if not mark == now == f"{found.st_size}:{found.st_mtime_ns}:{found.st_ino}":
        raise StillChanging
