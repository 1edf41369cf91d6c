"""Is it found out before any work that results could not be written?"""

import shutil

import pytest

from flows.room import own_folders, refuse_unwritable
from nlp.contracts.errors import WorkspaceError


def test_room_is_tried_and_nothing_is_left_of_it(session):
    """Every folder that a run writes to is there afterwards, and empty but for what was there."""
    deliveries = sorted(session.workspace.raw("small").iterdir())

    refuse_unwritable(session)

    interim, raw, outputs = own_folders(session)
    assert ([], deliveries, []) == (
        list(interim.iterdir()),
        sorted(raw.iterdir()),
        list(outputs.iterdir()),
    )
    assert [] == list(session.workspace.vectors.iterdir())


def test_a_file_in_the_way_is_named(session):
    """Outputs that cannot be are refused by their path."""
    outputs = session.workspace.outputs("small")
    outputs.parent.mkdir()
    outputs.touch()

    with pytest.raises(WorkspaceError, match=r"outputs/small cannot be written \(Not a directory"):
        refuse_unwritable(session)


def test_a_draft_needs_room_where_codebooks_stand(session):
    """Without a codebook, the folder of drafts is tried too."""
    drafts = session.workspace.draft_file("small").parent
    shutil.rmtree(drafts)
    drafts.touch()

    with pytest.raises(WorkspaceError, match="configs/codebooks cannot be written"):
        refuse_unwritable(session)
