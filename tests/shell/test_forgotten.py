import pytest

from flows.forgotten import add_forgotten, digest_of_forgotten, forgotten_in, list_file
from flows.keys import pseudonym_key
from nlp.contracts.errors import WorkspaceError
from nlp.contracts.ids import pseudonym


def test_before_anybody_asked_there_is_no_list(workspace):
    """
    Nobody is looked up, and no key is made, where nobody is forgotten.
    """
    assert forgotten_in(workspace, "small") is None
    assert "none" == digest_of_forgotten(workspace, "small")
    assert not workspace.key_file.exists()


def test_an_id_is_known_as_delivered_and_by_its_pseudonym(workspace):
    """
    Whoever was written down by either is known by the delivered id; others are not.
    """
    key = pseudonym_key(workspace)
    add_forgotten(workspace, "small", ["p1"], "2026-01-31")
    add_forgotten(workspace, "small", [pseudonym(key, "small", "p2")], "2026-02-01")

    is_forgotten = forgotten_in(workspace, "small")

    assert [True, True, False] == [is_forgotten(name) for name in ("p1", "p2", "p3")]
    assert forgotten_in(workspace, "other") is None


def test_the_list_is_the_same_whatever_the_order(workspace):
    """
    Written down again, or in another order, the list does not change.
    """
    add_forgotten(workspace, "small", ["p1", "p2"], "2026-01-31")
    first = digest_of_forgotten(workspace, "small")
    add_forgotten(workspace, "small", ["p2", "p1"], "2026-03-31")

    assert first == digest_of_forgotten(workspace, "small")
    assert '"p1"' not in list_file(workspace, "small").read_text("utf-8")


def test_another_key_is_an_error_and_not_an_empty_list(workspace):
    """
    Without the key nobody on the list is known, so nothing is read.
    """
    add_forgotten(workspace, "small", ["p1"], "2026-01-31")
    workspace.key_file.unlink()

    with pytest.raises(WorkspaceError, match="another key"):
        forgotten_in(workspace, "small")
    assert not workspace.key_file.exists()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"key": "x"}', '{"key": 1, "forgotten": 2}'])
def test_a_damaged_list_is_an_error(workspace, content):
    """
    Nobody comes back because a file is damaged.
    """
    add_forgotten(workspace, "small", ["p1"], "2026-01-31")
    list_file(workspace, "small").write_text(content, "utf-8")

    with pytest.raises(WorkspaceError, match="cannot be read; restore it"):
        forgotten_in(workspace, "small")
