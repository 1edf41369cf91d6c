"""What an edit would do, and what it does: through the command line, with real files."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from flows import commands
from flows.cli import app
from flows.impact import PUBLISHED, UNPUBLISHED, WRITTEN, compare_codings, in_lines
from flows.publishing import VERSIONS, read_manifest
from nlp.contracts.codebook import Codebook, Theme
from nlp.contracts.errors import CodebookError
from nlp.contracts.tables import Codings, build
from tests.shell.small_workspace import edit

LEDGER = """\
study_id: small
decisions:
  - {merge: [cost], into: time, by: Ana, why: one budget}
  - {rename: time, label: Time and money}
"""


def decide(root, text=LEDGER):
    (root / "configs" / "codebooks" / "small.decisions.yaml").write_text(text, "utf-8")


def codings(*pairs):
    rows = [
        {
            "unit_id": unit,
            "response_id": "r",
            "theme_id": theme,
            "source": "keyword",
            "confidence": 1.0,
            "evidence": "",
        }
        for unit, theme in pairs
    ]
    return build(rows, Codings)


def published(root, wave="w1"):
    return (root / "outputs" / "small" / wave / "codings.csv").read_bytes()


def n_units(content, theme):
    """Return how many units of published codings have *theme*."""
    lines = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    return [line["theme_id"] for line in lines].count(theme)


def test_units_that_a_theme_loses_and_gains_are_counted():
    """
    A theme whose units stay is not told, nor are units that another theme has as well.
    """
    before = codings(("u1", "a"), ("u2", "a"), ("u1", "b"), ("u3", "c"))
    after = codings(("u2", "a"), ("u3", "a"), ("u4", "a"), ("u1", "b"), ("u3", "d"))
    assert {"a": (2, 1, 2), "c": (1, 1, 0), "d": (0, 0, 1)} == compare_codings(before, after)
    assert {} == compare_codings(before, before)


def test_lines_follow_the_codebook_and_name_themes_that_are_gone():
    """
    Labels are those of now, and of then where a theme is there no more.
    """

    def book(**labels):
        themes = tuple(Theme(theme_id=t, label=x, examples=(t,)) for t, x in labels.items())
        return Codebook(study_id="s", themes=themes)

    lines = in_lines({"a": (2, 1, 2), "z": (1, 1, 0)}, book(a="A", z="Z"), book(b="B", a="New"))
    assert [
        "a (New): 3 units, were 2 (1 lost, 2 gained)",
        "z (Z): 0 units, were 1 (1 lost, 0 gained)",
    ] == lines
    assert ["no code moves"] == in_lines({}, book(a="A"), book(a="A"))


def test_nothing_moves_where_nothing_was_edited(finished, session):
    """
    The codebook in use is compared with the published one, which is the same.
    """
    answer = commands.impact(session)
    assert {"w1": ["no code moves"], "w2": ["no code moves"]} == answer["codes"]
    assert {"w1": PUBLISHED, "w2": PUBLISHED} == answer["compared_with"]


def test_the_impact_is_what_the_next_run_does(finished, start, root):
    """
    Told through the command line before anything is changed; the run then does just that.
    """
    before = published(root)
    had = n_units(before, "cost"), n_units(before, "time")
    decide(root)

    shown = CliRunner().invoke(app, ["impact", "small", "--root", str(root), "--json"])

    answer = json.loads(shown.output)
    lost = f"cost (Lower cost): 0 units, were {had[0]} ({had[0]} lost, 0 gained)"
    assert (2, "foreseen") == (answer["decisions"], answer["outcome"])
    assert lost in answer["codes"]["w1"]
    assert before == published(root)
    assert "changed" == commands.status(start())["waves"][0]["state"]

    commands.run(start(), None, no_prefect=True)

    after = published(root)
    assert 0 == n_units(after, "cost")
    n = n_units(after, "time")
    gained = f"time (Time and money): {n} units, were {had[1]} (0 lost, {n - had[1]} gained)"
    assert gained in answer["codes"]["w1"]
    report = (root / "outputs" / "small" / "all-waves" / "report.html").read_text("utf-8")
    assert "2 decisions" in report
    assert "Time and money" in report


def test_both_series_are_kept_when_people_decide(finished, start, root):
    """
    The earlier figures stay under their codebook's digest, and each series comes out again.
    """
    old, digest = published(root), read_manifest(root / "outputs/small/w1")["codebook"]["digest"]
    decide(root)
    commands.run(start(), None, no_prefect=True)

    kept = [
        path
        for path in (root / "outputs" / "small" / VERSIONS).glob("w1-*")
        if read_manifest(path)["codebook"]["digest"] == digest
    ]
    assert [old] == [(path / "codings.csv").read_bytes() for path in kept]
    assert old != published(root)
    shown = CliRunner().invoke(app, ["verify", "small", "--rederive", "--root", str(root)])
    assert (0, True) == (shown.exit_code, kept[0].name in shown.output)


def test_a_decision_from_a_wave_on_leaves_earlier_codes_as_they_are(finished, start, root):
    """
    Through a whole run, the codings of the wave before are the same bytes.
    """
    old, later = published(root, "w1"), published(root, "w2")
    decide(root, "study_id: small\ndecisions:\n  - {retire: cost, since: w2}\n")

    assert ["no code moves"] == commands.impact(start())["codes"]["w1"]
    commands.run(start(), None, no_prefect=True)

    assert old == published(root, "w1")
    assert 0 < n_units(later, "cost")
    assert 0 == n_units(published(root, "w2"), "cost")


def test_before_anything_is_published_the_codebook_is_compared_with_itself(start, root):
    """
    What decisions do can be seen before the first run.
    """
    decide(root)
    answer = commands.impact(start())
    assert WRITTEN == answer["compared_with"]["w1"]
    assert answer["codes"]["w1"][0].startswith("time (Time and money): ")
    assert not (root / "outputs").exists()


def test_a_decision_that_does_not_fit_stops_before_anything_is_done(finished, start, root):
    """
    The error names file and entry, and what was published stays.
    """
    before = published(root)
    decide(root, "study_id: small\ndecisions:\n  - {retire: costs}\n")

    with pytest.raises(CodebookError, match=r"small\.decisions\.yaml, entry 1 \(retire\): theme"):
        commands.run(start(), None, no_prefect=True)
    with pytest.raises(CodebookError, match="did you mean cost"):
        commands.check(start())
    assert before == published(root)


def test_a_codebook_edited_by_hand_shows_what_it_does(finished, start, root):
    """
    Edits of the codebook itself are compared with what was published, like decisions.
    """
    edit(root / "configs/codebooks/small.yaml", "keywords: [cheaper]", "keywords: [garden]")
    (line,) = [x for x in commands.impact(start())["codes"]["w1"] if x.startswith("cost (")]
    assert "gained)" in line
    assert "0 lost, 0 gained" not in line


def test_without_published_mentions_the_impact_says_so(start, root):
    """
    Mentions are compared with nothing, and none of them moves.
    """
    answer = commands.impact(start())
    assert {"w1": UNPUBLISHED, "w2": UNPUBLISHED} == answer["mentions"]
    assert [] == answer["moves"]
