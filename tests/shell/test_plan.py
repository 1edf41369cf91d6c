import pytest

from flows.plan import make_plan, report_inputs, wave_inputs
from flows.publishing import publish
from flows.workspace import ALL_WAVES
from tests.shell.small_workspace import edit

STUDY = "configs/studies/small.yaml"


@pytest.fixture
def published(start):
    """The small study as a run leaves it, with outputs of both waves and of all waves."""
    session = start()
    outputs = session.workspace.outputs("small")
    for wave in session.wave_order:
        inputs = wave_inputs(session.workspace, session.study, wave, session.models)
        publish(outputs, wave, {"topline.csv": b"figures"}, {"inputs": inputs})
    inputs = report_inputs(session.workspace, session.study)
    publish(outputs, ALL_WAVES, {"report.html": b"page"}, {"inputs": inputs})
    return session


def states(session):
    plan = make_plan(session.workspace, session.study, session.models)
    return {s.wave: (s.state, *s.changed) for s in (*plan.waves, plan.report)}


def test_nothing_published_is_all_new(session):
    """
    Of a study that never ran every wave is new, and is to be done.
    """
    assert {"w1": ("new",), "w2": ("new",), ALL_WAVES: ("new",)} == states(session)
    plan = make_plan(session.workspace, session.study, session.models)
    assert ("w1", "w2") == plan.to_do


def test_published_and_untouched_is_current(published, start):
    """
    As long as nothing changed, another process finds nothing to do.
    """
    expected = {"w1": ("current",), "w2": ("current",), ALL_WAVES: ("current",)}

    assert expected == states(start())
    assert () == make_plan(published.workspace, published.study, published.models).to_do


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("data/raw/small/w2.csv", "cheaper", "dearer", {"w2": "source"}),
        (
            "configs/codebooks/small.yaml",
            "Lost jobs",
            "Jobs",
            {"w1": "codebook", "w2": "codebook"},
        ),
        (
            "configs/lexicons/risks.yaml",
            "lose their",
            "lose",
            {"w1": "lexicons", "w2": "lexicons"},
        ),
        ("configs/models.yaml", "000", "111", {"w1": "models", "w2": "models"}),
        (STUDY, "A small study", "Another", {"w1": "study", "w2": "study"}),
        (STUDY, "w2.csv}", "w2.csv, fielded: [2025-01-01, 2025-01-31]}", {"w2": "study"}),
        (STUDY, "w2.csv}", "w2.csv}\n  w3: {source: w3.csv}", {}),
        (STUDY, "waves:", "# a remark\nwaves:", {}),
    ],
    ids=["export", "codebook", "lexicon", "models", "title", "other wave", "new wave", "remark"],
)
def test_what_changed_is_named(published, start, root, file, old, new, expected):
    """
    Of each wave the plan names what is not as it was, and of no other wave anything.
    """
    if "w3" in new:
        (root / "w3.csv").write_text("ID,Q", "utf-8")
    edit(root / file, old, new)

    found = states(start())

    changed = {wave: state[1] for wave, state in found.items() if state[0] == "changed"}
    assert expected == {wave: what for wave, what in changed.items() if wave != ALL_WAVES}


def test_an_earlier_wave_put_before_changes_the_later_one(published, start, root):
    """
    The order of waves says when themes are live, so a wave inserted before another moves it.
    """
    (root / "w0.csv").write_text("ID,Q", "utf-8")
    edit(root / STUDY, "  w2:", "  w0: {source: w0.csv}\n  w2:")

    found = states(start())

    assert [("current",), ("new",), ("changed", "study")] == [found[w] for w in ("w1", "w0", "w2")]


def test_deleted_outputs_are_made_again(published, start, root):
    """
    A published file that is gone or cut short is a reason to publish again.
    """
    (root / "outputs" / "small" / "w1" / "topline.csv").write_bytes(b"fig")

    assert ("changed", "outputs") == states(start())["w1"]


def test_a_report_is_old_once_a_wave_was_published_again(published, start, root):
    """
    The results of all waves are those of the published waves, and of no others.
    """
    publish(root / "outputs" / "small", "w1", {"topline.csv": b"new"}, {"inputs": {"source": "x"}})

    state, *changed = states(start())[ALL_WAVES]
    assert "changed" == state
    assert {"w1"} == {name.split()[0] for name in changed}


def test_an_export_that_never_was_there_is_awaited(session, root):
    """
    A wave whose export is not delivered yet is not to be done.
    """
    (root / "data" / "raw" / "small" / "w2.csv").unlink()

    assert ("awaited",) == states(session)["w2"]


def test_the_order_of_a_study_file_counts(published, start, root):
    """
    Questions and options stand in the order of the study file, so another order is a change.
    """
    study = published.study
    swapped = dict(reversed(study.open_questions.items()))
    other = study.model_copy(update={"open_questions": swapped})

    assert study == other
    plan = make_plan(published.workspace, other, published.models)
    assert ("changed", ("study",)) == (plan.waves[0].state, plan.waves[0].changed)
