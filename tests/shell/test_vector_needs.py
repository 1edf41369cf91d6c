import numpy as np

from flows.vector_needs import drop, needs_of, unneeded
from flows.vector_store import key_of, read_shard, write_shard
from tests.fakes import LetterEncoder

ALWAYS = float("inf")


def store(folder, *texts):
    folder.mkdir(parents=True, exist_ok=True)
    return write_shard(folder, [key_of(text) for text in texts], LetterEncoder().encode(texts))


def test_a_shard_loses_only_what_nobody_needs(tmp_path):
    """
    The vectors that are needed are written anew, bit for bit, before the shard goes.
    """
    shard = store(tmp_path / "letters", "jobs", "time", "cost")
    needs = {"letters": {key_of("cost"), key_of("jobs")}}

    drop(unneeded(tmp_path, needs, ALWAYS), needs)

    (left,) = (tmp_path / "letters").glob("*.parquet")
    keys, matrix = read_shard(left, "letters")
    assert not shard.exists()
    assert [key_of("jobs"), key_of("cost")] == keys
    assert np.array_equal(LetterEncoder().encode(["jobs", "cost"]), matrix)


def test_what_is_needed_or_new_stays(tmp_path):
    """
    A shard without anything unneeded, or from after the given moment, is left as it is.
    """
    shard = store(tmp_path / "letters", "jobs")

    assert [] == unneeded(tmp_path, {"letters": {key_of("jobs")}}, ALWAYS)
    assert [] == unneeded(tmp_path, {}, shard.stat().st_mtime)


def test_a_damaged_shard_is_needed_by_nobody(tmp_path):
    """
    What cannot be read is dropped; its vectors are made anew when they are needed.
    """
    shard = store(tmp_path / "letters", "jobs")
    shard.write_bytes(b"no shard")

    drop(unneeded(tmp_path, {"letters": {key_of("jobs")}}, ALWAYS), {})

    assert not shard.exists()


def test_a_study_needs_its_units_and_its_themes(finished, start):
    """
    The texts of kept units and of the codebook are needed, under the name of their encoder.
    """
    (needed,) = needs_of([start()]).values()

    assert {
        key_of("cheaper to run"),
        key_of("It saves us time on every report we write."),
    } <= needed
