import csv
import io
import json
import shutil
import stat

import pytest

from flows import commands, forgetting
from flows.deliveries import list_deliveries
from flows.forgetting import forget
from flows.locking import locked
from flows.publishing import differences, read_manifest
from flows.run_study import code_waves, plainly, run_study
from flows.searching import text_of
from flows.vector_store import key_of, read_shard
from flows.workspace import ALL_WAVES
from nlp.contracts.errors import OutputsChanged, SourceDataError, StudyConfigError, WorkspaceError
from nlp.contracts.ids import pseudonym, response_id
from tests.fakes import fixed_clock
from tests.shell.small_session import open_small
from tests.shell.small_workspace import (
    PEOPLE,
    REFUSED,
    edit,
    rows_of,
    write_export,
    write_workspace,
)

PERSON = "QX-4711-77"
SAID = "Gruffalo saddles on every lunar tortoise would speed our paperwork up"
FEARED = "That the tortoise union of lower Gamelan loses its teapots"
STUDY = "configs/studies/small.yaml"


def mark(root, person=PERSON):
    """Let somebody with words of their own answer both waves, in the second one twice."""
    for wave in ("w1", "w2"):
        mine = (person, "1", "User", f"{SAID}.", FEARED)
        again = [mine] if wave == "w2" else []
        write_export(
            root / "data" / "raw" / "small" / f"{wave}.csv", [*rows_of(wave), mine, *again]
        )


@pytest.fixture(scope="module")
def marked_root(tmp_path_factory):
    """A small study after a run, in which somebody took part; to be copied."""
    folder = tmp_path_factory.mktemp("marked")
    write_workspace(folder)
    mark(folder)
    run_study(open_small(folder), ["w1", "w2"], plainly)
    return folder


@pytest.fixture
def marked(marked_root, tmp_path):
    """The small study in which somebody took part, after a run."""
    root = tmp_path / "marked"
    shutil.copytree(marked_root, root, symlinks=True)
    return root


@pytest.fixture(scope="module")
def done(marked_root, tmp_path_factory):
    """The same after the person was forgotten, and what was answered; not to be changed."""
    root = tmp_path_factory.mktemp("done") / "marked"
    shutil.copytree(marked_root, root, symlinks=True)
    (root / "data" / "interim" / "small" / "failure.txt").write_text(SAID, "utf-8")
    return root, forget(open_small(root), PERSON)


@pytest.fixture
def forgotten(done, tmp_path):
    """A copy of it, which may be changed."""
    root = tmp_path / "forgotten"
    shutil.copytree(done[0], root, symlinks=True)
    return root


def exports(root):
    return {root / "data" / "raw" / "small" / f"{wave}.csv" for wave in ("w1", "w2")}


def telling(root, *words):
    """Return the files below *root*, but for the delivered exports, in which *words* stand."""
    files = (path for path in root.rglob("*") if path.is_file() and path not in exports(root))
    return [
        path.relative_to(root).as_posix()
        for path in files
        if any(word.lower() in (text_of(path) + str(path.read_bytes())).lower() for word in words)
    ]


def vectors_in(root):
    store = root / "data" / "interim" / "_vectors" / "hashed-words-512"
    shards = [read_shard(path, store.name) for path in store.glob("*.parquet")]
    return {key for keys, _ in shards for key in keys}


def table(root, name, wave=ALL_WAVES):
    content = (root / "outputs" / "small" / wave / name).read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_nothing_of_the_person_is_left(marked_root, done):
    """
    After it no file but the delivered exports holds their id, their words or what names them.
    """
    names = [response_id(w, PERSON, q) for w in ("w1", "w2") for q in ("hopes", "worries")]
    traces = [PERSON, "gruffalo", "tortoise", *names]
    root, answer = done

    assert 20 < len(telling(marked_root, *traces))
    assert [] == telling(root, *traces)
    assert ("forgotten", {"w1": 1, "w2": 2}) == (answer["outcome"], answer["rows_by_wave"])
    assert PERSON not in json.dumps(answer)
    assert ["w1.csv", "w2.csv"] == [
        line.partition(": the delivered export")[0].rpartition("/")[2]
        for line in answer["cannot_change"][:2]
    ]


def test_every_row_is_still_accounted_for(done):
    """
    Their rows have a fate of their own; all fates together are the rows delivered.
    """
    rows = table(done[0], "rows_delivered.csv")
    counted = {(row["wave"], row["fate"]): int(row["n_rows"]) for row in rows}

    assert (1, 2) == (counted["w1", "forgotten"], counted["w2", "forgotten"])
    assert (PEOPLE, PEOPLE) == (counted["w1", "accepted"], counted["w2", "accepted"])
    totals = [sum(n for (wave, _), n in counted.items() if wave == w) for w in ("w1", "w2")]
    assert [PEOPLE + REFUSED + 1, PEOPLE + REFUSED + 2] == totals


def test_what_is_left_is_what_would_be_without_them(done, finished_root):
    """
    Figures and codings are those of a study in which the person never took part.
    """
    for wave in ("w1", "w2", ALL_WAVES):
        mine, never = (root / "outputs" / "small" / wave for root in (done[0], finished_root))
        for name in ("topline.csv", "codings.csv", "coded_responses.csv", "mentions.csv"):
            assert (never / name).read_bytes() == (mine / name).read_bytes()
        assert [] == differences(mine)


def test_vectors_of_words_nobody_else_said_go(marked_root, done):
    """
    Their vectors are gone from the store, and nobody else's.
    """
    key = key_of(f"{SAID}.")
    before, after = (vectors_in(root) for root in (marked_root, done[0]))

    assert key in before
    assert key not in after
    assert after == before - {key_of(text) for text in (f"{SAID}.", FEARED)}
    assert 2 == done[1]["deleted"]["vectors"]


def test_the_list_tells_nobody_and_is_for_its_owner_only(done):
    """
    What is written down are keyed hashes, in a private file.
    """
    path = done[0] / "data" / "private" / "forgotten" / "small.json"
    content = json.loads(path.read_text("utf-8"))

    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    assert 0o700 == stat.S_IMODE(path.parent.stat().st_mode)
    assert {"2026-01-31"} == set(content["forgotten"].values())
    assert all(len(token) == 17 for token in content["forgotten"])


def test_they_stay_forgotten(forgotten):
    """
    A later run, and a corrected delivery that still holds them, bring nothing back.
    """
    assert "unchanged" == commands.run(open_small(forgotten), None, no_prefect=True)["outcome"]
    edit(forgotten / "data" / "raw" / "small" / "w1.csv", "cheaper", "dearer")

    assert ["w1"] == commands.run(open_small(forgotten), None, no_prefect=True)["waves"]

    assert [] == telling(forgotten, PERSON, "gruffalo", "tortoise")
    kept = [entry["kept"] for entry in list_deliveries(open_small(forgotten), "w1")["deliveries"]]
    assert [False, False] == kept


def test_once_they_are_not_delivered_deliveries_are_kept_again(forgotten):
    """
    The copy of an export without them is kept, as ever.
    """
    write_export(forgotten / "data" / "raw" / "small" / "w1.csv", rows_of("w1"))

    commands.run(open_small(forgotten), "w1", no_prefect=True)

    assert [False, True] == [
        entry["kept"] for entry in list_deliveries(open_small(forgotten), "w1")["deliveries"]
    ]


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
    from flows.rolling_back import back

    back(open_small(marked), None)

    forget(open_small(marked), PERSON)

    states = commands.status(open_small(marked))["waves"]
    assert {"current"} == {state["state"] for state in states}
    assert 3 == len(list((marked / "outputs" / "small" / ".versions").iterdir()))
    assert read_manifest(marked / "outputs" / "small" / "w1")["waves"] == ["w1"]
