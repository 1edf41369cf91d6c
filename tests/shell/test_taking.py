import pytest

from flows.deliveries import read_ledger, take_delivery
from flows.digests import digest_of_file
from flows.inbox import addressed, mark_of, open_inbox
from flows.locking import locked
from flows.reading import read_wave
from flows.taking import (
    StillChanging,
    check_export,
    own_copy,
    put_in_place,
    remove_from_inbox,
    run_key,
)
from nlp.contracts.errors import SourceDataError, WorkspaceError
from tests.fakes import fixed_clock
from tests.shell.small_inbox import corrected, dropped
from tests.shell.small_workspace import edit, rows_of, write_export


@pytest.fixture
def aside(tmp_path):
    """A folder for private copies."""
    folder = tmp_path / "aside"
    folder.mkdir()
    return folder


def export_of(root):
    return root / "data" / "raw" / "small" / "w1.csv"


def put(session, path):
    """Put the file at *path* into its place, and return the digest of its content."""
    address = addressed(session.workspace, open_inbox(session.workspace, "data/inbox"), path)
    sha256 = digest_of_file(path)
    put_in_place(session, address, path, sha256)
    return sha256


def read(session):
    """Let a run read what is delivered."""
    source = digest_of_file(export_of(session.workspace.root))
    take_delivery(session, "w1", read_wave(session, "w1"), source)


def test_a_copy_is_what_was_there_and_its_digest_says_so(root, aside):
    """Nobody else writes to the copy, and it is the file byte for byte."""
    path = dropped(root)

    copy, sha256 = own_copy(path, mark_of(path), aside)

    assert path.read_bytes() == copy.read_bytes()
    assert digest_of_file(path) == sha256


def test_a_file_that_has_changed_since_it_was_seen_is_left(root, aside):
    """What settled was another content."""
    path = dropped(root)
    mark = mark_of(path)
    write_export(path, corrected())

    with pytest.raises(StillChanging):
        own_copy(path, mark, aside)


def test_a_file_that_is_written_to_while_it_is_copied_is_left(root, aside, monkeypatch):
    """The look at it afterwards shows that it has changed meanwhile."""
    path = dropped(root)
    mark = mark_of(path)
    path.write_bytes(path.read_bytes() + b"p98,1,User,,\n")
    marks = iter([mark])
    monkeypatch.setattr("flows.taking.mark_of", lambda _: next(marks))

    with pytest.raises(StillChanging):
        own_copy(path, mark, aside)


def test_a_link_put_in_the_place_of_a_file_is_not_followed(root, aside):
    """Whoever may write into the inbox cannot have other files read."""
    path = dropped(root)
    mark = mark_of(path)
    path.unlink()
    path.symlink_to(export_of(root))

    with pytest.raises(WorkspaceError, match="cannot be opened"):
        own_copy(path, mark, aside)


def test_a_corrected_file_takes_the_place_and_the_one_before_it_is_kept(root, session):
    """Whether a run has read it or not, what was delivered before can be had again."""
    before = export_of(root).read_bytes()

    put(session, dropped(root, rows=corrected()))

    kept = [path.read_bytes() for path in (root / "data/raw/small/w1").iterdir()]
    assert [before] == kept
    assert b"now that it works" in export_of(root).read_bytes()
    assert 0o600 == export_of(root).stat().st_mode & 0o777


def test_a_first_delivery_makes_its_folder(root, session):
    """A wave that was awaited has no folder yet."""
    edit(root / "configs/studies/small.yaml", "data/raw/small/w1.csv", "data/new/w1.csv")

    put(session, dropped(root))

    assert digest_of_file(root / "data/new/w1.csv") == digest_of_file(export_of(root))


def test_the_same_content_is_left_as_it_is(root, session):
    """A file that is dropped a second time changes nothing."""
    made = export_of(root).stat()

    put(session, dropped(root))

    assert made == export_of(root).stat()
    assert not (root / "data/raw/small/w1").exists()


def test_nothing_is_put_under_the_feet_of_a_run(root, session):
    """While a run works on the study, the file waits, and is told for whom."""
    path = dropped(root, rows=corrected())

    with (
        locked(session.workspace.interim("small"), fixed_clock),
        pytest.raises(WorkspaceError, match="under way"),
    ):
        put(session, path)

    assert b"now that it works" not in export_of(root).read_bytes()


def test_an_export_is_checked_as_a_run_would(root, session):
    """A column that is missing is found before the file takes the place of a good one."""
    path = dropped(root)
    edit(path, "WORRIES", "WORIES")

    with pytest.raises(SourceDataError, match="WORRIES"):
        check_export(session, "w1", path)


def test_a_check_makes_no_key(root, session):
    """What is only looked at leaves nothing behind."""
    check_export(session, "w1", dropped(root))

    assert not (root / "data" / "private").exists()


def test_another_file_of_the_same_name_is_not_removed(root):
    """A correction that came in while the file was taken stays for the next look."""
    path = dropped(root)
    mark = mark_of(path)
    write_export(path, corrected())

    remove_from_inbox(path, mark)

    assert path.is_file()


def test_a_key_names_study_wave_and_content(root, session):
    """Asking twice for the same content is one run, before and after it was read."""
    expected = f"small:w1:{digest_of_file(export_of(root))}"

    assert expected == run_key(session, "w1", digest_of_file(export_of(root)))
    read(session)
    assert expected == run_key(session, "w1", digest_of_file(export_of(root)))


def test_a_content_that_comes_back_asks_for_another_run(root, session):
    """A correction that is taken back is a delivery: its run is not that of the first time."""
    first = digest_of_file(export_of(root))
    read(session)
    write_export(export_of(root), corrected())
    read(session)
    write_export(export_of(root), rows_of("w1"))

    assert f"small:w1:{first}:2" == run_key(session, "w1", first)
    read(session)
    assert f"small:w1:{first}:2" == run_key(session, "w1", first)
    assert 3 == len(read_ledger(session, "w1"))
