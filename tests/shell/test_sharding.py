"""Stages in parts, by whoever does them: the same bytes as in one piece."""

import shutil
import subprocess
import sys

import pytest

from flows.session import open_session
from flows.workspace import open_workspace
from nlp.contracts.errors import ModelUnavailable, WorkspaceError
from tests.conftest import ROOT
from tests.fakes import fixed_clock
from tests.shell.sharded import made, parts_of, say, texts
from tests.shell.small_workspace import edit, flip_bit

NEITHER_CUT_NOR_STARTED = """
import sys
from pathlib import Path
from tests.shell.sharded import made
from tests.shell.small_session import open_small
made(open_small(Path(sys.argv[1])))
print(sorted(name for name in sys.modules if name.startswith("flows.sharding.")))
"""


def test_a_small_study_is_not_cut_up(root):
    """
    Below `from_rows` nothing that cuts or starts processes is even loaded.
    """
    say(root, by="processes")

    told = subprocess.run(
        [sys.executable, "-c", NEITHER_CUT_NOR_STARTED, root],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert "['flows.sharding.encoding']" == told.stdout.strip()
    assert [] == parts_of(root)


@pytest.mark.parametrize("rows", [100, 170])
def test_parts_give_the_same_bytes_as_one_piece(root, start, rows):
    """
    Screened and coded in parts, of whatever size, every table is what it is without.
    """
    whole = made(start())
    say(root, by="serial", rows=rows, from_rows=100)

    assert whole == made(start())
    assert {"screen", "code"} == {path.name.split("-")[0] for path in parts_of(root)}


@pytest.mark.slow
@pytest.mark.parametrize("settings", [{"context": "question"}, {"context": "none"}])
def test_processes_give_the_same_bytes_as_one_piece(root, start, settings):
    """
    Two processes encode, screen and code what one does, with or without the question.
    """
    study = root / "configs" / "studies" / "small.yaml"
    edit(study, "{kind: words}", f"{{kind: words, context: {settings['context']}}}")
    whole = made(start())
    say(root, by="processes", workers=2, rows=100, from_rows=100)

    assert whole == made(start())
    assert [] == parts_of(root, "embed")  # their vectors are in the store


def test_a_fsspec_address_serves_as_a_disk_does(root, start, tmp_path):
    """
    Parts lie where the settings say, below the path of their wave, and nowhere else.
    """
    whole = made(start())
    bucket = tmp_path / "bucket"
    say(root, by="serial", rows=100, from_rows=100, folder=f"file://{bucket}")

    assert whole == made(start())
    assert [] == parts_of(root)
    assert ["code", "screen"] == sorted(
        {path.name.split("-")[0] for path in bucket.glob("data/interim/small/w1/*")}
    )


def test_a_finished_part_is_not_done_again(root, start):
    """
    A run that was killed before its table was written goes on with the parts it had.
    """
    say(root, by="serial", rows=100, from_rows=100)
    made(start())
    before = {path: path.stat().st_mtime_ns for path in parts_of(root)}
    for path in (root / "data" / "interim" / "small" / "w1").glob("*.parquet"):
        path.unlink()

    made(start())

    assert before == {path: path.stat().st_mtime_ns for path in parts_of(root)}


def test_a_corrected_answer_redoes_the_part_it_is_in(root, start):
    """
    Of all parts of the codings one is new, and the one it replaces is gone.
    """
    say(root, by="serial", rows=100, from_rows=100)
    answers = texts()
    made(start(), answers=answers)
    before = set(parts_of(root, "code"))

    made(start(), answers=["It saves us time and is cheaper to run.", *answers[1:]])

    now = set(parts_of(root, "code"))
    assert (1, 1) == (len(now - before), len(before - now))


def test_a_damaged_part_is_done_again(root, start):
    """
    A flipped bit is found, and costs that part alone.
    """
    say(root, by="serial", rows=100, from_rows=100)
    whole = made(start())
    damaged = parts_of(root, "code")[0]
    flip_bit(damaged)
    for path in (root / "data" / "interim" / "small" / "w1").glob("*.parquet"):
        path.unlink()

    assert whole == made(start())


def test_nothing_but_results_stays(root, start):
    """
    What parts were given, answers among it, is gone when the stage is.
    """
    say(root, by="serial", rows=100, from_rows=100)
    made(start())

    names = {path.name.split("-")[0] for path in parts_of(root)}
    assert names.isdisjoint({"given", "order", "failure"})


def test_a_part_that_falls_over_quotes_nobody(root, start):
    """
    What a worker falls over with may quote answers: the error that tells is ours, or kept private.
    """
    say(root, by="serial", rows=100, from_rows=100)
    session = start()
    made(session)

    with pytest.raises(ModelUnavailable, match="not installed") as error:
        made(start(), tagged=True)  # in a worker, weights are those that are pinned: none here

    assert not any(text in str(error.value) for text in texts() if text)


def test_a_cluster_without_certificates_is_told_before_any_work(root, start):
    """
    The message names what is missing, and where.
    """
    say(root, by="dask", scheduler="tls://127.0.0.1:1", certificates="data/private", from_rows=100)

    with pytest.raises(WorkspaceError, match="missing; see docs"):
        made(start())


@pytest.mark.model
@pytest.mark.long
@pytest.mark.parametrize("by", ["serial", "processes"])
def test_mentions_are_the_same_bytes(root, by):
    """
    Tagged in parts by real weights, with meanings learnt from examples or without.
    """
    for name in ("models.yaml", "examples/mentions.csv"):
        (root / "configs" / "examples").mkdir(exist_ok=True)
        shutil.copy(ROOT / "configs" / name, root / "configs" / name)
    edit(root / "configs" / "studies" / "small.yaml", "encoding: {kind: words}\n", "")
    answers = texts(130)
    whole = made(opened(root), tagged=True, answers=answers)
    say(root, by=by, workers=2, rows=100, from_rows=100)

    assert whole == made(opened(root), tagged=True, answers=answers)


def opened(root):
    """Open the small study with the weights of the project."""
    return open_session(open_workspace(root), "small", fixed_clock)
