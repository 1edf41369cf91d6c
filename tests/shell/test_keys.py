import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from flows.keys import pseudonym_key
from flows.surroundings import PSEUDONYM_KEY
from nlp.contracts.errors import WorkspaceError
from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def _no_key_is_set(monkeypatch):
    monkeypatch.delenv(PSEUDONYM_KEY, raising=False)


def key_file(root):
    return root / "data" / "private" / "pseudonym.key"


def test_a_key_is_made_once_for_its_owner_only(root, workspace):
    """
    The first run makes a key that only its owner can read; every other run reads the same.
    """
    key = pseudonym_key(workspace)

    assert key == pseudonym_key(workspace)
    assert 64 == len(bytes.fromhex(key.decode())) * 2
    assert 0o600 == stat.S_IMODE(key_file(root).stat().st_mode)
    assert 0o700 == stat.S_IMODE(key_file(root).parent.stat().st_mode)
    assert [key_file(root)] == list(key_file(root).parent.iterdir())


def test_runs_that_start_together_agree_on_the_key(workspace):
    """
    Whoever comes second takes the key of the first.
    """
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(pseudonym_key, [workspace] * 16))
    assert 1 == len(keys)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_that_others_may_read_is_refused(root, workspace, mode):
    """
    A key known to others makes no pseudonyms; the error says how to mend it, without the key.
    """
    key = pseudonym_key(workspace).decode()
    key_file(root).chmod(mode)

    with pytest.raises(WorkspaceError, match="chmod 600") as refused:
        pseudonym_key(workspace)
    assert key not in str(refused.value)


def test_a_key_behind_a_link_is_refused(root, workspace):
    """
    Where the key lies is where it is guarded.
    """
    pseudonym_key(workspace)
    moved = key_file(root).rename(root / "elsewhere.key")
    key_file(root).symlink_to(moved)

    with pytest.raises(WorkspaceError, match=r"pseudonym\.key"):
        pseudonym_key(workspace)


def test_the_environment_may_hold_the_key(root, workspace, monkeypatch):
    """
    Where a secret must not lie in a file, none is made; white space around it does not count.
    """
    monkeypatch.setenv(PSEUDONYM_KEY, " " + "ab" * 32 + "\n")

    assert b"ab" * 32 == pseudonym_key(workspace)
    assert not key_file(root).parent.exists()


@pytest.mark.parametrize("short", ["", "guessable"])
def test_a_short_key_is_refused(workspace, monkeypatch, short):
    """
    A key that can be guessed makes pseudonyms that can be undone.
    """
    monkeypatch.setenv(PSEUDONYM_KEY, short)

    with pytest.raises(WorkspaceError, match="at least 32 are needed"):
        pseudonym_key(workspace)


def test_keys_are_kept_out_of_git():
    """
    The folder of the key is one that git passes over.
    """
    assert "data/private/" in (ROOT / ".gitignore").read_text().splitlines()
