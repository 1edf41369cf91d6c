"""The watch: what comes to rest in the inbox is taken, and the run of its wave is started.

Each step is written down before the next, and each may be done twice: whoever dies in between
leaves a file that is still there, or an entry whose run is still to be started.
"""

import logging
import shutil
from pathlib import Path

from flows.clock import Clock
from flows.digests import digest_of_code, digest_of_file, digest_of_text
from flows.files import read_operation
from flows.following import Following
from flows.guarding import guarded
from flows.inbox import Addressed, Refused, addressed, files_in, mark_of, open_inbox, set_aside
from flows.inbox_ledger import InboxLedger, Seen, Sight, Taken
from flows.locking import locked
from flows.session import Session, open_session
from flows.starting import Starter
from flows.taking import (
    StillChanging,
    check_export,
    own_copy,
    put_in_place,
    remove_from_inbox,
    run_key,
)
from flows.workspace import Workspace
from nlp.contracts.errors import OpenEndsError, SourceDataError, WorkspaceError

log = logging.getLogger(__name__)

MEMORY = "_inbox"
"""The private folder of what the watch remembers; no study can be named so."""


class Watch:
    """Looks at the inbox of a project, again and again."""

    def __init__(self, workspace: Workspace, clock: Clock, starter: Starter) -> None:
        settings = read_operation(workspace).inbox
        self._workspace = workspace
        self._clock = clock
        self._starter = starter
        self._settled_seconds = settings.settled_seconds
        self._memory = workspace.interim(MEMORY)
        self.inbox = open_inbox(workspace, settings.folder)
        self.every_seconds = settings.every_seconds

    def look(self) -> Seen:
        """Take what has come to rest, start what is to be started, and say what came of it.

        Raises WorkspaceError while another watch looks at the same inbox, or the disk is full.
        """
        try:
            with locked(self._memory, self._clock):
                return self._look()
        except OSError as error:
            raise WorkspaceError(
                f"{self._memory} cannot be written ({error.strerror}); nothing is lost: free "
                "space or correct its permissions, and look again"
            ) from None

    def _look(self) -> Seen:
        self._delete_copies()
        ledger, seen = InboxLedger(self._memory), Seen()
        following = Following(self._workspace, self._clock, self._starter, ledger, seen)
        following.follow_up()
        self._look_at_all(ledger, seen)
        following.follow_up()
        return seen

    def _delete_copies(self) -> None:
        """Delete the copies of exports that a look which was killed had in hand."""
        for folder in self._memory.iterdir():
            if folder.is_dir() and not folder.is_symlink():
                shutil.rmtree(folder)

    def _look_at_all(self, ledger: InboxLedger, seen: Seen) -> None:
        names = set()
        for path in files_in(self.inbox):
            name = str(path.relative_to(self.inbox))
            names.add(name)
            try:
                self._look_at(path, name, ledger, seen)
            except FileNotFoundError:
                continue  # taken away again; if it comes back, it is seen anew
            except StillChanging:
                seen.wait(name, "it is being written to")
            except OpenEndsError as error:
                seen.wait(name, str(error))
            except OSError as error:
                seen.wait(name, f"it cannot be taken ({error.strerror})")
        ledger.forget_all_but(names)
        ledger.save()

    def _look_at(self, path: Path, name: str, ledger: InboxLedger, seen: Seen) -> None:
        mark = mark_of(path)
        if not ledger.has_settled(name, mark, self._clock(), self._settled_seconds):
            seen.wait(name, "it may still be written to")
            return
        try:
            address = addressed(self._workspace, self.inbox, path)
        except Refused as verdict:
            folder = set_aside(self.inbox, path, str(verdict), self._clock)
            log.warning("the inbox held what is not taken: %s", folder.name)
            seen.refused.append({"folder": str(folder), "reason": str(verdict)})
            return
        taken = self._take(address, ledger.sights[name])
        ledger.add(taken)
        remove_from_inbox(path, mark)
        log.info("%s %s: taken from the inbox", taken.study, taken.wave)
        seen.taken.append({**taken.name, "sha256": taken.sha256})

    def _take(self, address: Addressed, sight: Sight) -> Taken:
        """Put a copy of the file in its place, if it can be read; else what is there stays."""
        study_id, wave = address.study.study_id, address.wave
        if sight.tried == self._tried_with(study_id, sight):
            raise SourceDataError(sight.why)  # it was read before, and nothing has changed since
        session = open_session(self._workspace, study_id, self._clock)
        folder = self._workspace.interim(MEMORY, study_id)
        copy, sha256 = own_copy(address.path, sight.mark, folder)
        try:
            self._check(session, address, copy, sight)
            put_in_place(session, address, copy, sha256)
        finally:
            copy.unlink(missing_ok=True)
        key = run_key(session, wave, sha256)
        return Taken(study_id, wave, sha256, self._clock().isoformat(), key)

    def _tried_with(self, study_id: str, sight: Sight) -> str:
        """Return the digest of all that decides whether the file can be read."""
        study_file = digest_of_file(self._workspace.study_file(study_id))
        return digest_of_text(sight.mark, study_file, digest_of_code())

    def _check(self, session: Session, address: Addressed, copy: Path, sight: Sight) -> None:
        """Raise what is wrong with the export, and remember it for the next look.

        It may be wrong in a way that nobody foresaw: the watch goes on, and quotes nobody.
        """
        study_id, wave = session.study.study_id, address.wave
        what = f"{study_id} {wave}: the look at what was dropped"
        try:
            guarded(
                self._workspace.interim(study_id), what, lambda: check_export(session, wave, copy)
            )
        except OpenEndsError as error:
            name = type(error).__name__
            sight.why, sight.tried = str(error), self._tried_with(study_id, sight)
            log.warning("%s %s: what was dropped cannot be used (%s)", study_id, wave, name)
            raise
