import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as prometheus

from flows.durable import write_whole
from flows.metrics import MEANINGS, metrics
from flows.publishing import publish
from tests.shell.noted import note
from tests.shell.small_workspace import PEOPLE


@pytest.fixture
def read(workspace):
    """The samples of the small study, by name and labels without the study's."""

    def figures(parse=openmetrics):
        return {
            (one.name.removeprefix("openends_"), *list(one.labels.values())[1:]): one.value
            for family in parse(metrics(workspace, ["small"]))
            for one in family.samples
        }

    return figures


def test_a_finished_study_tells_runs_rows_and_health(finished, read, session):
    """
    A monitor learns of the last success, of what became of the rows, and of every figure.
    """
    note(session, "run", "unchanged")
    figures = read()

    assert 1769860800 == figures["success_ended_seconds",]
    assert (1, 0) == (figures["run_outcome", "unchanged"], figures["run_outcome", "failed"])
    assert PEOPLE == figures["rows", "w1", "accepted"]
    assert 0 == figures["health_measured", "w1", "", "ledger"]
    assert 1 == figures["health_sound", "w1", "", "ledger"]
    assert set(MEANINGS) == {name for name, *_ in figures}


def test_both_forms_of_the_text_are_the_same(finished, read):
    """
    Parsers of OpenMetrics and of Prometheus' older text read the same figures.
    """
    assert read(openmetrics) == read(prometheus)


def test_a_failure_leaves_the_last_success(finished, read, session):
    """
    A run that failed or was skipped is no success, and what was one stays one.
    """
    note(session, "run", "failed", 3)
    note(session, "run", "skipped", 4)
    figures = read()

    assert 3 == figures["run_exit_code",]
    assert 1 == figures["run_outcome", "skipped"]
    assert ("success_ended_seconds",) in figures


def test_a_study_that_never_ran_and_one_that_cannot_be_read_are_told_all_the_same(workspace):
    """
    A broken study file takes no other study out of the monitor.
    """
    write_whole(workspace.studies / "broken.yaml", "waves: [")

    assert ["broken", "small"] == workspace.study_ids
    assert "# EOF\n" == metrics(workspace, ["broken", "small"])


def test_odd_names_are_escaped(workspace, tmp_path):
    """
    A quotation mark or line break in a label breaks no line.
    """
    odd = {"wave": 'a"b\\c\nd', "fate": "accepted", "n": 1}
    facts = {"made_at": "2026-01-31T12:00:00+00:00", "rows": [odd]}
    publish(workspace.outputs("small"), "all-waves", {}, facts)

    (sample,) = [
        one
        for family in openmetrics(metrics(workspace, ["small"]))
        for one in family.samples
        if one.name == "openends_rows"
    ]
    assert odd["wave"] == sample.labels["wave"]
