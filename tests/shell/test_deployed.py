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
