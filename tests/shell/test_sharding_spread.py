import pandas as pd
import pytest

from flows.sharding.executors import Serial
from flows.sharding.jobs import Done, died
from flows.sharding.orders import plain
from flows.sharding.parts import as_part
from flows.sharding.places import place_at
from flows.sharding.spread import PartsFailed, Spread
from flows.surroundings import FAILPOINT
from nlp.contracts.errors import ModelUnavailable, WorkspaceError
from nlp.contracts.study import Screening

TEXTS = [f"We want more of number {number}." for number in range(300)]
ORDER = {"settings": plain(Screening())}


class Failing:
    """Does the first job, and fails at the others as it is told to."""

    def __init__(self, fail):
        self.fail = fail

    def map(self, jobs):
        yield from Serial().map(jobs[:1])
        yield from map(self.fail, jobs[1:])


def screened(place, executor, texts=TEXTS):
    """Return which rows were done, by parts of a hundred rows."""
    rows = as_part(pd.DataFrame({"text": texts}, dtype="str"))
    parts = Spread(executor, place, 100).over("screen", ORDER, rows, texts)
    return sorted(place for part in parts for place in part.places)


@pytest.fixture
def place(tmp_path):
    """A folder for parts."""
    return place_at(str(tmp_path / "_parts"))


def test_every_row_is_done_once(place):
    """
    What comes of all parts together is what was given, and nothing but results stays.
    """
    assert list(range(300)) == screened(place, Serial())
    assert {"screen"} == {name.split("-")[0] for name in place.names()}


def test_other_parts_are_kept_where_some_fail(place):
    """
    Workers died: the message says what to do, and the next run does the rest alone.
    """
    with pytest.raises(WorkspaceError, match="3 of 4 parts failed; the others are kept"):
        screened(place, Failing(lambda job: died(job, "signal 9")))
    kept = place.names()

    assert 1 == len(kept)
    assert list(range(300)) == screened(place, Serial())
    assert set(kept) < set(place.names())


def test_an_error_of_ours_is_raised_as_such(place):
    """
    What a worker refuses for a reason keeps its class, and so its exit code, and its words.
    """
    done = {"problem": "ModelUnavailable", "words": "install it"}

    with pytest.raises(ModelUnavailable, match="install it"):
        screened(place, Failing(lambda job: Done(made=job.made, **done)))


def test_what_nobody_foresaw_is_told_in_private(place):
    """
    The traceback of a worker is in the message, which is kept from logs, and no longer a file.
    """

    def fall_over(job):
        place.write(f"failure-{job.made}.txt", b"ValueError: quotes an answer")
        return Done(made=job.made, problem="ValueError", words="")

    with pytest.raises(PartsFailed, match="quotes an answer"):
        screened(place, Failing(fall_over))

    assert {"screen"} == {name.split("-")[0] for name in place.names()}


def test_nothing_private_stays_where_parts_failed_in_several_ways(place):
    """
    One refused, the others fell over: the refusal is told, and no file quotes an answer.
    """
    refusal = {"problem": "ModelUnavailable", "words": "install it"}

    def fail(job):
        place.write(f"failure-{job.made}.txt", b"ValueError: quotes an answer")
        return Done(made=job.made, **refusal)

    with pytest.raises(ModelUnavailable):
        screened(place, Failing(fail))

    assert {"screen"} == {name.split("-")[0] for name in place.names()}


def test_a_full_disk_in_a_part_is_told(place, monkeypatch):
    """
    It is the disk's fault, not ours: the error says so, and where.
    """
    monkeypatch.setenv(FAILPOINT, "ENOSPC:part:1")

    with pytest.raises(WorkspaceError, match="_parts: No space left on device"):
        screened(place, Failing(lambda job: Done(made=job.made, problem="", words="")))
