import pytest

from flows import deployed
from flows.wanted import Wanted
from nlp.contracts.errors import AlreadyRunning


def test_each_flow_is_called_as_its_deployment_and_takes_names_only():
    """
    The nightly run takes nothing; the others one form, and no result is kept by Prefect.
    """
    flows = (deployed.nightly, deployed.code_wave, deployed.report)

    assert ["nightly", "code-wave", "report"] == [flow.name for flow in flows]
    forms = [list(flow.parameters.properties) for flow in flows]
    assert [[], ["wanted"], ["wanted"]] == forms
    assert {False} == {flow.persist_result for flow in flows}


@pytest.mark.parametrize("flow", [deployed.code_wave, deployed.report])
def test_a_run_that_finds_another_at_work_is_skipped(workspace, monkeypatch, flow):
    """
    Its last state says so by its name, and tells who is at it.
    """

    def find_another(workspace, wanted):
        raise AlreadyRunning("another run of small is under way (process 7)")

    monkeypatch.setattr(deployed, "_workspace", lambda: workspace)
    monkeypatch.setattr(deployed, "carry_out", find_another)

    state = flow.fn(Wanted(study="small"))

    assert "Skipped" == state.name
    assert "Skipped: another run of small is under way (process 7)" == state.message


@pytest.mark.parametrize(
    ("outcomes", "sent"),
    [
        ({"large": "done", "small": "unchanged"}, []),
        ({"broken": "failed (exit 2)", "small": "done"}, ["1 of 2 studies failed: broken."]),
    ],
    ids=["well", "ill"],
)
def test_a_night_that_failed_sends_word_of_its_studies(workspace, monkeypatch, outcomes, sent):
    """
    One of them may have failed before it could send any itself; a night that went well is silent.
    """
    words = []
    monkeypatch.setattr(deployed, "_workspace", lambda: workspace)
    monkeypatch.setattr(deployed, "work_through", lambda workspace, log: outcomes)
    monkeypatch.setattr(deployed, "send_word", lambda subject, body: words.append(body))
    monkeypatch.setattr(deployed, "create_table_artifact", lambda *table, **about: None)
    monkeypatch.setattr(deployed, "get_run_logger", lambda: None)
    monkeypatch.setattr(deployed.flow_run, "scheduled_start_time", deployed.now(), raising=False)

    state = deployed.nightly.fn()

    assert sent == [body.partition(" Look:")[0] for body in words]
    assert bool(sent) == (state is not None and state.is_failed())
