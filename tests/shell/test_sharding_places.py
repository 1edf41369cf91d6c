import uuid

import pytest

from flows.sharding.places import place_at
from nlp.contracts.errors import WorkspaceError


@pytest.fixture(params=["folder", "memory", "file"])
def place(request, tmp_path):
    """A folder, a bucket of the process, a folder reached as an address."""
    return place_at(
        {
            "folder": str(tmp_path / "_parts"),
            "memory": f"memory://{uuid.uuid4().hex}/parts",
            "file": f"file://{tmp_path}/parts",
        }[request.param]
    )


def test_what_is_put_there_is_there(place):
    """
    Content is read by name, listed, and gone when taken away; of what is not there, nothing.
    """
    assert ([], None) == (place.names(), place.read("a.parquet"))

    place.write("a.parquet", b"first")
    place.write("a.parquet", b"second")
    place.write("b.json", b"other")

    assert (["a.parquet", "b.json"], b"second") == (place.names(), place.read("a.parquet"))
    place.remove("a.parquet")
    place.remove("a.parquet")
    assert ["b.json"] == place_at(place.address).names()


def test_a_folder_is_for_its_owner_only(tmp_path):
    """
    Parts hold answers: nobody else may look.
    """
    place = place_at(str(tmp_path / "_parts"))
    place.write("a.parquet", b"words")

    assert 0o700 == (tmp_path / "_parts").stat().st_mode & 0o777
    assert 0o600 == (tmp_path / "_parts" / "a.parquet").stat().st_mode & 0o777


def test_what_a_killed_writer_left_is_not_listed(tmp_path):
    """
    A file that was being written is no part.
    """
    (tmp_path / ".a.parquet.123.456").touch()

    assert [] == place_at(str(tmp_path)).names()


def test_an_address_that_nothing_here_reaches_is_told():
    """
    The message says what to install, and where.
    """
    with pytest.raises(WorkspaceError, match="install the fsspec package"):
        place_at("nosuchstore://bucket/parts").names()
