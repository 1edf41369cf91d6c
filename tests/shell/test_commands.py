import pytest

from flows import commands
from flows.workspace import ALL_WAVES
from nlp.contracts.errors import (
    CodebookError,
    ModelUnavailable,
    OutputsChanged,
    SourceDataError,
    StudyConfigError,
)
from tests.shell.small_workspace import CODEBOOK_FILE, PEOPLE, REFUSED, edit, flip_bit

WHOLE = {
    "rows": PEOPLE + REFUSED,
    "accepted": PEOPLE,
    "set_aside": REFUSED,
    "respondents": PEOPLE,
    "responses": 2 * PEOPLE,
    "unrecognised_answers": 0,
}


def run(session, wave=None):
    return commands.run(session, wave, no_prefect=True)


def test_check_counts_what_a_run_would_read(small_weights, session):
    """
    A check reads all files, counts what is in them and leaves nothing behind.
    """
    answer = commands.check(session)

    assert ("in order", {"w1": WHOLE, "w2": WHOLE}) == (answer["outcome"], answer["waves"])
    assert (3, 3, ["en_core_web_sm"]) == (answer["themes"], answer["terms"], answer["models"])
    assert not (session.workspace.root / "outputs").exists()


def test_check_reads_the_weights(small_weights, session):
    """
    A check finds weights that are not the pinned ones before a night's run does.
    """
    flip_bit(small_weights)

    with pytest.raises(ModelUnavailable):
        commands.check(session)


def test_check_refuses_an_encoder_that_is_not_pinned(small_weights, root, start):
    """
    A study that asks for an encoder nobody pinned is not in order.
    """
    edit(root / "configs" / "studies" / "small.yaml", "{kind: words}", "{model: large}")

    with pytest.raises(ModelUnavailable, match="large is not pinned"):
        commands.check(start())


def test_a_run_does_all_there_is_to_do(start):
    """
    The first run codes every wave, and leaves nothing to do.
    """
    answer = run(start())

    assert ("done", ["w1", "w2"]) == (answer["outcome"], answer["waves"])
    assert ["current"] * 3 == [wave["state"] for wave in commands.status(start())["waves"]]


def test_a_run_without_any_change_does_nothing(finished, session):
    """
    The second run finds nothing changed and touches nothing.
    """
    before = session.workspace.outputs("small").stat().st_mtime_ns

    answer = run(session)

    assert ("unchanged", []) == (answer["outcome"], answer["waves"])
    assert before == session.workspace.outputs("small").stat().st_mtime_ns


def test_one_wave_can_be_run_alone(start):
    """
    Asked for one wave, a run codes that one; the report over all waves waits for the others.
    """
    answer = run(start(), "w2")

    assert (["w2"], ["w1"]) == (answer["waves"], answer["report_waits_for"])
    assert ["new", "current", "new"] == [w["state"] for w in commands.status(start())["waves"]]


def test_a_report_never_reads_old_tables_with_a_new_codebook(finished, start, root):
    """
    While another wave is changed, the report over all waves stays as it was published.
    """
    edit(root / "configs" / "codebooks" / "small.yaml", "Lost jobs", "Jobs")
    report = root / "outputs" / "small" / "all-waves" / "topline.csv"
    before = report.read_bytes()

    assert ["w1"] == run(start(), "w2")["report_waits_for"]
    assert before == report.read_bytes()


def test_what_is_shown_of_all_waves_is_as_old_as_the_oldest(finished, start, root):
    """
    Its own inputs are as they were, but one of its waves is not what would be made of it now.
    """
    with (root / "data" / "raw" / "small" / "w2.csv").open("a", encoding="utf-8") as export:
        export.write("\n")

    first, second, shown = commands.status(start())["waves"]

    assert ("current", "changed") == (first["state"], second["state"])
    assert ("changed", ("w2",)) == (shown["state"], shown["changed"])


def test_a_wave_that_is_not_yet_delivered_is_awaited(start, root):
    """
    A study file may name the next wave early: the others run, and the report shows them.
    """
    (root / "data" / "raw" / "small" / "w2.csv").unlink()

    answer = run(start())

    assert (["w1"], ["w2"], []) == tuple(
        answer[name] for name in ("waves", "awaited", "report_waits_for")
    )
    assert (root / "outputs" / "small" / "all-waves" / "report.html").is_file()
    with pytest.raises(SourceDataError, match=r"w2: .*w2\.csv"):
        run(start(), "w2")


def test_a_study_without_any_export_is_refused(small_weights, start, root):
    """
    Where nothing is delivered there is nothing to do, and a wrong path is the likely reason.
    """
    for wave in ("w1", "w2"):
        (root / "data" / "raw" / "small" / f"{wave}.csv").unlink()

    for verb in (run, commands.check, lambda session: commands.report(session, no_prefect=True)):
        with pytest.raises(SourceDataError, match=r"(?s)w1: .*w1\.csv.*w2: .*w2\.csv"):
            verb(start())
    with pytest.raises(SourceDataError):
        commands.propose(start(), None, replace=False, no_prefect=True)
    assert {"awaited", "new"} == {wave["state"] for wave in commands.status(start())["waves"]}


def test_an_export_that_is_gone_takes_no_wave_out_of_the_report(finished, start, root):
    """
    The other waves are coded, what was published stays, and the run says what is gone.
    """
    (root / "data" / "raw" / "small" / "w1.csv").unlink()
    edit(root / "data" / "raw" / "small" / "w2.csv", "cheaper", "dearer")
    report = root / "outputs" / "small" / "all-waves" / "topline.csv"
    before = report.read_bytes()

    with pytest.raises(SourceDataError, match=r"w1: .*w1\.csv"):
        run(start())

    assert before == report.read_bytes()
    assert ["missing", "current"] == [w["state"] for w in commands.status(start())["waves"]][:2]


def test_check_says_which_published_export_is_gone(finished, small_weights, start, root):
    """
    A wave that was published and whose export is gone is not in order: a run ends so too.
    """
    (root / "data" / "raw" / "small" / "w1.csv").unlink()

    with pytest.raises(SourceDataError, match=r"w1: .*w1\.csv"):
        commands.check(start())


def test_check_refuses_a_pattern_that_is_none(small_weights, root, start):
    """
    A lexicon that a run would refuse is refused by the check.
    """
    risks = root / "configs" / "lexicons" / "risks.yaml"
    term = "  - {term_id: X1, label: X, patterns: [[{LEMA: x}]]}\n"
    risks.write_text(risks.read_text("utf-8").rstrip() + "\n" + term, "utf-8")

    with pytest.raises(CodebookError, match="X1"):
        commands.check(start())


def test_nothing_published_is_nothing_to_verify(session):
    """
    Outputs that were never made, or are gone, are not said to be as they were.
    """
    with pytest.raises(OutputsChanged, match="nothing is published"):
        commands.verify(session)


def test_an_unknown_wave_is_refused(session):
    """
    A wave that the study has not is refused by whichever verb is given it.
    """
    with pytest.raises(StudyConfigError, match="unknown wave 'w9'"):
        run(session, "w9")
    with pytest.raises(StudyConfigError, match="unknown wave 'w9'"):
        commands.code_wave(session, "w9", no_prefect=True)
    with pytest.raises(StudyConfigError, match="unknown wave 'w9'"):
        commands.propose(session, "w9", replace=False, no_prefect=True)


def test_code_wave_codes_it_changed_or_not(start):
    """
    The verb that codes one wave does so every time, and touches no other.
    """
    commands.code_wave(start(), "w1", no_prefect=True)
    answer = commands.code_wave(start(), "w1", no_prefect=True)

    states = {wave["wave"]: wave["state"] for wave in commands.status(start())["waves"]}
    assert ["w1"] == answer["waves"]
    assert {"w1": "current", "w2": "new", ALL_WAVES: "new"} == states


def test_report_is_made_again_when_asked_for(finished, session):
    """
    The verb that reports does so although nothing changed, and codes nothing.
    """
    answer = commands.report(session, no_prefect=True)

    assert ("done", []) == (answer["outcome"], answer["waves"])


def test_status_names_the_codebook_in_use(start, workspace):
    """
    The status says which codebook a run would use, or that it would draft one.
    """
    assert str(workspace.codebook_file("small")) == commands.status(start())["codebook"]

    workspace.codebook_file("small").unlink()

    assert "none yet: a run drafts one if it can" == commands.status(start())["codebook"]


def test_a_draft_is_not_overwritten_unasked(session):
    """
    A draft that somebody may have edited is only replaced by --replace.
    """
    session.workspace.draft_file("small").write_text(CODEBOOK_FILE, "utf-8")

    with pytest.raises(CodebookError, match=r"is there already.*--replace"):
        commands.propose(session, None, replace=False, no_prefect=True)


def test_verify_compares_every_byte(finished, session):
    """
    Untouched outputs are verified by name; one flipped bit is found and its file named.
    """
    assert [ALL_WAVES, "w1", "w2"] == commands.verify(session)["verified"]
    flip_bit(session.workspace.outputs("small") / "w2" / "workbook.xlsx")

    with pytest.raises(OutputsChanged, match=r"w2: workbook\.xlsx has changed"):
        commands.verify(session)
