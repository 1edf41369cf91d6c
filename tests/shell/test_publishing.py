import contextlib
import os

import pytest

from flows import publishing
from flows.publishing import differences, is_whole, publish, read_manifest
from nlp.contracts.errors import WorkspaceError
from tests.shell.small_workspace import flip_bit

OLD = {"topline.csv": b"old", "report.html": b"<p>old</p>"}
NEW = {"topline.csv": b"new", "report.html": b"<p>new</p>"}

STEPS = ("mkdir", "fsync", "symlink", "replace")
"""The calls of the operating system by which publishing changes the disk."""


class Stopped(BaseException):
    """Ends the program on the spot, as a kill does: nothing catches it."""


def shown(outputs):
    return {path.name: path.read_bytes() for path in (outputs / "w1").iterdir()}


def files_shown(outputs):
    return {name: content for name, content in shown(outputs).items() if name in OLD}


def stop_at(monkeypatch, number, error):
    """Let the disk fail at the *number*th call that would change it; return the calls made."""
    calls = []

    def failing(name, real):
        def call(*args, **kwargs):
            calls.append(name)
            if len(calls) == number:
                raise error
            return real(*args, **kwargs)

        return call

    for name in STEPS:
        monkeypatch.setattr(os, name, failing(name, getattr(os, name)))
    return calls


def test_published_files_are_shown_with_a_manifest_of_them(tmp_path):
    """
    What was published is there byte for byte, and the manifest says size and digest of each.
    """
    publish(tmp_path, "w1", OLD, {"seed": 7})

    assert OLD == files_shown(tmp_path)
    manifest = read_manifest(tmp_path / "w1")
    assert 7 == manifest["seed"]
    assert {"report.html": 10, "topline.csv": 3} == {
        name: entry["bytes"] for name, entry in manifest["files"].items()
    }
    assert [] == differences(tmp_path / "w1")


@pytest.mark.parametrize(
    "error", [Stopped(), OSError(28, "No space left on device")], ids=["kill", "full"]
)
def test_stopped_anywhere_the_old_version_stays_readable(tmp_path, monkeypatch, error):
    """
    Killed, or out of space, at whichever step: the old version or the new one is shown, whole.
    """
    seen = set()
    for number in range(1, 30):
        outputs = tmp_path / str(number)
        publish(outputs, "w1", OLD, {})
        with monkeypatch.context() as patch:
            calls = stop_at(patch, number, error)
            with contextlib.suppress(Stopped, WorkspaceError):
                publish(outputs, "w1", NEW, {})
        if len(calls) < number:
            break
        assert files_shown(outputs) in (OLD, NEW)
        assert [] == differences(outputs / "w1")
        publish(outputs, "w1", NEW, {})
        assert NEW == files_shown(outputs)
        seen.add(calls[-1])

    assert set(STEPS) == seen


def test_a_full_disk_is_told_in_our_words(tmp_path, monkeypatch):
    """
    A disk that is full is said to be full, and that nothing published was lost.
    """
    stop_at(monkeypatch, 2, OSError(28, "No space left on device"))

    with pytest.raises(WorkspaceError, match=r"No space left on device.*nothing half written"):
        publish(tmp_path, "w1", NEW, {})


@pytest.mark.parametrize("file", ["topline.csv", "report.html", "manifest.json"])
def test_one_flipped_bit_is_found(tmp_path, file):
    """
    One bit that changed in any file, the manifest included, is a difference.
    """
    publish(tmp_path, "w1", OLD, {"note": "x" * 2000})

    flip_bit(tmp_path / "w1" / file)

    assert 1 == len(differences(tmp_path / "w1"))


def test_missing_and_foreign_files_are_named(tmp_path):
    """
    A file that went away and one that somebody put there are both told.
    """
    publish(tmp_path, "w1", OLD, {})
    (tmp_path / "w1" / "topline.csv").unlink()
    (tmp_path / "w1" / "notes.txt").touch()

    assert ["topline.csv is missing", "notes.txt was not published"] == differences(
        tmp_path / "w1"
    )


@pytest.mark.parametrize("manifest", ["", "{", "[]", "{}", '{"files": 3}', '{"files": {"a": 1}}'])
def test_a_broken_manifest_is_a_difference_and_not_a_crash(tmp_path, manifest):
    """
    A manifest that is not one leaves nothing to compare with, which is what is said.
    """
    (tmp_path / "manifest.json").write_text(manifest, "utf-8")

    assert ["manifest.json is missing or cannot be read"] == differences(tmp_path)
    assert read_manifest(tmp_path) is None


def test_a_shortened_file_is_noticed_at_a_glance(tmp_path):
    """
    The quick look, which reads no file, sees one that is gone or has another size.
    """
    folder = publish(tmp_path, "w1", OLD, {})
    manifest = read_manifest(folder)
    assert is_whole(folder, manifest)

    (folder / "topline.csv").write_bytes(b"ol")

    assert not is_whole(folder, manifest)


def test_the_version_before_is_kept_and_no_more(tmp_path):
    """
    Of many versions the shown one and the one before it stay on disk.
    """
    for number in range(4):
        publish(tmp_path, "w1", OLD, {"number": number})
        for path in (tmp_path / ".versions").iterdir():
            os.utime(path, (number, number))

    kept = sorted(read_manifest(path)["number"] for path in (tmp_path / ".versions").glob("w1-*"))
    assert publishing.KEPT_VERSIONS == len(kept)
    assert 3 == kept[-1]


def test_names_that_begin_alike_keep_their_own_versions(tmp_path):
    """
    Publishing one wave never deletes a version of another, whatever they are called.
    """
    publish(tmp_path, "w1-late", OLD, {})
    for number in range(4):
        publish(tmp_path, "w1", OLD, {"number": number})

    assert [] == differences(tmp_path / "w1-late")


def test_what_a_killed_run_left_behind_is_cleared(tmp_path):
    """
    Half-written versions of earlier runs do not pile up on the disk.
    """
    half = tmp_path / ".versions" / ".w1-0123456789abcdef.4711000.140737"
    half.mkdir(parents=True)

    publish(tmp_path, "w1", NEW, {})

    assert not half.exists()


def test_a_damaged_version_is_replaced_by_publishing_it_again(tmp_path):
    """
    The same content published again is whole again, even under the same name.
    """
    publish(tmp_path, "w1", OLD, {})
    flip_bit(tmp_path / "w1" / "topline.csv")

    publish(tmp_path, "w1", OLD, {})

    assert OLD == files_shown(tmp_path)
