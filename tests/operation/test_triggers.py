"""A dropped file, a command and a call over HTTP each start the run of a wave, once."""

import json
import re
import shutil
import subprocess

import pytest

from flows.digests import digest_of_file
from tests.conftest import ROOT
from tests.shell.small_inbox import corrected
from tests.shell.small_workspace import edit, rows_of, write_export

pytestmark = [pytest.mark.server, pytest.mark.model, pytest.mark.long, pytest.mark.enable_socket]


@pytest.fixture(autouse=True)
def settled(serving):
    """No other run of the study is under way, and its inbox is empty."""
    serving.until(lambda: not alive(serving), 240, "idle")
    shutil.rmtree(serving.root / "data" / "inbox" / "small", ignore_errors=True)


def alive(serving):
    going_on = {"type": {"any_": ["RUNNING", "PENDING", "CANCELLING"]}}
    return serving.runs(flow_runs={"state": going_on})


def drop(serving, name, rows):
    """Deliver as documented: under another name, then renamed."""
    path = serving.root / "data" / "inbox" / "small" / name
    aside = path.with_name(f"{name}.part")
    write_export(aside, rows)
    sha256 = digest_of_file(aside)
    aside.rename(path)
    return sha256


def by_key(serving, key):
    """The runs that were asked for with *key*."""
    return serving.runs(flow_runs={"idempotency_key": {"any_": [key]}})


def said(rows, text):
    """The rows with the first answer put otherwise."""
    return [(*rows[0][:3], text, rows[0][4]), *rows[1:]]


def test_a_dropped_file_starts_its_wave(serving):
    """
    A correction is put where the study file says, and one run of its wave publishes it.
    """
    sha256 = drop(serving, "w1.csv", corrected())
    key = f"small:w1:{sha256}"

    (run,) = serving.until(lambda: by_key(serving, key), 90, "started")
    ended = serving.ended(run["id"])

    assert "COMPLETED" == ended["state_type"]
    assert {"study": "small", "wave": "w1", "stages": "all", "redo": False} == ended["parameters"][
        "wanted"
    ]
    assert sha256 == digest_of_file(serving.root / "data" / "raw" / "small" / "w1.csv")
    state = serving.openends("status", "small", "--json").stdout
    assert '{"wave": "w1", "state": "current"' in state


def test_a_wrong_name_is_set_aside_and_starts_nothing(serving):
    """
    The reason lies beside the file, in our words; no run is asked for.
    """
    before = len(serving.runs())
    drop(serving, "w7.csv", rows_of("w1"))
    refused = serving.root / "data" / "inbox" / ".refused"

    reason = serving.until(lambda: list(refused.glob("*/reason.txt")), 90, "refused")[0]

    assert "no such wave" in reason.read_text("utf-8")
    assert before == len(serving.runs())


def test_the_command_asks_once_for_the_same_content(serving):
    """
    Asking twice is one run; a redo is another one; a corrected export is another one again.
    """

    def submitted(*more):
        return json.loads(serving.openends("submit", "small", "w2", *more, "--json").stdout)["run"]

    first = submitted()
    assert first == submitted()
    assert "COMPLETED" == serving.ended(first)["state_type"]
    assert first == submitted()

    redone = submitted("--redo")
    edit(serving.root / "data" / "raw" / "small" / "w2.csv", "It saves us time", "It saves time")
    corrected_run = submitted()
    assert 3 == len({first, redone, corrected_run})
    assert ["COMPLETED"] * 2 == [
        serving.ended(run)["state_type"] for run in (redone, corrected_run)
    ]


def test_a_run_that_was_ended_is_asked_for_anew(serving):
    """
    The key of a run that came to nothing finds the run after it: one, however often it is asked.
    """

    def submitted():
        return json.loads(serving.openends("submit", "small", "w1", "--json").stdout)["run"]

    write_export(
        serving.root / "data" / "raw" / "small" / "w1.csv",
        said(rows_of("w1"), "It saves us time."),
    )
    serving.api("PATCH", "/work_pools/openends", {"is_paused": True})
    try:
        first = submitted()
        died = {"state": {"type": "CRASHED"}, "force": True}
        serving.api("POST", f"/flow_runs/{first}/set_state", died)
        second = submitted()
    finally:
        serving.api("PATCH", "/work_pools/openends", {"is_paused": False})

    assert first != second
    assert second == submitted()
    assert "COMPLETED" == serving.ended(second)["state_type"]


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("jq")), reason="no curl or jq")
def test_the_documented_call_over_http_starts_a_wave(serving):
    """
    The lines of the operator's guide, as they stand there, start a run; a second call finds it.
    """
    guide = (ROOT / "docs" / "operations.md").read_text("utf-8")
    (lines,) = re.findall(r"```bash\n([^`]*create_flow_run[^`]*)```", guide)
    lines = lines.replace("http://127.0.0.1:4200", serving.url)
    lines = lines.replace("data/example/genai_open_strategies_2026-01", "data/raw/small/w2")
    lines = lines.replace("genai_open_strategies", "small").replace("2026-01", "w2")

    def called():
        done = subprocess.run(
            ["bash", "-eu", "-c", lines],
            cwd=serving.root,
            capture_output=True,
            text=True,
            check=False,
        )
        assert 0 == done.returncode, done.stderr
        return done.stdout.strip().splitlines()[-1]

    run = called()
    assert run == called()
    ended = serving.ended(run)
    assert ("COMPLETED", "w2") == (ended["state_type"], ended["parameters"]["wanted"]["wave"])


def test_two_waves_at_once_are_both_done(serving):
    """
    Files of two waves that arrive together are done one after the other, and none is lost.
    """
    keys = [
        f"small:{wave}:{drop(serving, f'{wave}.csv', said(rows_of(wave), 'It is quick.'))}"
        for wave in ("w1", "w2")
    ]
    for key in keys:
        (run,) = serving.until(lambda key=key: by_key(serving, key), 90, "started")
        serving.ended(run["id"], 240)

    state = serving.openends("status", "small", "--json").stdout
    assert 3 == state.count('"state": "current"')
