import os
import stat

import pytest

from flows.folders import opened_for_owner, own_folder, refuse_links
from nlp.contracts.errors import WorkspaceError


def modes(*paths):
    return [oct(stat.S_IMODE(path.stat().st_mode)) for path in paths]


def test_what_is_made_on_the_way_is_for_its_owner_only(tmp_path):
    """
    Every folder that was missing is private; one that was there stays as it was.
    """
    tmp_path.chmod(0o755)

    folder = own_folder(tmp_path / "data" / "interim" / "small")

    assert ["0o755", "0o700", "0o700", "0o700"] == modes(
        tmp_path, folder.parent.parent, folder.parent, folder
    )
    assert folder == own_folder(folder)


def test_a_file_is_opened_for_its_owner_and_never_through_a_link(tmp_path):
    """
    What is made is private, and a link that somebody planted is not followed.
    """
    with open(tmp_path / ".lock", "a+", opener=opened_for_owner) as file:
        file.write("held")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")

    assert ["0o600"] == modes(tmp_path / ".lock")
    with pytest.raises(OSError, match="symbolic"):
        os.close(opened_for_owner(str(tmp_path / "link"), os.O_RDWR | os.O_CREAT))
    assert not (tmp_path / "elsewhere").exists()


def test_links_below_the_root_are_refused_and_those_above_are_not_looked_at(tmp_path):
    """
    Where the project itself stands is its owner's affair; what is below must be what it seems.
    """
    (tmp_path / "real" / "data").mkdir(parents=True)
    root = tmp_path / "shortcut"
    root.symlink_to(tmp_path / "real")
    refuse_links(root, [root / "data" / "interim"])
    (root / "outputs").symlink_to(tmp_path)

    with pytest.raises(WorkspaceError, match=f"{root}/outputs is a link"):
        refuse_links(root, [root / "data", root / "outputs" / "small"])
