import pytest
from pydantic import ValidationError

from flows.wanted import Wanted, WantedReport, carry_out
from nlp.contracts.errors import HeldBack, StageFailed, StudyConfigError


@pytest.mark.parametrize(
    "said",
    [
        {"study": "../small"},
        {"study": "small\n"},
        {"study": "Small"},
        {"study": ""},
        {"study": "small", "wave": "w1/.."},
        {"study": "small", "wave": "w1\n"},
        {"study": "small", "stages": "prepare"},
        {"study": "small", "note": "free text"},
        {"study": "small", "wave": "w1", "stages": "report"},
    ],
    ids=str,
)
def test_form_takes_names_and_choices_only(said):
    """
    No path, no free text, and no report of one wave.
    """
    with pytest.raises(ValidationError):
        Wanted(**said)


def test_form_says_what_its_fields_mean():
    """
    Whoever fills it in reads a title and a sentence at each field.
    """
    for form in (Wanted, WantedReport):
        fields = form.model_json_schema()["properties"]
        assert ["study", "wave", "stages", "redo"] == list(fields)
        assert all(field["title"] and field["description"] for field in fields.values())


def test_report_is_what_the_form_of_reports_begins_with():
    """
    The two forms differ in what is chosen already.
    """
    assert ("all", "report") == (Wanted(study="a").stages, WantedReport(study="a").stages)


@pytest.mark.parametrize("stages", ["all", "code", "report"])
def test_nothing_is_done_where_nothing_changed(workspace, finished, stages):
    """
    Without `redo`, what is as it should be stays so.
    """
    (answer,) = carry_out(workspace, Wanted(study="small", stages=stages))

    assert ("unchanged", []) == (answer["outcome"], answer["waves"])


def test_a_wave_that_is_not_there_is_refused(workspace):
    """
    A wave of the right form that the study does not have is told with those that it has.
    """
    with pytest.raises(StudyConfigError, match="unknown wave 'w9' of small; known are w1, w2"):
        carry_out(workspace, Wanted(study="small", wave="w9"))


def test_an_error_that_nobody_foresaw_reaches_prefect_without_its_words(workspace, monkeypatch):
    """
    Prefect writes down what a flow ends in, and a foreign error may quote an answer.
    """

    def fall_over(*args):
        raise LookupError("It saves us time.")

    monkeypatch.setattr("flows.commands.run", fall_over)

    with pytest.raises(StageFailed, match="the run of small fell over") as raised:
        carry_out(workspace, Wanted(study="small"))
    assert (None, None) == (raised.value.__cause__, raised.value.__context__)
    assert "saves" not in str(raised.value)


def test_waves_done_again_are_all_done_though_one_is_held_back(workspace, finished, monkeypatch):
    """
    As in a night: figures of one wave say nothing against another, and all are told at the end.
    """
    done = []

    def code(session, wave, no_prefect):
        done.append(wave)
        raise HeldBack(f"{wave} is not published", [f"{wave}: too much junk"])

    monkeypatch.setattr("flows.commands.code_wave", code)

    with pytest.raises(HeldBack, match="w1 is not published\nw2 is not published") as raised:
        carry_out(workspace, Wanted(study="small", redo=True))
    assert ["w1", "w2"] == done
    assert ("w1: too much junk", "w2: too much junk") == raised.value.figures
