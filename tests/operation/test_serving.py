"""`openends serve` as a user starts it, and what people do with the server that it runs."""

import stat

import pytest

from flows.clock import now
from flows.locking import locked
from flows.workspace import Workspace
from tests.operation.serving import FINAL

pytestmark = [pytest.mark.server, pytest.mark.model, pytest.mark.slow, pytest.mark.enable_socket]

SCHEDULED = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}


def wanted(**what):
    return {"parameters": {"wanted": {"study": "small", **what}}}


def test_the_schedule_makes_runs(serving):
    """
    Within 90 seconds of the start the coming nights are scheduled, in the zone of the file.

    With versions of Prefect's foundations that do not fit, all looks well and none ever is.
    """
    soon = serving.until(lambda: serving.runs(**SCHEDULED), 90, "scheduled")

    assert 3 <= len(soon)
    assert {serving.deployment("nightly")["id"]} == {run["deployment_id"] for run in soon}
    assert {"Europe/Berlin"} == {
        one["schedule"]["timezone"] for one in serving.deployment("nightly")["schedules"]
    }


def test_a_night_happens_by_schedule(serving):
    """
    A run that nobody asked for starts by its cron line, does the studies and says so.
    """
    deployment = serving.deployment("nightly")["id"]
    line = {"schedule": {"cron": "* * * * *", "timezone": "Europe/Berlin"}, "active": True}
    (added,) = serving.api("POST", f"/deployments/{deployment}/schedules", [line])
    ended = {"deployment_id": {"any_": [deployment]}, "state": {"type": {"any_": [*FINAL]}}}

    def by_itself():
        return [run for run in serving.runs(flow_runs=ended) if run["auto_scheduled"]]

    try:
        runs = serving.until(by_itself, 400, "run by the schedule")
    finally:
        serving.api("DELETE", f"/deployments/{deployment}/schedules/{added['id']}")
    assert "COMPLETED" == runs[-1]["state_type"]
    assert (serving.root / "outputs" / "small" / "all-waves" / "report.html").is_file()
    shown = serving.api("GET", "/artifacts/nightly/latest")
    assert '"study": "small"' in shown["data"]


def test_a_rerun_with_parameters_works(serving):
    """
    A run asked for over the API codes the wave that it names, and says what it did.
    """
    run = serving.ended(serving.submit("code-wave", **wanted(wave="w2", stages="code", redo=True)))

    assert ("COMPLETED", "small w2") == (run["state_type"], run["name"])
    said = serving.until(
        lambda: [line for line in serving.logs(run["id"]) if "done" in line], 30, "logged"
    )
    assert ["small: done; w2"] == said


@pytest.mark.parametrize(
    "what",
    [
        {"study": "../elsewhere"},
        {"wave": "/etc"},
        {"stages": "everything"},
        {"redo": "perhaps"},
        {"answer": "free text"},
    ],
    ids=lambda what: next(iter(what)),
)
def test_what_does_not_fit_the_form_is_refused(serving, what):
    """
    The server itself takes names and choices only; no run is made of anything else.
    """
    deployment = serving.deployment("code-wave")["id"]
    path = f"/deployments/{deployment}/create_flow_run"

    assert serving.refused("POST", path, wanted(**what)) in (409, 422)


def test_a_second_start_is_skipped_and_says_who_runs(serving):
    """
    While another process works on the study, a run is recorded as skipped, with process and time.
    """
    folder = Workspace(serving.root).interim("small")
    with locked(folder, now):
        holder = (folder / ".lock").read_text("utf-8").strip()
        run = serving.ended(serving.submit("report", **wanted(redo=True)))

    assert ("CANCELLED", "Skipped") == (run["state_type"], run["state_name"])
    assert f"another run of small is under way ({holder})" in run["state"]["message"]


def test_a_study_that_fails_is_named_and_stops_no_other(serving):
    """
    A night with a study that cannot be run ends as failed by its name; the others are done.
    """
    bad = serving.root / "configs" / "studies" / "bad.yaml"
    bad.write_text("study_id: bad\n", "utf-8")
    try:
        run = serving.ended(serving.submit("nightly"))
    finally:
        bad.unlink()

    assert ("FAILED", "1 of 2 studies failed: bad") == (
        run["state_type"],
        run["state"]["message"],
    )
    outcomes = serving.api("GET", "/artifacts/nightly/latest")["data"]
    assert '{"study": "bad", "outcome": "failed (exit 2)"}' in outcomes
    assert '{"study": "small", "outcome": ' in outcomes


def test_a_cancelled_run_leaves_a_clean_state(serving):
    """
    A run that is cancelled in the middle frees its study, and the next one does the work.
    """
    run_id = serving.submit("code-wave", **wanted(redo=True))
    serving.until(lambda: serving.run(run_id)["state_type"] == "RUNNING", 200, "running")
    cancelling = {"state": {"type": "CANCELLING"}}
    serving.api("POST", f"/flow_runs/{run_id}/set_state", cancelling)

    assert serving.ended(run_id)["state_type"] in ("CANCELLED", "COMPLETED")
    with locked(Workspace(serving.root).interim("small"), now):
        pass  # nobody holds it
    again = serving.ended(serving.submit("code-wave", **wanted(redo=True)))
    assert "COMPLETED" == again["state_type"]
    assert "verified" in serving.openends("verify", "small", "--json").stdout


def test_nobody_gets_in_without_password_or_from_a_foreign_page(serving):
    """
    Without the password nothing is told, and without the token of the page nothing is changed.
    """
    path = "/deployments/name/nightly/nightly"
    assert 401 == serving.refused("GET", path, headers={"Authorization": ""})
    assert 403 == serving.refused("POST", "/flow_runs/filter", {}, headers={"Accept": "*/*"})


def test_secrets_and_database_are_for_their_owner_only(serving):
    """
    The password, the database and all that Prefect keeps can be read by nobody else.

    Its pages, which hold nothing of anybody, lie in such a folder with the modes they came with.
    """
    private = serving.root / "data" / "private"
    pages = private / "prefect" / "pages"
    assert 0o700 == stat.S_IMODE(pages.stat().st_mode)
    assert 0o700 == stat.S_IMODE(private.stat().st_mode)
    open_to_others = [
        path.relative_to(private).as_posix()
        for path in private.rglob("*")
        if stat.S_IMODE(path.stat().st_mode) & 0o077 and pages not in path.parents
    ]
    assert [] == open_to_others
    assert {"prefect", "prefect.auth"} == {path.name for path in private.iterdir()}
    assert not (serving.root / ".prefect").exists()


def test_deploying_twice_changes_nothing(serving):
    """
    `openends deploy` finds what is there: the same deployments, watches and number of nights.
    """

    def known():
        watches = serving.api("POST", "/automations/filter", {})
        nights = serving.until(lambda: serving.runs(**SCHEDULED), 90, "scheduled")
        return sorted(watch["name"] for watch in watches), len(nights)

    before = known()
    assert '"nightly/nightly"' in serving.openends("deploy", "--json").stdout
    assert before == known()
    pool = serving.api("GET", "/work_pools/openends")
    assert ("process", 1) == (pool["type"], pool["concurrency_limit"])
