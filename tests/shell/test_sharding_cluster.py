"""A real Dask cluster on this machine: its processes, its certificates, its deaths."""

import pytest
from distributed import Client, Security

from flows.sharding.cluster import Cluster
from flows.sharding.jobs import Job
from nlp.contracts.errors import WorkspaceError
from tests.shell.sharded import made, say, texts
from tests.shell.tls_cluster import cluster, make_certificates

pytestmark = [
    pytest.mark.slow,
    pytest.mark.enable_socket,  # 127.0.0.1
    # of Dask's own: its loops and sockets end a moment after whoever asked
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ANYTHING = Job("screen", "/nowhere", "order-1.json", "given-1", "screen-1")


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """A scheduler and two workers."""
    with cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


def on(running):
    """Return what the project's settings say of a cluster."""
    return {
        "by": "dask",
        "scheduler": running.address,
        "certificates": running.certificates,
        "from_rows": 100,
        "rows": 100,
    }


def test_a_cluster_gives_the_same_bytes_as_one_piece(root, start, running):
    """
    Screened, encoded and coded by two workers, every table is what it is without them.
    """
    whole = made(start())
    say(root, **on(running))

    assert whole == made(start())


def test_workers_that_do_not_see_the_files_are_told_before_any_work(running):
    """
    Each is named, with what is to be done.
    """
    executor = Cluster(running.address, running.certificates)

    with pytest.raises(WorkspaceError, match="does not see /nowhere"):
        list(executor.map([ANYTHING]))


def test_who_has_no_certificate_of_the_authority_is_refused(running, tmp_path):
    """
    Neither another authority's certificate nor a client without TLS gets to the scheduler.
    """
    strange = make_certificates(tmp_path / "strange")

    with pytest.raises(WorkspaceError, match="no scheduler answers"):
        list(Cluster(running.address, strange, patience=5).map([ANYTHING]))
    with pytest.raises(OSError):  # noqa: PT011  (Dask raises one or the other of them)
        Client(running.address.replace("tls://", "tcp://"), timeout=5, security=Security())


def test_a_cluster_without_workers_is_told(tmp_path):
    """
    The message says so instead of waiting for ever.
    """
    with cluster(tmp_path / "empty", workers=0) as empty:
        executor = Cluster(empty.address, empty.certificates, patience=5)

        with pytest.raises(WorkspaceError, match="has no worker; start some"):
            list(executor.map([ANYTHING]))


def test_a_worker_that_is_killed_costs_its_part_only(root, start, tmp_path, monkeypatch):
    """
    One of two dies as soon as the first part of the codings is there: the bytes are the same.
    """
    answers = texts(900)
    whole = made(start(), answers=answers)
    with cluster(tmp_path / "dying") as dying:
        say(root, **on(dying))
        victim = dying.processes[-1]
        outcomes = Cluster.map

        def kill_after_the_first(self, jobs):
            for done in outcomes(self, jobs):
                if jobs[0].work == "code":
                    victim.kill()
                yield done

        monkeypatch.setattr(Cluster, "map", kill_after_the_first)

        assert whole == made(start(), answers=answers)
        assert -9 == victim.wait(timeout=30)
