import os

import pytest

from flows.inbox import Refused, addressed, files_in, mark_of, open_inbox, set_aside
from nlp.contracts.errors import StudyConfigError
from tests.fakes import fixed_clock
from tests.shell.small_inbox import dropped
from tests.shell.small_workspace import edit

STUDY = "configs/studies/small.yaml"


@pytest.fixture
def inbox(workspace):
    """The inbox of the small study's project."""
    return open_inbox(workspace, "data/inbox")


def test_a_name_says_which_wave_it_is_and_the_study_file_where_it_belongs(root, workspace, inbox):
    """A file in the study's folder, named like a wave, belongs where that wave's source says."""
    address = addressed(workspace, inbox, dropped(root))

    assert ("small", "w1") == (address.study.study_id, address.wave)
    assert root / "data" / "raw" / "small" / "w1.csv" == address.target


def test_the_end_of_a_name_may_be_in_capitals(root, workspace, inbox):
    """Some systems write `.CSV`; the name of the wave is taken as it stands."""
    assert "w1" == addressed(workspace, inbox, dropped(root, "small/w1.CSV")).wave


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("w1.csv", "beside the folders"),
        ("smal/w1.csv", "did you mean small"),
        ("Small/w1.csv", "did you mean small"),
        ("_vectors/w1.csv", "no study"),
        ("small/w3.csv", "no such wave"),
        ("small/W1.csv", "known are w1, w2"),
        ("small/ w1.csv", "no such wave"),
        ("small/w1 (1).csv", "no such wave"),
        ("small/w1.csv.csv", "no such wave"),
        ("small/all-waves.csv", "no such wave"),
        ("small/w1.xlsx", r"ends in \.xlsx, and waves\.w1\.source in small\.yaml in \.csv"),
        ("small/w1.exe", "ends like no export"),
        ("small/w1", "ends like no export"),
        ("small/w1\n.csv", "no such wave"),
        ("small/w1\x1b[2J.csv", "no such wave"),
    ],
)
def test_other_names_are_refused_with_a_reason_that_does_not_repeat_them(
    root, workspace, inbox, name, reason
):
    """What is named like no wave is not taken; the reason is in our words alone."""
    path = dropped(root, name)

    with pytest.raises(Refused, match=reason) as refused:
        addressed(workspace, inbox, path)

    assert str(refused.value).isprintable()


def test_only_plain_files_are_taken(root, workspace, inbox):
    """A link, a pipe or a folder called like a wave is refused, whatever it leads to."""
    folder = inbox / "small"
    (folder / "w2.csv").mkdir(parents=True)
    (folder / "w1.csv").symlink_to(root / "data" / "raw" / "small" / "w1.csv")
    os.mkfifo(folder / "w3.csv")

    for name in ("w1.csv", "w2.csv", "w3.csv"):
        with pytest.raises(Refused, match="no plain file"):
            addressed(workspace, inbox, folder / name)


@pytest.mark.parametrize("source", ["/etc/w1.csv", "../elsewhere/w1.csv", "out/w1.csv"])
def test_nothing_is_put_outside_the_project(root, workspace, inbox, source):
    """A wave whose export lies elsewhere is not delivered through the inbox, by link neither."""
    (root / "out").symlink_to("/tmp")
    edit(root / STUDY, "data/raw/small/w1.csv", source)

    with pytest.raises(Refused, match="outside the project"):
        addressed(workspace, inbox, dropped(root))


@pytest.mark.parametrize("folder", ["../inbox", "/tmp/inbox", ".", "linked/inbox"])
def test_the_inbox_lies_in_the_project(root, workspace, folder):
    """An inbox elsewhere is refused before anything is made."""
    (root / "linked").symlink_to("/tmp")

    with pytest.raises(StudyConfigError, match="folder below"):
        open_inbox(workspace, folder)


def test_what_is_still_being_written_is_not_seen(root, inbox):
    """Hidden files and what copying programs have not finished are left alone, studies' or not."""
    names = (".w1.csv.x7", "w1.csv.part", "w1.csv.FILEPART", "~w1.csv", "w1.csv.tmp", "w1.csv~")
    for name in names:
        dropped(root, f"small/{name}")
    dropped(root, ".refused/w1.csv")
    whole = dropped(root)

    assert [whole] == list(files_in(inbox))


def test_a_mark_changes_when_a_file_does(root):
    """Another length, another time, another file of the same name: each is another mark."""
    path = dropped(root)
    seen = [mark_of(path)]
    os.utime(path, ns=(1, 1))
    seen.append(mark_of(path))
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    os.utime(other, ns=(1, 1))
    other.replace(path)
    seen.append(mark_of(path))

    assert 3 == len(set(seen))


def test_what_is_set_aside_keeps_its_content_beside_the_reason(root, inbox):
    """Two files of one name in one second go to two folders, each with its reason."""
    folders = [
        set_aside(inbox, dropped(root, "small/w9.csv"), "no such wave", fixed_clock)
        for _ in range(2)
    ]

    assert ["20260131T120000Z-0", "20260131T120000Z-1"] == [folder.name for folder in folders]
    for folder in folders:
        assert {"reason.txt", "w9.csv"} == {path.name for path in folder.iterdir()}
        assert "Not taken: no such wave.\n" == (folder / "reason.txt").read_text("utf-8")
    assert [] == list(files_in(inbox))


def test_a_refused_file_cannot_replace_its_reason(root, inbox):
    """A file called like the reason keeps its content under another name."""
    folder = set_aside(inbox, dropped(root, "small/reason.txt"), "no wave", fixed_clock)

    assert "Not taken: no wave.\n" == (folder / "reason.txt").read_text("utf-8")
    assert (folder / "named-reason.txt").read_text("utf-8").startswith("ID,")


def test_a_link_is_set_aside_itself(root, inbox):
    """What a refused link leads to stays where it is."""
    target = root / "data" / "raw" / "small" / "w1.csv"
    (inbox / "small").mkdir()
    (inbox / "small" / "w1.csv").symlink_to(target)

    folder = set_aside(inbox, inbox / "small" / "w1.csv", "it is a link", fixed_clock)

    assert (folder / "w1.csv").is_symlink()
    assert target.is_file()
