import stat

import pytest

from flows.secret_files import make_secret, read_secret
from nlp.contracts.errors import WorkspaceError


def test_a_secret_is_for_its_owner_only(tmp_path):
    """
    The file and its folder are closed to others, and the file holds what was given.
    """
    path = tmp_path / "private" / "some.key"

    make_secret(path, "hush")

    assert "hush" == read_secret(path, "it", "so it is")
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    assert 0o700 == stat.S_IMODE(path.parent.stat().st_mode)
    assert [path] == list(path.parent.iterdir())


def test_a_secret_that_is_there_stays(tmp_path):
    """
    Of two that make one at the same time, the first one's is everybody's.
    """
    path = tmp_path / "some.key"
    make_secret(path, "first")

    make_secret(path, "second")

    assert "first" == read_secret(path, "it", "so it is")


@pytest.mark.parametrize("mode", [0o640, 0o604])
def test_a_secret_that_others_may_read_is_refused(tmp_path, mode):
    """
    Others have seen it, perhaps: that is told with what it would mean to make another.
    """
    path = tmp_path / "some.key"
    make_secret(path, "hush")
    path.chmod(mode)

    with pytest.raises(WorkspaceError, match=r"may read the word; .* \(doors shut\)"):
        read_secret(path, "the word", "doors shut")


def test_a_link_is_no_secret(tmp_path):
    """
    Who can put a link there can choose the secret.
    """
    make_secret(tmp_path / "theirs.key", "known to them")
    link = tmp_path / "ours.key"
    link.symlink_to("theirs.key")

    with pytest.raises(WorkspaceError, match="others on this machine"):
        read_secret(link, "it", "so it is")
