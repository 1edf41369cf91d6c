import datetime as dt
import os

import pytest

from flows import commands
from flows.locking import locked
from flows.pruning import prune
from flows.vector_needs import needs_of
from flows.vector_store import write_shard
from flows.workspace import ALL_WAVES
from nlp.contracts.errors import StudyConfigError, WorkspaceError
from tests.fakes import LetterEncoder, fixed_clock
from tests.shell.small_workspace import edit

CODEBOOK = "configs/codebooks/small.yaml"
DEAD = 4_999_999
"""The number of no process."""

YEAR = 365 * 24 * 60 * 60


def late():
    """A year and more after all that these tests write."""
    return dt.datetime(2100, 1, 1, tzinfo=dt.UTC)


def files(root, *, without=(".lock",)):
    return {
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.is_file() and path.name not in without
    }


def go(workspace, study=None, *, dry_run=False, clock=fixed_clock):
    return prune(workspace, study, dry_run, clock)


@pytest.fixture
def interim(root):
    return root / "data" / "interim" / "small"


def test_after_a_run_nothing_can_go(finished, workspace, root):
    """
    All that a run leaves is needed, however old it is.
    """
    before = files(root)

    answer = go(workspace, clock=late)

    assert ({}, "nothing to prune") == (answer["deleted"], answer["outcome"])
    assert before == files(root)


def test_a_dry_run_tells_what_a_real_one_does(finished, workspace, root, interim):
    """
    With --dry-run the same is counted and nothing is deleted.
    """
    (interim / "w1" / f".ledger.json.{DEAD}.12").write_text("{", "utf-8")
    before = files(root)

    told = go(workspace, dry_run=True)["would_delete"]
    assert before == files(root)

    assert told == go(workspace)["deleted"]
    assert {f"data/interim/small/w1/.ledger.json.{DEAD}.12"} == before - files(root)


def test_leftovers_of_killed_runs_go(finished, workspace, root, interim):
    """
    Half-written files and versions go wherever they lie; what only looks alike stays, and so does
    what a living process writes: a command that looks at a study keeps vectors without its lock.
    """
    left = [
        interim / "w1" / f".tag-0.parquet.{DEAD}.140",
        root / "data" / "raw" / "small" / "w1" / f".deliveries.json.{DEAD}.140",
        root / "outputs" / "small" / f".w1.{DEAD}.140",
        root / "outputs" / "small" / ".versions" / f".w1-0123.{DEAD}" / "topline.csv",
        root / "data" / "interim" / "_vectors" / "x" / f".a.parquet.{DEAD}.140",
        root / "configs" / "codebooks" / f".small.draft.yaml.{DEAD}.140",
    ]
    stay = [
        root / "configs" / "codebooks" / f".other.yaml.{DEAD}.140",
        interim / f"notes.{DEAD}.txt",
        root / "data" / "interim" / "_vectors" / "x" / f".b.parquet.{os.getppid()}.140",
    ]
    for path in [*left, *stay]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("half", "utf-8")

    go(workspace)

    assert [] == [path.name for path in left if path.exists()]
    assert stay == [path for path in stay if path.exists()]


def test_what_nothing_refers_to_goes(finished, workspace, start, root, interim):
    """
    Comparisons of other sets of waves and codebooks of no kept version go; those in use stay.
    """
    in_use = files(interim)
    old = [interim / "_compared" / "0123" / "x.parquet", interim / "_codebooks" / "0123.json"]
    for path in old:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("old", "utf-8")

    deleted = go(workspace)["deleted"]

    assert {"comparisons of waves", "codebooks"} == set(deleted)
    assert in_use == files(interim)


def test_tables_of_no_finished_run_go_when_they_are_old(finished, workspace, interim):
    """
    What a stopped run left to go on with stays for as long as the operation says.
    """
    stopped, gone = interim / "w1" / "tag-0123.parquet", interim / "w0" / "tag-0123.parquet"
    gone.parent.mkdir()
    for path in (stopped, gone):
        path.write_bytes(b"table")
    now = dt.datetime.fromtimestamp(stopped.stat().st_mtime, dt.UTC)

    assert {} == go(workspace, clock=lambda: now + dt.timedelta(days=89))["deleted"]
    assert {"tables": {"files": 2, "bytes": 10}} == (
        go(workspace, clock=lambda: now + dt.timedelta(days=91))["deleted"]
    )
    assert not stopped.exists()
    assert not gone.parent.exists()


def test_parts_of_stages_go_when_they_are_old(finished, workspace, interim):
    """
    What a stage in parts kept for the next correction goes after a while.
    """
    old, new = (interim / "w1" / "_parts" / name for name in ("old.parquet", "new.parquet"))
    old.parent.mkdir()
    for path in (old, new):
        path.touch()
    now = new.stat().st_mtime
    os.utime(old, (now - YEAR, now - YEAR))

    go(workspace, clock=lambda: dt.datetime.fromtimestamp(now, dt.UTC))

    assert [new] == list(new.parent.iterdir())


@pytest.mark.slow
def test_versions_beyond_those_to_be_kept_go(finished, workspace, start, root):
    """
    With fewer versions to keep than there are, the oldest go; what is shown stays.
    """
    operation = root / "configs" / "operation.yaml"
    operation.write_text("retention: {versions: 4}\n", "utf-8")
    (root / CODEBOOK).rename(root / "configs" / "codebooks" / "small.draft.yaml")
    draft = root / "configs" / "codebooks" / "small.draft.yaml"
    draft.write_text(draft.read_text("utf-8") + "status: draft\n", "utf-8")
    for day, word in enumerate(("report", "every", "write"), start=1):
        old = {1: "time", 2: "report", 3: "every"}[day]
        edit(draft, f"keywords: [{old}]", f"keywords: [{word}]")
        clock = lambda day=day: dt.datetime(2026, 2, day, tzinfo=dt.UTC)  # noqa: E731
        commands.run(start(clock), None, no_prefect=True)
    versions = root / "outputs" / "small" / ".versions"
    assert 4 == len(list(versions.glob("w1-*")))

    operation.unlink()
    go(workspace)

    assert 2 < len(list(versions.glob("w1-*"))) + len(list(versions.glob("w2-*")))
    assert commands.verify(start())["verified"] == [ALL_WAVES, "w1", "w2"]
    kept = sorted(path.name for path in versions.glob("w1-*"))
    assert (root / "outputs" / "small" / "w1").resolve().name in kept
    assert 3 == len(kept)  # two, and the newest of the adopted codebook


def test_vectors_that_nobody_needs_go(finished, workspace, start, root):
    """
    Of a shard only what is needed stays, once it is old enough; another encoder's goes whole.
    """
    folder = root / "data" / "interim" / "_vectors" / "hashed-words-512"
    vectors = LetterEncoder().encode(["a", "b"])
    other = folder.parent / "letters"
    other.mkdir()
    write_shard(other, [b"a" * 32, b"b" * 32], vectors)
    needed = needs_of([start()])[folder.name]
    (one, *_) = sorted(needed)
    mixed = folder.parent / "mixed"
    mixed.mkdir()
    folder_shards = set(folder.glob("*.parquet"))
    shard = write_shard(folder, [one, b"b" * 32], vectors)

    assert {} == go(workspace)["deleted"]
    assert {"vectors": {"vectors": 3}} == go(workspace, clock=late)["deleted"]

    assert [] == list(other.glob("*.parquet"))
    assert not shard.exists()
    assert 1 == len(set(folder.glob("*.parquet")) - folder_shards)
    session = start()
    session.run("w1").resume()
    from flows.code_wave import vectors_of
    from nlp.contracts.tables import Units

    assert len(vectors_of(session, session.run("w1").table(Units)).unit_ids)


def test_exports_of_models_go_when_no_study_names_them(finished, workspace, root):
    """
    An export of other weights is deleted once it is old; one that a study runs on stays.
    """
    folder = root / "data" / "interim" / "_models"
    folder.mkdir(parents=True)
    mine, other = folder / "hashed-words-512.1.ab.onnx", folder / "minilm-12-onnx.1.ab.onnx"
    for path in (mine, other):
        path.write_bytes(b"weights")

    go(workspace)
    assert other.exists()
    go(workspace, clock=late)

    assert (True, False) == (mine.exists(), other.exists())


def test_a_running_study_is_left_alone(finished, workspace, interim):
    """
    Asked for by name it is refused; among all studies it is passed over, and so is what it shares.
    """
    (interim / ".ledger.json.4711").write_text("{", "utf-8")
    with locked(interim, fixed_clock):
        with pytest.raises(WorkspaceError, match="another run of small"):
            go(workspace, "small")
        answer = go(workspace)

    assert {} == answer["deleted"]
    assert ["small: it is running", "vectors and exports of models"] == answer["left_alone"]
    assert (interim / ".ledger.json.4711").exists()


def test_a_study_that_cannot_be_opened_is_left_alone(finished, workspace, root):
    """
    A broken study file keeps its own things and what all share; by name it is refused.
    """
    (root / "configs" / "studies" / "broken.yaml").write_text("study_id: broken\n", "utf-8")

    assert "broken: it cannot be opened" in go(workspace, clock=late)["left_alone"]
    with pytest.raises(StudyConfigError):
        go(workspace, "broken")


def test_files_are_as_old_as_their_last_change(finished, workspace, interim):
    """
    A table that was touched a year ago is old, whatever its name.
    """
    path = interim / "w1" / "tag-0123.parquet"
    path.write_bytes(b"table")
    long_ago = fixed_clock().timestamp() - YEAR
    os.utime(path, (long_ago, long_ago))

    assert 1 == go(workspace)["deleted"]["tables"]["files"]
