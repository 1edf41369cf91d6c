"""Local processes: real ones, told what to do in lines."""

import pandas as pd
import pytest

from flows.sharding.jobs import DIED, Job
from flows.sharding.orders import plain, written
from flows.sharding.parts import as_part, content_of, read_part
from flows.sharding.places import place_at
from flows.sharding.processes import Processes
from flows.surroundings import FAILPOINT
from nlp.contracts.study import Screening

TEXTS = ("It saves us time.", "asdkjhgfkj", "", "People lose their jobs.", "n/a", "A law, soon.")


@pytest.fixture
def jobs(tmp_path):
    """A job per text."""
    place = place_at(str(tmp_path / "_parts"))
    place.write("order-1.json", written({"settings": plain(Screening())}))
    for number, text in enumerate(TEXTS):
        part = as_part(pd.DataFrame({"text": [text]}, dtype="str"))
        place.write(f"given-{number}", content_of(part))
    return [
        Job("screen", place.address, "order-1.json", f"given-{number}", f"screen-{number}")
        for number in range(len(TEXTS))
    ]


def test_every_job_is_done_by_somebody(jobs):
    """
    Two processes do all of them; what came of each is told once, and its result is there.
    """
    done = list(Processes(2).map(jobs))

    assert sorted(job.made for job in jobs) == sorted(one["made"] for one in done)
    assert {("", "")} == {(one["problem"], one["words"]) for one in done}
    place = place_at(jobs[0].place)
    statuses = [read_part(place.read(job.made))["status"].to_pylist() for job in jobs]
    assert ["codable"] == statuses[0]


@pytest.mark.slow
def test_a_process_that_dies_costs_the_part_in_its_hands(jobs, monkeypatch):
    """
    Where every process is killed at its second part, all parts are done in the end.
    """
    monkeypatch.setenv(FAILPOINT, "kill:part:2")

    done = list(Processes(2).map(jobs))

    assert {""} == {one["problem"] for one in done}


@pytest.mark.slow
def test_a_part_that_kills_every_process_is_given_up(jobs, monkeypatch):
    """
    After three tries it is told how the last one ended; the run goes on.
    """
    monkeypatch.setenv(FAILPOINT, "kill:part:1")

    done = list(Processes(2).map(jobs[:1]))

    assert [{"made": jobs[0].made, "problem": DIED, "words": "signal 9"}] == done


def test_whoever_stops_listening_ends_the_processes(jobs):
    """
    A run that is given up in between leaves no process behind, and no part half written.
    """
    outcomes = Processes(2).map(jobs)
    next(outcomes)

    outcomes.close()  # a process or a pipe left behind would be a warning, which is an error

    assert all(read_part(place_at(jobs[0].place).read(name)) for name in made_in(jobs))


def made_in(jobs):
    """Return the results that are there."""
    return [name for name in place_at(jobs[0].place).names() if name.startswith("screen-")]
