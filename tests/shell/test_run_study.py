import traceback

import pytest

from flows.plan import make_plan
from flows.publishing import differences
from flows.run_study import code_waves, plainly, propose_codebook, run_study
from flows.workspace import ALL_WAVES
from nlp.contracts.errors import (
    ContractError,
    NotEnoughResponses,
    StageFailed,
    WorkspaceError,
)
from tests.shell.small_session import FallingPipeline
from tests.shell.small_workspace import edit

STEPS = ["prepare", "embed", "code", "tag", "find candidates", "estimate", "publish"]


class Notes:
    """Calls steps plainly and notes their order; stops at the one it is told to."""

    def __init__(self, stop_before=""):
        self.called = []
        self.stop_before = stop_before

    def __call__(self, name, subject, step):
        if self.stop_before == f"{subject}: {name}":
            raise KeyboardInterrupt
        self.called.append(f"{subject}: {name}")
        plainly(name, subject, step)


def plan_of(session):
    return make_plan(session.workspace, session.study, session.models)


def test_steps_are_called_one_by_one_in_their_order(session):
    """
    All waves are prepared, then each is coded and published, and the report comes last.
    """
    notes = Notes()

    folder = run_study(session, ["w1", "w2"], notes)

    prepared = [f"small {wave}: {step}" for wave in ("w1", "w2") for step in STEPS[:2]]
    coded = [f"small {wave}: {step}" for wave in ("w1", "w2") for step in STEPS[2:]]
    assert [*prepared, *coded, f"small {ALL_WAVES}: report"] == notes.called
    assert session.workspace.outputs("small") / ALL_WAVES == folder
    assert [] == differences(folder)


def test_coding_one_wave_touches_no_other(session):
    """
    Only the wave that was asked for is published.
    """
    code_waves(session, ["w2"], plainly)

    names = [path.name for path in session.workspace.outputs("small").iterdir()]
    assert [".versions", "w2"] == sorted(names)


@pytest.mark.parametrize("step", ["w1: tag", "w1: publish", "w2: estimate", "all-waves: report"])
def test_a_stopped_run_goes_on_where_it_was(start, step):
    """
    Stopped before any step, the next run computes only what is missing and ends up complete.
    """
    with pytest.raises(KeyboardInterrupt):
        run_study(start(), ["w1", "w2"], Notes(stop_before=f"small {step}"))
    kept = {path.name.partition("-")[0] for path in start().run("w1").folder.glob("*.parquet")}

    again = start()
    run_study(again, ["w1", "w2"], plainly)

    assert "screen" in kept
    assert set() == kept & set(again.run("w1").computed)
    assert () == plan_of(start()).to_do


def test_figures_are_not_shown_before_their_tables_are_noted(finished, start, root):
    """
    A run that dies while it notes its tables is made good by the next: no report mixes runs.
    """
    edit(root / "data" / "raw" / "small" / "w1.csv", "cheaper", "dearer")
    ledger = root / "data" / "interim" / "small" / "w1" / "ledger.json"
    ledger.unlink()
    ledger.mkdir()
    with pytest.raises(WorkspaceError, match=r"ledger\.json cannot be written"):
        run_study(start(), ["w1"], plainly)
    ledger.rmdir()

    session = start()
    run_study(session, plan_of(session).to_do, plainly)

    shown = root / "outputs" / "small" / ALL_WAVES / "coded_responses.csv"
    assert "dearer" in shown.read_text("utf-8")
    assert () == plan_of(start()).to_do


def test_deleted_tables_are_made_again_for_the_report(finished, start):
    """
    Kept tables may be deleted at any time: the report makes those it misses again.
    """
    session = start()
    for path in session.run("w1").folder.glob("*.parquet"):
        path.unlink()

    run_study(session, [], plainly)

    assert "read_respondents" in session.run("w1").computed
    assert [] == session.run("w2").computed
    assert () == plan_of(start()).to_do


def test_a_step_that_falls_over_says_where_and_quotes_nobody(session):
    """
    A foreign error becomes ours: kind and place go on, the rest stays in a private file.
    """
    session.pipeline = FallingPipeline()

    with pytest.raises(StageFailed) as caught:
        code_waves(session, ["w1"], plainly)

    details = session.workspace.interim("small") / "failure.txt"
    assert (
        f"small w1: the step `tag` fell over with ValueError. What happened stands in {details}"
        in (str(caught.value))
    )
    assert "saves us time" in details.read_text("utf-8")
    assert "saves us time" not in "".join(traceback.format_exception(caught.value))
    assert (None, None) == (caught.value.__cause__, caught.value.__context__)


def test_our_own_errors_pass_without_what_they_were_made_of(session):
    """
    An error of ours that was made of a foreign one goes on alone.
    """

    class Breaking:
        name = "breaking"

        def pipe(self, texts):
            try:
                raise ValueError(" ".join(texts))
            except ValueError:
                raise ContractError("Mentions is broken") from None

    session.pipeline = Breaking()

    with pytest.raises(ContractError, match=r"^Mentions is broken$") as caught:
        code_waves(session, ["w1"], plainly)

    assert (None, None) == (caught.value.__cause__, caught.value.__context__)


def test_two_runs_of_a_study_do_not_meet(start):
    """
    While a run is under way, another run of the same study is refused.
    """

    def start_another(name, subject, step):
        code_waves(start(), ["w1"], plainly)

    with pytest.raises(WorkspaceError, match="another run of small is under way"):
        code_waves(start(), ["w1"], start_another)


def test_too_few_answers_for_a_draft_are_told(session):
    """
    A study without a codebook and with few answers is told what it lacks.
    """
    session.workspace.codebook_file("small").unlink()

    with pytest.raises(NotEnoughResponses):
        propose_codebook(session, ["w1"], plainly)


def test_too_few_answers_for_themes_are_published_without(start):
    """
    Where no draft can be made, a run counts and lists what was said, and is then done.
    """
    session = start()
    session.workspace.codebook_file("small").unlink()

    folder = run_study(session, ["w1", "w2"], plainly)

    assert "No themes yet." in (folder / "report.html").read_text("utf-8")
    assert ((), "current") == (plan_of(start()).to_do, plan_of(start()).report.state)


def test_a_report_codes_the_waves_it_lacks(start):
    """
    Asked for one wave of a study that never ran, a report is made of all that are delivered.
    """
    notes = Notes()

    run_study(start(), ["w2"], notes)

    assert "small w1: publish" in notes.called
    assert () == plan_of(start()).to_do
