import pytest

from flows.why import why
from nlp.contracts.errors import SourceDataError, StudyConfigError
from tests.shell.small_workspace import edit

STEPS = ("prepare", "embed", "code", "tag", "find candidates", "estimate", "publish", "report")


def looks(session, step, wave="w1"):
    """Return (verdict, because) of every stage of *step*."""
    stages = why(session, step, wave)["stages"]
    return {stage["stage"]: (stage["verdict"], stage["because"]) for stage in stages}


def content(root):
    return {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("step", STEPS)
def test_after_a_run_every_stage_is_kept(finished, start, step):
    """
    Nothing changed: no stage would run, and the wave is current.
    """
    answer = why(start(), step, None)

    assert {"kept"} == {stage["verdict"] for stage in answer["stages"]}
    assert {"current"} == {wave["state"] for wave in answer["waves"]}


@pytest.mark.parametrize(
    ("file", "old", "new", "step", "expected"),
    [
        (
            "configs/codebooks/small.yaml",
            "saves us time]",
            "saves time]",
            "code",
            {"code": ("runs", "codebook"), "explain_uncovered": ("runs", "codebook")},
        ),
        (
            "configs/codebooks/small.yaml",
            "saves us time]",
            "saves time]",
            "find candidates",
            {
                "pool_uncovered": ("may run", "if code gives other rows"),
                "discover_topics": ("may run", "if pool_uncovered gives other rows"),
                "describe_topics": (
                    "may run",
                    "if discover_topics or pool_uncovered gives other rows",
                ),
            },
        ),
        (
            "configs/lexicons/risks.yaml",
            "lose their",
            "lose",
            "tag",
            {"tag": ("runs", "pipeline")},
        ),
        ("configs/lexicons/risks.yaml", "lose their", "lose", "code", None),
        (
            "configs/studies/small.yaml",
            "{keep: [duplicate_campaign]}",
            "{keep: [duplicate_campaign], min_characters: 3}",
            "code",
            {
                "code": ("may run", "if unitise gives other rows"),
                "explain_uncovered": ("may run", "if code or unitise gives other rows"),
            },
        ),
    ],
    ids=["codebook", "after the codebook", "lexicon", "lexicon elsewhere", "screening"],
)
def test_what_changed_is_named_stage_by_stage(
    finished, start, root, file, old, new, step, expected
):
    """
    A stage runs for what it takes itself, and may run for what a stage before it gives.
    """
    edit(root / file, old, new)

    found = looks(start(), step)

    if expected is None:
        assert {"kept"} == {verdict for verdict, _ in found.values()}
    else:
        assert expected == found


def test_what_is_told_is_what_a_run_does(finished, start, root):
    """
    The stages that a look says run are those that the next run computes.
    """
    edit(root / "data" / "raw" / "small" / "w1.csv", "cheaper", "dearer")
    told = {step: looks(start(), step) for step in STEPS[:6]}
    runs = {s for found in told.values() for s, (verdict, _) in found.items() if verdict == "runs"}
    may = {
        s for found in told.values() for s, (verdict, _) in found.items() if verdict == "may run"
    }

    from flows.run_study import code_waves, plainly

    session = start()
    code_waves(session, ["w1"], plainly)

    computed = set(session.run("w1").computed)
    assert runs <= computed <= runs | may
    assert {"redact"} <= runs


def test_a_look_leaves_no_trace(finished, start, root):
    """
    No file is made, changed or touched, whatever would run.
    """
    edit(root / "data" / "raw" / "small" / "w1.csv", "cheaper", "dearer")
    before = content(root)

    for step in STEPS:
        why(start(), step, None)

    assert before == content(root)


def test_before_the_first_run_everything_is_new(session):
    """
    With nothing kept there is nothing to compare with, and every step would run.
    """
    assert ("runs", "it never ran") == looks(session, "prepare")["set_aside"]
    assert {"code": ("runs", "what comes before it is new")} == looks(session, "code")
    assert {"report": ("runs", "new")} == looks(session, "report", None)


def test_texts_without_a_vector_are_counted(finished, start, root):
    """
    Where vectors are gone, so many texts would be encoded.
    """
    for path in (root / "data" / "interim" / "_vectors").rglob("*.parquet"):
        path.unlink()

    verdict, because = looks(start(), "embed")["embed"]

    assert "runs" == verdict
    assert because.endswith("texts have no vector yet")


def test_a_lost_table_is_told_as_such(finished, start, root):
    """
    A table that was deleted is the reason, and no setting.
    """
    next((root / "data" / "interim" / "small" / "w1").glob("tag-*.parquet")).unlink()

    assert {"tag": ("runs", "its table is gone or damaged")} == looks(start(), "tag")


def test_only_known_stages_of_delivered_waves_can_be_asked_for(session, root):
    """
    A stage that is misspelt gets a hint; a wave without an export has no stages.
    """
    with pytest.raises(StudyConfigError, match=r"did you mean estimate\?"):
        why(session, "estimates", None)
    (root / "data" / "raw" / "small" / "w2.csv").unlink()
    with pytest.raises(SourceDataError, match="w2: its export is awaited"):
        why(session, "code", "w2")
