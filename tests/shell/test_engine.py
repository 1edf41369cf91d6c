import json
import shutil
import sqlite3
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.shell.small_workspace import edit, write_workspace

STEPS = ("prepare", "embed", "code", "tag", "find candidates", "estimate", "publish")

SCRIPT = """
import sys
from flows.surroundings import prepare_surroundings
prepare_surroundings()
from flows import engine
engine.run_study("small", ["w1", "w2"], sys.argv[1])
"""


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A run of the small study by Prefect, in a process and with a server of its own."""
    root = tmp_path_factory.mktemp("small")
    write_workspace(root)
    shutil.copy(ROOT / "configs" / "models.yaml", root / "configs")
    home = root / "prefect"
    subprocess.run(
        [sys.executable, "-c", SCRIPT, str(root)],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "HOME": str(root), "PREFECT_HOME": str(home)},
        check=True,
        capture_output=True,
    )
    return root


def rows(root, query):
    with sqlite3.connect(root / "prefect" / "prefect.db") as database:
        return database.execute(query).fetchall()


@pytest.mark.flow
@pytest.mark.slow
@pytest.mark.model
def test_prefect_records_a_run_of_the_study_and_a_task_per_step(done):
    """
    The server shows one run under the study's name, and its steps as tasks.

    Prefect's own server forgets some tasks of a short run when it ends, so not all are looked for.
    """
    assert [("small", "COMPLETED")] == rows(done, "select name, state_type from flow_run")
    tasks = {name for (name,) in rows(done, "select name from task_run")}
    assert tasks
    assert tasks <= {
        "small all-waves: report",
        *(f"small {wave}: {step}" for wave in ("w1", "w2") for step in STEPS),
    }


@pytest.mark.flow
@pytest.mark.slow
@pytest.mark.model
def test_prefect_is_told_names_only(done):
    """
    The parameters of the run are the study, its waves and a folder.
    """
    ((parameters,),) = rows(done, "select parameters from flow_run")

    expected = {"study_id": "small", "waves": ["w1", "w2"], "root": str(done)}
    assert expected == json.loads(parameters)


@pytest.mark.flow
@pytest.mark.slow
@pytest.mark.model
def test_nothing_is_left_to_do_after_a_run_by_prefect(done):
    """
    A run by Prefect leaves the same files as a plain one: nothing is to be done again.
    """
    from flows.commands import run
    from tests.shell.small_session import open_small

    assert "unchanged" == run(open_small(done), None, no_prefect=True)["outcome"]


@pytest.mark.flow
@pytest.mark.slow
def test_a_column_that_is_not_there_is_named_to_people_and_not_to_prefect(tmp_path):
    """
    Whoever runs the command reads what is wrong; Prefect's database holds the kind of error alone.
    """
    write_workspace(tmp_path)
    edit(tmp_path / "configs" / "studies" / "small.yaml", "column: ID", "column: Gruffalo")

    ended = subprocess.run(
        [sys.executable, "-c", "from flows.cli import main; main()", "run", "small"],
        cwd=tmp_path,
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(tmp_path),
            "PREFECT_HOME": str(tmp_path / "prefect"),
            "PYTHONPATH": str(ROOT),
        },
        check=False,
        capture_output=True,
        text=True,
    )

    assert 3 == ended.returncode, ended.stderr
    assert "Gruffalo" in ended.stderr
    assert [("FAILED",)] == rows(tmp_path, "select state_type from flow_run")
    files = [path for path in (tmp_path / "prefect").rglob("*") if path.is_file()]
    assert [] == [path for path in files if b"Gruffalo" in path.read_bytes()]


@pytest.mark.flow
def test_a_server_that_does_not_answer_is_said_so_at_once(tmp_path):
    """
    A Prefect that is not there is one line that says what to do, and nothing is run.
    """
    write_workspace(tmp_path)
    start = "from flows.cli import main; main()"

    ended = subprocess.run(
        [sys.executable, "-c", start, "run", "small", "--root", str(tmp_path)],
        cwd=ROOT,
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(tmp_path),
            "PREFECT_API_URL": "http://127.0.0.1:9/api",
        },
        check=False,
        capture_output=True,
        text=True,
    )

    assert 4 == ended.returncode
    assert "http://127.0.0.1:9/api does not answer" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "outputs").exists()
