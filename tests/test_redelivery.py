"""A wave is delivered again: what changed is told, and only that is encoded anew."""

import csv
import io

import numpy as np
import pytest

from flows.checking import look_at_wave
from flows.deliveries import last_change, take_delivery
from flows.plan import make_plan
from flows.reading import read_wave
from flows.run_study import plainly, run_study
from flows.vector_store import StoredEncoder
from nlp.contracts.errors import SourceDataError, WorkspaceError
from nlp.themes.encoders import WordEncoder
from tests.shell.small_session import open_small
from tests.shell.small_workspace import edit, rows_of, write_export, write_workspace

SPOKEN = "Nothing like this was ever said before in any wave."


class Counting:
    """An encoder that remembers which texts it was given."""

    name = WordEncoder().name

    def __init__(self):
        self.encoded = []

    def encode(self, texts):
        self.encoded += texts
        return WordEncoder().encode(texts) if texts else np.empty((0, 512), np.float32)


def run(root):
    """Run both waves and return the session, whose encoder has counted."""
    session = open_small(root)
    session.counting = Counting()
    session._stored = StoredEncoder(session.counting, session.workspace.vectors)
    run_study(session, ("w1", "w2"), plainly)
    return session


def resent(rows):
    """One respondent fewer, one more, two who changed their words."""
    changed = [(*row[:3], SPOKEN, row[4]) for row in rows[:2]]
    return [*changed, *rows[2:-1], ("p77", "1", "User", "It saves us time.", "")]


def published(root, wave):
    """The published tables by name; the page and the manifest say when they were made."""
    folder = root / "outputs" / "small" / wave
    kept = ("codings.csv", "coded_responses.csv", "topline.csv", "crosstabs.csv", "mentions.csv")
    return {name: (folder / name).read_bytes() for name in kept}


@pytest.fixture
def workspaces(tmp_path):
    """A workspace in which a wave comes twice, and one in which only the second delivery comes."""
    roots = tmp_path / "twice", tmp_path / "clean"
    for root in roots:
        write_workspace(root)
    run(roots[0])
    for root in roots:
        write_export(root / "data" / "raw" / "small" / "w1.csv", resent(rows_of("w1")))
    return roots


def test_a_second_delivery_comes_out_as_if_it_were_the_first(workspaces):
    """The tables equal those of a workspace that never saw the earlier one, byte for byte."""
    twice, clean = workspaces
    session = run(twice)
    run(clean)

    assert last_change(session, "w1")["words"].startswith("1 added, 1 removed, 2 changed")
    for wave in ("w1", "w2", "all-waves"):
        assert published(clean, wave) == published(twice, wave)


def test_only_new_words_are_encoded(workspaces):
    """Of the second delivery nothing is encoded but what nobody wrote before."""
    twice, _ = workspaces
    assert [SPOKEN] == run(twice).counting.encoded


def test_the_earlier_delivery_stays(workspaces):
    """Both files are kept as they came."""
    twice, _ = workspaces
    run(twice)
    kept = sorted((twice / "data" / "raw" / "small" / "w1").glob("*-w1.csv"))
    assert 2 == len(kept)
    assert (twice / "data" / "raw" / "small" / "w1.csv").read_bytes() in [
        path.read_bytes() for path in kept
    ]


def test_reordered_rows_change_nothing(tmp_path):
    """The same records in another order: the same content, and the same tables."""
    write_workspace(tmp_path)
    run(tmp_path)
    before = published(tmp_path, "w1")
    write_export(tmp_path / "data" / "raw" / "small" / "w1.csv", rows_of("w1")[::-1])

    session = run(tmp_path)

    assert "same content" in last_change(session, "w1")["words"]
    assert before == published(tmp_path, "w1")


def test_another_weight_moves_the_figures(tmp_path):
    """Where the study names another column of weights, nothing of the first one is left."""
    write_workspace(tmp_path)
    export = tmp_path / "data" / "raw" / "small" / "w1.csv"
    rows = [(*row, str(10 * float(row[1]))) for row in rows_of("w1")]
    lines = [",".join(f'"{cell}"' for cell in row) for row in rows]
    export.write_text("\n".join(["ID,WT,ROLE,HOPES,WORRIES,W2", *lines]) + "\n", "utf-8")
    run(tmp_path)
    before = weighted_base(tmp_path)

    edit(
        tmp_path / "configs" / "studies" / "small.yaml",
        "{column: WT}",
        "{column: {w1: W2, w2: WT}}",
    )
    run(tmp_path)

    assert pytest.approx(10 * before) == weighted_base(tmp_path)


def weighted_base(root):
    table = (root / "outputs" / "small" / "w1" / "topline.csv").read_text("utf-8-sig")
    return float(next(csv.DictReader(io.StringIO(table)))["weighted_base"])


def test_another_key_makes_other_pseudonyms(tmp_path, monkeypatch):
    """A new key is a change: what was published under the old pseudonyms is made again."""
    write_workspace(tmp_path)
    edit(
        tmp_path / "configs" / "studies" / "small.yaml",
        "{column: ID}",
        "{column: ID, pseudonymise: true}",
    )
    session = run(tmp_path)
    assert () == make_plan(session.workspace, session.study, session.models).to_do

    monkeypatch.setenv("OPENENDS_PSEUDONYM_KEY", "another key of more than thirty-two characters")
    changed = make_plan(session.workspace, session.study, session.models).waves

    assert [("key",), ("key",)] == [state.changed for state in changed]


def test_waves_may_stand_in_one_file(tmp_path):
    """Two waves of one export, told apart by a column, are reported side by side."""
    write_workspace(tmp_path)
    lines = ["WAVE,ID,WT,ROLE,HOPES,WORRIES", ",,,,,"]
    for wave in ("w1", "w2"):
        lines += [",".join([wave, *(f'"{cell}"' for cell in row)]) for row in rows_of(wave)]
    (tmp_path / "data" / "raw" / "both.csv").write_text("\n".join(lines) + "\n", "utf-8")
    study = tmp_path / "configs" / "studies" / "small.yaml"
    for wave in ("w1", "w2"):
        edit(study, f"data/raw/small/{wave}.csv", "data/raw/both.csv")
    edit(study, "respondent:", "wave_column: WAVE\nrespondent:")

    session = run(tmp_path)

    table = (tmp_path / "outputs" / "small" / "all-waves" / "rows_delivered.csv").read_text(
        "utf-8-sig"
    )
    fates = {(r["wave"], r["fate"]): int(r["n_rows"]) for r in csv.DictReader(io.StringIO(table))}
    one = {"accepted": 40, "other_wave": 40, "blank_row": 1}
    assert {(w, fate): n for w in session.wave_order for fate, n in one.items()} == fates


def test_a_refused_delivery_is_not_taken(tmp_path):
    """What is not worth a run has no place in the ledger; the next one is not compared to it."""
    write_workspace(tmp_path)
    session = run(tmp_path)
    export = tmp_path / "data" / "raw" / "small" / "w1.csv"
    write_export(export, [*rows_of("w1")[:9], *[("", "1", "User", "x", "y")] * 20])

    with pytest.raises(SourceDataError, match="most_set_aside"):
        run(tmp_path)

    assert 1 == last_change(session, "w1")["delivery"]


def test_an_export_that_changes_while_it_is_read_is_refused(tmp_path):
    """What was read and what is kept are the same bytes, or nothing is kept."""
    write_workspace(tmp_path)
    session = open_small(tmp_path)
    delivered = read_wave(session, "w1")
    with pytest.raises(WorkspaceError, match=r"w1\.csv changed while it was read"):
        take_delivery(session, "w1", delivered, "0" * 64)


def test_a_look_makes_no_key(tmp_path):
    """A check leaves nothing behind, not even a key."""
    write_workspace(tmp_path)
    edit(
        tmp_path / "configs" / "studies" / "small.yaml",
        "{column: ID}",
        "{column: ID, pseudonymise: true}",
    )
    look_at_wave(open_small(tmp_path), "w1")
    assert not (tmp_path / "data" / "private").exists()
