import csv
import io
import json

import pytest

from flows.code_wave import code_units, embed_units, estimate, find_candidates, prepare, tag_units
from flows.publishing import read_manifest
from flows.results import gather, publish_results
from tests.shell.small_workspace import edit

FILES = [
    "coded_responses.csv",
    "coded_responses.parquet",
    "codings.csv",
    "crosstabs.csv",
    "health.csv",
    "manifest.json",
    "mentions.csv",
    "mentions_by_respondent.csv",
    "remarks.csv",
    "report.html",
    "rows_delivered.csv",
    "rows_set_aside.csv",
    "topic_lineage.csv",
    "topline.csv",
    "uncovered.csv",
    "wordings.csv",
    "workbook.xlsx",
]


@pytest.fixture
def coded(session):
    """The small study with both waves coded."""
    for wave in session.wave_order:
        for step in (prepare, embed_units, code_units, tag_units, find_candidates, estimate):
            step(session, wave)
    return session


def test_all_files_are_published_with_where_they_came_from(coded):
    """
    Tables, workbook and page are there, and the manifest names inputs, models, stages and counts.
    """
    folder = publish_results(coded, ["w1"], "w1", {"source": "abc"})

    assert FILES == sorted(path.name for path in folder.iterdir())
    manifest = read_manifest(folder)
    assert ("small", ["w1"], {"source": "abc"}) == tuple(
        manifest[key] for key in ("study_id", "waves", "inputs")
    )
    assert ("hashed-words-512", "2026-01-31T12:00:00+00:00") == (
        manifest["encoder"],
        manifest["made_at"],
    )
    assert "screen" in [record["stage"] for record in manifest["stages"]["w1"]]


def test_a_manifest_quotes_nobody(coded):
    """
    The manifest holds names, counts and digests, and not a word of an answer.
    """
    folder = publish_results(coded, ["w1", "w2"], "all", {})

    manifest = (folder / "manifest.json").read_text("utf-8")
    assert [] == [word for word in ("garden", "cheaper than", "law about") if word in manifest]


def test_results_hold_the_rows_of_all_waves(coded):
    """
    What is shown over several waves is what each of them has.
    """
    both = gather(coded, ["w1", "w2"])

    for name in ("screened", "units", "codings", "mentions", "prevalence", "quarantine"):
        apart = [len(getattr(gather(coded, [wave]), name)) for wave in ("w1", "w2")]
        assert (name, sum(apart)) == (name, len(getattr(both, name)))


def test_a_question_is_shown_as_it_was_put_last(start, root):
    """
    The wording of a question is that of the latest wave which asked it.
    """
    edit(root / "data" / "raw" / "small" / "w2.csv", "HOPES", "What do you hope for?")
    edit(
        root / "configs" / "studies" / "small.yaml",
        "column: HOPES",
        'column: {w1: HOPES, w2: "What do you hope for?"}',
    )
    session = start()
    for wave in session.wave_order:
        for step in (prepare, embed_units, code_units, tag_units, find_candidates, estimate):
            step(session, wave)

    assert {"hopes": "What do you hope for?", "worries": "WORRIES"} == gather(
        session, ["w1", "w2"]
    ).wordings


def test_the_same_tables_give_the_same_bytes(coded):
    """
    Publishing again what did not change gives files that are equal byte for byte.
    """
    first = read_manifest(publish_results(coded, ["w1"], "one", {}))
    second = read_manifest(publish_results(coded, ["w1"], "two", {}))

    assert json.dumps(first) == json.dumps(second)


def test_tables_open_in_a_spreadsheet(coded):
    """
    CSV files have one header, rows of equal width, and no cell that a spreadsheet would run.
    """
    folder = publish_results(coded, ["w1", "w2"], "all", {})

    for path in folder.glob("*.csv"):
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
        assert {len(rows[0])} == {len(row) for row in rows}
        assert [] == [cell for row in rows for cell in row if cell[:1] in ("=", "+", "@")]
