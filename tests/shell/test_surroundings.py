import stat
import subprocess
import sys

import pytest

from flows.surroundings import PREFECT, QUIET_AND_OFFLINE
from tests.conftest import ROOT

TELL = """
import os, sys
from pathlib import Path
from flows.surroundings import prepare_surroundings
prepare_surroundings()
Path(sys.argv[1]).touch()
print(os.environ["HF_HUB_OFFLINE"], os.environ["PREFECT_LOGGING_LEVEL"])
"""


@pytest.fixture
def tell(tmp_path):
    """Prepares the surroundings in another process; returns what it says and makes."""

    def run(**environment):
        made = tmp_path / "made"
        said = subprocess.run(
            [sys.executable, "-c", TELL, str(made)],
            cwd=ROOT,
            env={"PATH": "", **environment},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        return said.split(), stat.S_IMODE(made.stat().st_mode)

    return run


def test_heavy_libraries_stay_offline_and_files_private(tell):
    """
    Nothing is fetched, nobody is told, and what is written is for its owner only.
    """
    assert (["1", "WARNING"], 0o600) == tell()


def test_what_a_person_has_set_stays(tell):
    """
    A setting that somebody made on purpose is not overruled.
    """
    assert ["1", "DEBUG"] == tell(PREFECT_LOGGING_LEVEL="DEBUG")[0]


def test_no_answer_can_reach_prefect_by_default():
    """
    Prefect keeps no results, logs no prints and sends no statistics.
    """
    assert "false" == PREFECT["PREFECT_RESULTS_PERSIST_BY_DEFAULT"]
    assert "false" == PREFECT["PREFECT_LOGGING_LOG_PRINTS"]
    assert "false" == PREFECT["PREFECT_SERVER_ANALYTICS_ENABLED"]
    assert "1" == QUIET_AND_OFFLINE["HF_HUB_OFFLINE"]
