"""A whole run over 40 respondents and two waves, added up."""

import csv
import io
import random
import shutil
from collections import Counter

import openpyxl
import pyarrow.parquet as pq
import pytest

from flows.plan import make_plan
from flows.publishing import differences, read_manifest
from flows.run_study import plainly, run_study
from flows.workspace import ALL_WAVES
from tests.shell.small_session import open_small
from tests.shell.small_workspace import (
    BROKEN_ROWS,
    PEOPLE,
    REFUSED,
    edit,
    rows_of,
    write_export,
    write_workspace,
)

WAVES = ("w1", "w2")
QUESTIONS = ("hopes", "worries")


def run(root):
    session = open_small(root)
    run_study(session, make_plan(session.workspace, session.study, session.models).to_do, plainly)
    return session


def table(root, name, wave=ALL_WAVES):
    content = (root / "outputs" / "small" / wave / name).read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def manifest_of(root, wave=ALL_WAVES):
    return read_manifest(root / "outputs" / "small" / wave)


def row_of(root, **where):
    (row,) = [
        row
        for row in table(root, "topline.csv")
        if all(row[key] == value for key, value in where.items())
    ]
    return row


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """The small study after a run; to be read and not to be changed."""
    root = tmp_path_factory.mktemp("done")
    write_workspace(root)
    run(root)
    return root


@pytest.fixture
def again(done, tmp_path):
    """A copy of the small study after a run, which may be changed."""
    shutil.copytree(done, tmp_path / "again", symlinks=True)
    return tmp_path / "again"


def test_every_row_of_an_export_is_counted_once(done):
    """
    A row is either a respondent or set aside under one rule, and no row is both or neither.
    """
    for wave in WAVES:
        refused = {q["rule"]: q["n"] for q in manifest_of(done)["quarantine"] if q["wave"] == wave}
        rules = {"blank_row": 1, "bad_weight": 1, "no_respondent_id": 1, "repeated": 1}
        people = {r["respondent_id"] for r in table(done, "coded_responses.csv", wave)}
        assert rules == refused
        assert REFUSED == sum(refused.values())
        assert PEOPLE + 1 + len(BROKEN_ROWS) == len(people) + sum(refused.values())


def test_respondents_times_questions_is_the_sum_of_statuses(done):
    """
    Every respondent has one response, with one status, to each open question of each wave.
    """
    counted = Counter()
    for entry in manifest_of(done)["statuses"]:
        counted[entry["wave"], entry["question_id"]] += entry["n"]
    listed = Counter((r["wave"], r["question_id"]) for r in table(done, "coded_responses.csv"))

    assert {(wave, question): PEOPLE for wave in WAVES for question in QUESTIONS} == counted
    assert counted == listed


def test_statuses_are_what_the_rows_say(done):
    """
    Blank, junk, refused and unasked answers are counted as what they are, by hand and by machine.
    """
    for wave in WAVES:
        rows = rows_of(wave)
        by_hand = {
            ("hopes", "empty"): sum(row[3] == "" for row in rows),
            ("hopes", "refusal"): sum(row[3] == "n/a" for row in rows),
            ("hopes", "gibberish"): sum(row[3] == "sdfkjhsdkfjh" for row in rows),
            ("worries", "not_asked"): sum(row[2] == "Observer" for row in rows),
            ("worries", "empty"): sum(row[2] != "Observer" and row[4] == "" for row in rows),
        }
        by_machine = {
            (entry["question_id"], entry["status"]): entry["n"]
            for entry in manifest_of(done)["statuses"]
            if entry["wave"] == wave and entry["status"] != "codable"
        }
        assert by_hand == {key: n for key, n in by_machine.items() if n}


def test_every_base_is_the_number_of_codable_responses(done):
    """
    All shares of a question and wave rest on the same people: those whose words can be coded.
    """
    codable = {
        (entry["wave"], entry["question_id"]): entry["n"]
        for entry in manifest_of(done)["statuses"]
        if entry["status"] == "codable"
    }
    for row in table(done, "topline.csv"):
        assert codable[row["wave"], row["question_id"]] == int(row["n_base"])


def test_weighted_figures_are_what_the_rows_say(done):
    """
    Who names a law, how many they are and what they weigh is found by hand in the export.
    """
    for wave in WAVES:
        asked = [row for row in rows_of(wave) if row[2] != "Observer" and row[4]]
        naming = [row for row in asked if "a law" in row[4]]
        found = row_of(done, wave=wave, question_id="worries", finding_id="mention:regulation")
        base = sum(float(row[1]) for row in asked)

        assert (len(naming), len(asked)) == (int(found["n_raised"]), int(found["n_base"]))
        assert base == pytest.approx(float(found["weighted_base"]))
        share = sum(float(row[1]) for row in naming) / base
        assert share == pytest.approx(float(found["share"]), abs=1e-4)


def test_a_denial_is_no_mention(done):
    """
    Who writes that no jobs will be lost does not count among those who name the loss of jobs.
    """
    for wave in WAVES:
        rows = [row for row in rows_of(wave) if row[2] != "Observer"]
        denying = sum(row[4].startswith("None that") for row in rows)
        denied = [
            row
            for row in table(done, "coded_responses.csv", wave)
            if row["question_id"] == "worries" and row["risk"] == "denied"
        ]
        assert denying == len(denied)


def test_crosstabs_add_up_to_the_topline(done):
    """
    Over the options of a single choice, bases and counts sum to those of the topline.
    """
    summed = Counter()
    for row in table(done, "crosstabs.csv"):
        key = (row["wave"], row["question_id"], row["finding_id"])
        summed[*key, "base"] += int(row["n_base"])
        summed[*key, "raised"] += int(row["n_raised"])

    for row in table(done, "topline.csv"):
        key = (row["wave"], row["question_id"], row["finding_id"])
        expected = (int(row["n_base"]), int(row["n_raised"]))
        assert expected == (summed[*key, "base"], summed[*key, "raised"])


def test_all_waves_are_the_waves_together(done):
    """
    The files over all waves hold the rows of each wave's own files, unchanged.
    """
    for name in ("topline.csv", "crosstabs.csv", "coded_responses.csv", "codings.csv"):
        apart = [row for wave in WAVES for row in table(done, name, wave)]
        assert apart == table(done, name)


def test_csv_parquet_and_workbook_agree(done):
    """
    The same figures and rows stand in every format.
    """
    folder = done / "outputs" / "small" / ALL_WAVES
    responses = table(done, "coded_responses.csv")
    columns = pq.read_table(folder / "coded_responses.parquet").to_pydict()
    book = openpyxl.load_workbook(folder / "workbook.xlsx", read_only=True)
    cells = Counter(
        str(cell)
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    )

    assert [row["response_id"] for row in responses] == columns["response_id"]
    assert [row["status"] for row in responses] == columns["status"]
    for row in table(done, "topline.csv"):
        assert 0 < cells[row["finding"]]
    assert [] == [row["response_id"] for row in responses if not cells[row["response_id"]]]


def test_published_files_are_those_of_their_manifests(done):
    """
    Byte for byte, what lies in the folders is what was published.
    """
    for name in (*WAVES, ALL_WAVES):
        assert [] == differences(done / "outputs" / "small" / name)


def test_nothing_is_computed_twice(again):
    """
    After a run nothing is to be done, and forced to run, no stage is computed.
    """
    session = open_small(again)
    assert () == make_plan(session.workspace, session.study, session.models).to_do

    run_study(session, WAVES, plainly)

    assert {"w1": [], "w2": []} == {wave: session.run(wave).computed for wave in WAVES}


def test_a_new_term_is_looked_for_without_reading_anything_again(again):
    """
    After an edit of a lexicon only mentions, and what rests on them, are made again.
    """
    edit(again / "configs" / "lexicons" / "regulation.yaml", "[a law]", "[nobody checks]")

    session = run(again)

    for wave in WAVES:
        assert ["tag", "link", "estimate_prevalence", "cross_tabulate"] == session.run(
            wave
        ).computed
    assert "Nobody checks" in (again / "outputs" / "small" / "w1" / "mentions.csv").read_text()


def test_a_remark_in_a_lexicon_moves_no_figure(again, done):
    """
    A change that finds nothing else is looked into and ends in the same tables.
    """
    edit(again / "configs" / "lexicons" / "risks.yaml", "terms:", "# a remark\nterms:")

    session = run(again)

    assert {"w1": [], "w2": []} == {wave: session.run(wave).computed for wave in WAVES}
    assert table(done, "topline.csv") == table(again, "topline.csv")


def test_another_export_of_one_wave_leaves_the_other_untouched(again):
    """
    A new delivery of the second wave is coded; the first one's files are not even rewritten.
    """
    before = (again / "outputs" / "small" / "w1").readlink()
    edit(again / "data" / "raw" / "small" / "w2.csv", "office", "house")

    session = run(again)

    assert ["w2"] == list(session.runs)[:1]
    assert before == (again / "outputs" / "small" / "w1").readlink()
    assert "screen" in session.run("w2").computed
    assert [] == session.run("w1").computed


def test_a_wave_run_alone_after_the_codebook_changed_reports_both(again):
    """
    With a theme less, the other wave is coded anew too, so that the report reads no old table.
    """
    codebook = again / "configs" / "codebooks" / "small.yaml"
    lines = codebook.read_text("utf-8").splitlines(keepends=True)
    codebook.write_text("".join(line for line in lines if "Lost jobs" not in line), "utf-8")

    run_study(session := open_small(again), ["w2"], plainly)

    rows = table(again, "topline.csv")
    assert {"time", "cost"} == {row["finding_id"] for row in rows if row["kind"] == "theme"}
    assert () == make_plan(session.workspace, session.study, session.models).to_do


def test_the_order_of_rows_does_not_matter(tmp_path, done):
    """
    An export sorted in another way gives the same figures, to the last digit.
    """
    write_workspace(tmp_path)
    for wave in WAVES:
        rows = rows_of(wave)
        random.Random(7).shuffle(rows)
        write_export(tmp_path / "data" / "raw" / "small" / f"{wave}.csv", rows)

    run(tmp_path)

    for name in ("topline.csv", "crosstabs.csv", "coded_responses.csv"):
        assert table(done, name) == table(tmp_path, name)
