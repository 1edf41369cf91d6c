"""Everything that a run writes is for its owner only, whatever the umask of whoever starts it."""

import os
import stat

import pytest

from flows.durable import whole
from flows.run_study import plainly, run_study
from tests.security.canaries import write_marked_workspace
from tests.shell.small_session import open_small


@pytest.fixture
def generous():
    """A umask that hides nothing."""
    before = os.umask(0)
    yield
    os.umask(before)


def modes_of_new(root, before):
    """Return the modes of all files and folders below *root* that were not there *before*."""
    new = [path for path in root.rglob("*") if path not in before and not path.is_symlink()]
    return {path: stat.S_IMODE(path.stat().st_mode) for path in new}


def test_files_and_folders_of_a_run_are_for_their_owner_only(tmp_path, generous):
    """
    Tables, vectors, copies, keys, versions, pages: files 0600, folders 0700.
    """
    write_marked_workspace(tmp_path, pseudonymise=True)
    before = {*tmp_path.rglob("*")}

    run_study(open_small(tmp_path), ["w1", "w2"], plainly)

    modes = modes_of_new(tmp_path, before)
    assert {".parquet", ".html", ".xlsx", ".key", ".json", ""} <= {p.suffix for p in modes}
    assert {} == {
        path.relative_to(tmp_path): oct(mode)
        for path, mode in modes.items()
        if mode != (0o700 if path.is_dir() else 0o600)
    }


def test_what_made_a_run_fall_over_is_for_its_owner_only(tmp_path, generous, monkeypatch):
    """
    So is the file that may quote answers.
    """
    from tests.security.failing import fall_over

    write_marked_workspace(tmp_path)
    fall_over("screen", "an answer", monkeypatch)

    with pytest.raises(Exception, match="fell over"):
        run_study(open_small(tmp_path), ["w1"], plainly)

    details = tmp_path / "data" / "interim" / "small" / "failure.txt"
    assert 0o600 == stat.S_IMODE(details.stat().st_mode)


def test_a_draft_that_quotes_people_is_for_its_owner_only(tmp_path, generous, monkeypatch):
    """
    And a codebook draft, which stands among files that people share.
    """
    from flows import propose_codebook

    write_marked_workspace(tmp_path)
    session = open_small(tmp_path)
    draft = session.workspace.draft_file("small")
    monkeypatch.setattr(propose_codebook, "evidence", lambda *args: {})
    redraft = propose_codebook.Redraft(session.codebook, {}, ())

    propose_codebook.write_draft(session, redraft, ["w1"], None, {})

    assert 0o600 == stat.S_IMODE(draft.stat().st_mode)


def test_what_is_half_written_is_for_its_owner_only(tmp_path, generous):
    """
    Also while it is written, so that a run which is killed leaves nothing to read.
    """
    with whole(tmp_path / "draft.yaml") as aside:
        assert 0o600 == stat.S_IMODE(aside.stat().st_mode)
        aside.write_text("an answer", "utf-8")
        assert 0o600 == stat.S_IMODE(aside.stat().st_mode)
