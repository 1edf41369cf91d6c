import stat

import pytest

from flows.folders import own_folder, refuse_links
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
