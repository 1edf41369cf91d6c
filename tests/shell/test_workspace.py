import stat

import pytest

from flows.workspace import Workspace, open_workspace
from nlp.contracts.errors import StudyConfigError, WorkspaceError


def test_an_unknown_study_is_answered_with_the_nearest_name(workspace):
    """
    A slip of the pen in the study's name is met with the name that was meant.
    """
    with pytest.raises(StudyConfigError, match=r"unknown study 'smal' .*; did you mean small\?"):
        workspace.study_file("smal")


@pytest.mark.parametrize(
    "name", ["../small", "/etc/passwd", "..", "", "studies/small", "small.yaml"]
)
def test_a_name_cannot_leave_the_folder_of_studies(root, name):
    """
    Only the name of a file in configs/studies is a study; a path is not.
    """
    (root / "configs" / "small.yaml").touch()

    with pytest.raises(StudyConfigError, match="unknown study"):
        Workspace(root).study_file(name)


def test_a_folder_without_studies_is_no_workspace(tmp_path):
    """
    Started in the wrong folder, a command says where it looked and how to name the right one.
    """
    with pytest.raises(WorkspaceError, match=f"no folder configs/studies in {tmp_path}.*--root"):
        open_workspace(tmp_path)


def test_tables_are_for_their_owner_only(workspace):
    """
    The folder that holds what respondents wrote can be entered by nobody else.
    """
    folder = workspace.interim("small", "w1")

    assert 0o700 == stat.S_IMODE(folder.stat().st_mode)
    assert 0o700 == stat.S_IMODE(workspace.interim("small").stat().st_mode)


def test_lexicons_come_in_the_order_of_their_names(workspace):
    """
    What finds terms does not depend on the order in which the disk lists files.
    """
    names = [path.stem for path in workspace.lexicon_files]

    assert ["benefits", "regulation", "risks"] == names
