"""What the files say about deployments, before any server hears of it."""

import datetime as dt
import importlib
import tomllib
from zoneinfo import ZoneInfo, available_timezones

import pytest

from flows.surroundings import PREFECT, SERVICE
from flows.yaml_files import read_yaml
from nlp.contracts.errors import StudyConfigError
from tests.conftest import ROOT

NOT_FOR_OTHERS = ("LOGGING_LEVEL", "EXTRA_LOGGERS", "EPHEMERAL_ENABLED")
"""What is quiet, talkative or strict in our own commands only."""


@pytest.fixture(scope="module")
def deployments():
    """The deployments of the project, by name; the file is YAML as all of ours."""
    said = read_yaml(ROOT / "configs" / "prefect.yaml", StudyConfigError)
    return {deployment["name"]: deployment for deployment in said["deployments"]}


@pytest.fixture
def schedule(deployments):
    """The one schedule of the nights."""
    (schedule,) = deployments["nightly"]["schedules"]
    return schedule


async def nights(schedule, zone, start, days):
    """Return when Prefect would run in *zone*, from *start* on."""
    from prefect.client.schemas.schedules import CronSchedule as Client
    from prefect.server.schemas.schedules import CronSchedule

    said = Client(cron=schedule["cron"], timezone=zone).model_dump()
    end = start + dt.timedelta(days=days)
    return await CronSchedule(**said).get_dates(n=days + 5, start=start, end=end)


def test_every_deployment_is_a_flow_of_its_name(deployments):
    """
    What is deployed can be imported, and is found as `name/name` by those who ask for runs.
    """
    entrypoints = {
        name: deployment["entrypoint"].rsplit(".", 1) for name, deployment in deployments.items()
    }

    assert {"nightly", "code-wave", "report"} == set(entrypoints)
    for name, (module, function) in entrypoints.items():
        assert name == getattr(importlib.import_module(module), function).name


def test_a_run_outlives_its_worker(deployments):
    """
    No run writes to its worker, which would end it when the worker is killed.
    """
    pool = {"name": "openends", "job_variables": {"stream_output": False}}
    assert [pool] * 3 == [deployment["work_pool"] for deployment in deployments.values()]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
def test_each_night_has_one_run_when_clocks_change_too(schedule, zone):
    """
    In a year there are 365 nights, each on a day of its own, whatever the clocks do.
    """
    import asyncio

    start = dt.datetime(2026, 1, 1, tzinfo=ZoneInfo(zone))
    dates = asyncio.run(nights(schedule, zone, start, 365))

    local = [date.astimezone(ZoneInfo(zone)) for date in dates]
    assert 365 == len({date.date() for date in local}) == len(local)
    assert {(4, 30)} == {(date.hour, date.minute) for date in local}


def test_no_clock_change_of_these_years_touches_the_hour_of_the_night(schedule):
    """
    Wherever people set the zone to, the clock shows half past four once a night.
    """
    minute, hour = map(int, schedule["cron"].split()[:2])
    touched = set()
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        for day in range(365 * 2):
            night = dt.datetime(2026, 1, 1, hour, minute, tzinfo=zone) + dt.timedelta(days=day)
            if night.utcoffset() != night.replace(fold=1).utcoffset():
                touched.add(name)
    assert set() == touched


def test_the_zone_is_named(schedule):
    """
    A cron line without a zone would mean the night of Greenwich.
    """
    assert schedule["timezone"] in available_timezones()


def test_prefects_own_commands_find_the_settings_of_ours():
    """
    What pyproject.toml tells Prefect in this folder is what our commands tell it.
    """
    said = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["prefect"]
    from_file = dict(_flat("PREFECT", said))

    expected = {
        name: value
        for name, value in (PREFECT | SERVICE).items()
        if not name.endswith(NOT_FOR_OTHERS)
    }
    assert expected == from_file


def _flat(name, said):
    if isinstance(said, dict):
        for key, value in said.items():
            yield from _flat(f"{name}_{key.upper()}", value)
    elif isinstance(said, list):
        yield name, ",".join(said)
    else:
        yield name, str(said).lower() if isinstance(said, bool) else str(said)
