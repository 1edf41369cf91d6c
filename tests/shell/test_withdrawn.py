import pytest

from flows.withdrawn import (
    FILE,
    is_withdrawn,
    note_published,
    read_withdrawn,
    write_withdrawn,
)

ENTRY = {"version": "w1-0123456789abcdef", "inputs": {"source": "a"}, "at": "2026-01-31"}


def test_what_is_taken_back_is_known_by_its_inputs(tmp_path):
    """
    The same inputs are taken back, others are not, nor is another folder.
    """
    write_withdrawn(tmp_path, {"w1": ENTRY})

    assert is_withdrawn(tmp_path, "w1", {"source": "a"})
    assert not is_withdrawn(tmp_path, "w1", {"source": "b"})
    assert not is_withdrawn(tmp_path, "w2", {"source": "a"})


def test_publishing_ends_it(tmp_path):
    """
    A folder that shows something new is no longer taken back; with the last one the file goes.
    """
    write_withdrawn(tmp_path, {"w1": ENTRY, "w2": ENTRY})

    note_published(tmp_path, "w1")
    assert {"w2": ENTRY} == read_withdrawn(tmp_path)
    note_published(tmp_path, "w2")

    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("content", ["", "[]", "3", '{"w1": 3}', '{"w1": {"at": "x"}}'])
def test_a_broken_file_says_nothing(tmp_path, content):
    """
    What cannot be read takes nothing back.
    """
    (tmp_path / FILE).write_text(content, "utf-8")

    assert {} == read_withdrawn(tmp_path)
