import pytest

from flows import commands, forgetting
from flows.digests import digest_of_file
from flows.files import read_operation
from flows.forgetting import forget
from flows.inbox import Addressed
from flows.locking import locked
from flows.publishing import read_manifest
from flows.rolling_back import back
from flows.run_study import code_waves, plainly
from flows.taking import put_in_place
from nlp.contracts.errors import (
    HeldBack,
    OutputsChanged,
    SourceDataError,
    StudyConfigError,
    WorkspaceError,
)
from nlp.contracts.ids import pseudonym
from tests.fakes import fixed_clock
from tests.shell.marked_study import PERSON, SAID, table, telling
from tests.shell.small_session import open_small
from tests.shell.small_workspace import edit, rows_of, write_export

STUDY = "configs/studies/small.yaml"

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("by", ["delivered", "pseudonym"])
def test_a_pseudonym_names_them_as_well(marked, by):
    """
    In a study with pseudonyms either id will do, and neither is left.
    """
    edit(
        marked / STUDY, "respondent: {column: ID}", "respondent: {column: ID, pseudonymise: true}"
    )
    code_waves(open_small(marked), ["w1"], plainly)
    key = (marked / "data" / "private" / "pseudonym.key").read_text("utf-8").strip().encode()
    name = pseudonym(key, "small", PERSON)
    assert telling(marked, name)

    forget(open_small(marked), {"delivered": PERSON, "pseudonym": name}[by])

    assert [] == telling(marked, name, PERSON, "gruffalo")
    edit(marked / STUDY, "{column: ID, pseudonymise: true}", "{column: ID}")
    code_waves(open_small(marked), ["w1"], plainly)
    assert [] == telling(marked, PERSON, "gruffalo")


def test_people_without_an_id_go_by_the_name_of_their_record(marked):
    """
    Where an export has no ids, the name that a published table gives a record will do.
    """
    edit(marked / STUDY, "respondent: {column: ID}\n", "respondent: {}\n")
    code_waves(open_small(marked), ["w1", "w2"], plainly)
    (row,) = [r for r in table(marked, "coded_responses.csv", "w1") if "ruffalo" in r["text"]]

    answer = forget(open_small(marked), row["respondent_id"])

    assert {"w1": 1, "w2": 1} == answer["rows_by_wave"]
    assert [] == [r for r in table(marked, "coded_responses.csv", "w1") if "ruffalo" in r["text"]]
    assert ("w1", "forgotten") in {
        (r["wave"], r["fate"]) for r in table(marked, "rows_delivered.csv")
    }


def test_parts_in_a_bucket_go_as_well(marked):
    """
    What workers made of the person's answers lies where the settings say, not below data/.
    """
    bucket = marked / "bucket"
    operation = f"sharding: {{by: serial, folder: 'file://{bucket}'}}\n"
    (marked / "configs" / "operation.yaml").write_text(operation, "utf-8")
    theirs = [
        bucket / "data/interim/small/w1/tag-0.parquet",
        bucket / "data/interim/small/embed-0.parquet",
    ]
    for path in theirs:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("The gruffalo.", "utf-8")
    session = open_small(marked)
    session.operation = read_operation(session.workspace)

    answer = forget(session, PERSON)

    assert 2 == answer["deleted"]["parts of stages"]
    assert [] == [path for path in theirs if path.exists()]


def test_who_is_published_still_is_not_called_forgotten(marked):
    """
    Where a gate holds the new version back, the error says so, and what to do; then it works.
    """
    gates = "gates: {most_junk: 0.01, least_base: 5, hold: [junk]}\nweight:"
    edit(marked / STUDY, "weight:", gates)

    with pytest.raises(HeldBack, match=r"NOT forgotten yet(.|\n)*let_pass") as raised:
        forget(open_small(marked), PERSON)
    assert 6 == raised.value.exit_code
    assert raised.value.figures

    edit(marked / STUDY, gates, "weight:")
    assert "forgotten" == forget(open_small(marked), PERSON)["outcome"]
    assert [] == telling(marked, PERSON, "gruffalo")


def test_who_is_forgotten_does_not_come_back_with_a_correction(marked):
    """
    The export that a dropped one replaces holds them still, so no copy of it is kept.
    """
    session = open_small(marked)
    forget(session, PERSON)
    target = marked / "data" / "raw" / "small" / "w1.csv"
    dropped = marked / "dropped.csv"
    write_export(dropped, rows_of("w1"))

    put_in_place(
        session,
        Addressed(dropped, session.study, "w1", target),
        dropped,
        digest_of_file(dropped),
    )

    kept = [path for path in telling(marked, PERSON) if path.startswith("data/raw/small/w1/")]
    assert ([], dropped.read_bytes()) == (kept, target.read_bytes())


def test_what_waits_in_the_inbox_is_for_people_to_look_at(marked):
    """
    No study has read it, so that short ids in it are nobody's.
    """
    refused = marked / "data" / "inbox" / ".refused" / "20260101T000000Z-0"
    refused.mkdir(parents=True)
    for name in ("w9.csv", "reason.txt"):
        (refused / name).write_text(f"ID\n{PERSON}\n", "utf-8")

    answer = forget(open_small(marked), PERSON)

    assert ["1 files delivered"] == [
        line.partition(": ")[2].partition(",")[0]
        for line in answer["cannot_change"]
        if "files delivered" in line
    ]


def test_what_people_wrote_is_flagged_and_left(marked):
    """
    A codebook that quotes the person is named with its theme, and does not hold the rest up.
    """
    edit(
        marked / "configs" / "codebooks" / "small.yaml",
        "[saves us time]",
        f"[saves us time, {SAID}]",
    )

    cannot = forget(open_small(marked), PERSON)["cannot_change"]

    assert "theme time: its example 2" in cannot
    assert any("codebooks/small.yaml: people wrote" in line for line in cannot)


def test_other_studies_that_read_the_same_are_named(marked):
    """
    Another study keeps what it read; the answer says where the person stands still.
    """
    other = marked / "outputs" / "other" / "w1" / "coded_responses.csv"
    other.parent.mkdir(parents=True)
    other.write_text(f"response_id,text\nr1,{SAID}\n", "utf-8")

    cannot = forget(open_small(marked), PERSON)["cannot_change"]

    assert [f"{other}: of another study, or waiting; forget them there too"] == [
        line for line in cannot if "another study" in line
    ]


def test_what_is_found_after_all_fails_the_proof(marked, monkeypatch):
    """
    A version that would not go is found by the search, and named; the person's words are not told.
    """
    monkeypatch.setattr(forgetting, "_delete_versions", lambda session: 0)

    with pytest.raises(OutputsChanged, match=r"still found in:\n.*\.versions") as caught:
        forget(open_small(marked), PERSON)

    assert PERSON not in str(caught.value)
    assert "ortoise" not in str(caught.value)


def test_said_again_it_ends_what_was_interrupted(marked, monkeypatch):
    """
    Killed before anything was published, a second call finishes.
    """
    with monkeypatch.context() as patch:
        patch.setattr(forgetting, "_publish_anew", lambda session: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            forget(open_small(marked), PERSON)
    assert telling(marked, "gruffalo")

    again = forget(open_small(marked), PERSON)

    assert [] == telling(marked, PERSON, "gruffalo", "tortoise")
    assert {"w1": 1, "w2": 2} == again["rows_by_wave"]
    assert 0 == again["deleted"]["copies of deliveries"]  # they went the first time


def test_nobody_is_refused_and_nothing_is_changed(marked):
    """
    An id that nobody has is an error of the command line, and everything stays.
    """
    before = {path: path.stat().st_mtime_ns for path in (marked / "outputs").rglob("*")}

    with pytest.raises(StudyConfigError, match="nobody has this id"):
        forget(open_small(marked), "p99999")

    assert before == {path: path.stat().st_mtime_ns for path in (marked / "outputs").rglob("*")}
    assert not (marked / "data" / "private" / "forgotten").exists()


def test_what_cannot_be_made_again_is_refused_first(marked):
    """
    A published wave whose export is gone could not be published without the person.
    """
    (marked / "data" / "raw" / "small" / "w2.csv").unlink()

    with pytest.raises(SourceDataError, match="outputs/small/w2"):
        forget(open_small(marked), PERSON)


def test_a_running_study_is_waited_for(marked):
    """
    While a run holds the lock nobody is forgotten.
    """
    with (
        locked(marked / "data" / "interim" / "small", fixed_clock),
        pytest.raises(WorkspaceError, match="another run"),
    ):
        forget(open_small(marked), PERSON)


def test_a_rollback_does_not_bring_them_back(marked):
    """
    What was taken back goes as well, and nothing is rolled back any more.
    """
    edit(marked / "configs" / "codebooks" / "small.yaml", "Lost jobs", "Jobs")
    commands.run(open_small(marked), None, no_prefect=True)
    back(open_small(marked), None)

    forget(open_small(marked), PERSON)

    states = commands.status(open_small(marked))["waves"]
    assert {"current"} == {state["state"] for state in states}
    assert 3 == len(list((marked / "outputs" / "small" / ".versions").iterdir()))
    assert read_manifest(marked / "outputs" / "small" / "w1")["waves"] == ["w1"]
