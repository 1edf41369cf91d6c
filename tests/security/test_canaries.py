"""Marks on all that people say go through every stage and every failure, and out at no door."""

import base64
import logging
import subprocess
import sys
import tempfile

import pytest

from flows.run_study import plainly, run_study
from nlp.contracts.errors import StageFailed
from tests.conftest import ROOT
from tests.security.canaries import (
    ANSWER,
    COLUMN,
    KINDS,
    PERSON,
    everything_said,
    leaks_below,
    logged,
    marks_in,
    not_allowed,
    told_by,
    write_marked_workspace,
)
from tests.security.failing import PLACES, STAGES, fall_over
from tests.shell.small_session import open_small

UNFORESEEN = """
import sys
from flows import commands
from flows.cli import main
said = sys.argv.pop(1)
def fall_over(*args):
    try:
        raise LookupError(said)
    except LookupError:
        raise ValueError(said)
commands.check = commands.status = fall_over
main()
"""


@pytest.fixture(scope="module")
def finished_once(tmp_path_factory):
    """The folder of the marked study after a whole run: where failing runs start."""
    folder = tmp_path_factory.mktemp("marked")
    write_marked_workspace(folder)
    run_study(open_small(folder), ["w1", "w2"], plainly)
    return folder


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """A folder for temporary files alone."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize(
    "written",
    [
        b"a zqANSWER017h b",
        "a zqanswer017h b".encode("utf-16-le"),
        b"a zqanswer017h b".hex().encode(),
        *(base64.b64encode(b"." * before + b"zqanswer017h b") for before in range(4)),
    ],
    ids=["bytes", "utf-16", "hex", *(f"base64 at {before}" for before in range(4))],
)
def test_a_mark_is_found_however_it_is_written(written):
    """
    The search itself sees a mark in every coding that a database or a log may use.
    """
    assert {ANSWER} == marks_in(b"\x00 " + written + b" \xff")


def test_a_run_that_ends_well_tells_nobody(tmp_path, temporary, caplog, capfd):
    """
    Marks stand in deliveries, private tables and published files, and nowhere else at all.
    """
    root = tmp_path / "root"
    write_marked_workspace(root)
    caplog.set_level(logging.DEBUG)

    session = open_small(root)
    run_study(session, ["w1", "w2"], plainly)

    assert set() == marks_in(logged(caplog) + "".join(capfd.readouterr()))
    assert {} == not_allowed(root)
    assert {} == leaks_below(temporary)
    assert {*KINDS} == set().union(*leaks_below(root / "outputs").values())
    assert {*STAGES} == {stage for run in session.runs.values() for stage in run.computed}


def test_pseudonyms_leave_no_id_outside_of_the_deliveries(tmp_path):
    """
    Where a study has pseudonyms, ids as delivered stand in the deliveries alone.
    """
    write_marked_workspace(tmp_path, pseudonymise=True)

    run_study(open_small(tmp_path), ["w1", "w2"], plainly)

    holding = {name for name, kinds in leaks_below(tmp_path).items() if PERSON in kinds}
    assert holding
    assert set() == {name for name in holding if not name.startswith("data/raw/")}


@pytest.mark.parametrize("place", PLACES)
def test_a_run_that_falls_over_tells_nobody(
    place, finished_once, temporary, caplog, capfd, monkeypatch
):
    """
    Wherever a run falls over, and whatever the error quotes: the owner's file has it, no one else.
    """
    caplog.set_level(logging.DEBUG)
    root = finished_once
    before = {
        path: path.read_bytes() for path in (root / "outputs").rglob("*.*") if path.is_file()
    }
    session = open_small(root)
    if place.endswith("pseudonym_key"):
        respondent = session.study.respondent.model_copy(update={"pseudonymise": True})
        session.study = session.study.model_copy(update={"respondent": respondent})
    fall_over(place, everything_said(root), monkeypatch)

    with pytest.raises(StageFailed, match="ValueError") as caught:
        run_study(session, ["w1", "w2"], plainly)

    assert set() == marks_in(told_by(caught.value))
    assert set() == marks_in(logged(caplog) + "".join(capfd.readouterr()))
    assert {} == not_allowed(root)
    assert {} == leaks_below(temporary)
    assert {*KINDS} == marks_in((root / "data/interim/small/failure.txt").read_bytes())
    assert before == {path: path.read_bytes() for path in before}


@pytest.mark.parametrize("verb", ["check", "status"])
def test_a_command_that_falls_over_tells_nobody(verb, tmp_path):
    """
    What nobody foresaw outside of a run ends in kind and place, without the error's own words.
    """
    write_marked_workspace(tmp_path)
    command = [sys.executable, "-c", UNFORESEEN, everything_said(tmp_path)]

    ended = subprocess.run(
        [*command, verb, "small", "--root", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (70, set()) == (ended.returncode, marks_in(ended.stdout + ended.stderr))
    assert "fell over with ValueError of LookupError" in ended.stderr
    assert "in fall_over" in ended.stderr
    assert {} == not_allowed(tmp_path)


def test_an_export_of_other_columns_is_told_without_its_answers(tmp_path):
    """
    A column that is missing is named, since somebody must mend it; what people said is not.
    """
    write_marked_workspace(tmp_path)
    export = tmp_path / "data" / "raw" / "small" / "w1.csv"
    export.write_text(export.read_text("utf-8").replace("Hopes", "Fears", 1), "utf-8")

    with pytest.raises(Exception, match="w1") as caught:
        run_study(open_small(tmp_path), ["w1", "w2"], plainly)

    assert {COLUMN} == marks_in(told_by(caught.value))
    assert {} == not_allowed(tmp_path)
