"""PostgreSQL, as Debian installs it, as the database of Prefect's server."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.operation.serving import Serving, free_port, write_project

pytestmark = [pytest.mark.server, pytest.mark.model, pytest.mark.long, pytest.mark.enable_socket]

PASSWORD = "only-for-this-test"


@pytest.fixture(scope="module")
def database():
    """A server of PostgreSQL that listens on this machine only; its address, with password."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        pytest.skip("PostgreSQL is not installed (Debian's package postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="openends-postgresql-"))
    port = free_port()
    try:
        server = _started(programs[-1].parent, folder, port)
        try:
            yield f"postgresql+asyncpg://openends:{PASSWORD}@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            server.wait(60)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _started(programs, folder, port):
    # PostgreSQL refuses to be run by root
    who = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
    password, data = folder / "password", folder / "data"
    password.write_text(PASSWORD, "utf-8")
    if who:
        for path in (folder, password):
            shutil.chown(path, "postgres", "postgres")
    made = (programs / "initdb", "-D", data, "-U", "openends", "-A", "scram-sha-256", "-E", "UTF8")
    subprocess.run([*made, f"--pwfile={password}"], check=True, capture_output=True, **who)
    listen = ("-c", "listen_addresses=127.0.0.1", "-p", str(port), "-k", str(folder))
    server = subprocess.Popen(
        [programs / "postgres", "-D", data, *listen],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **who,
    )
    ready = (programs / "pg_isready", "-h", "127.0.0.1", "-p", str(port), "-t", "60")
    for _ in range(60):
        if subprocess.run(ready, check=False, capture_output=True).returncode == 0:
            return server
    raise AssertionError("PostgreSQL did not start")


def test_prefect_keeps_its_records_in_postgresql(database, tmp_path):
    """
    With the one variable set, nights are scheduled, a run is done, and no SQLite file is made.
    """
    write_project(tmp_path)
    with Serving(tmp_path, PREFECT_SERVER_DATABASE_CONNECTION_URL=database) as served:
        scheduled = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
        served.until(lambda: served.runs(**scheduled), 90, "scheduled")
        wanted = {"study": "small"}
        run = served.ended(served.submit("code-wave", parameters={"wanted": wanted}))

    assert "COMPLETED" == run["state_type"]
    assert [] == list(tmp_path.rglob("*.db"))
    log = served.log.read_text("utf-8")
    assert "database is locked" not in log
    assert PASSWORD not in log
