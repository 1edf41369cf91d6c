"""A wave is delivered again: what changed is told, and only that is encoded anew."""

import numpy as np
import pytest

from flows.deliveries import last_change
from flows.run_study import plainly, run_study
from nlp.themes.encoders import WordEncoder
from tests.shell.small_session import open_small
from tests.shell.small_workspace import rows_of, write_export, write_workspace

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
    session._encoder = Counting()
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
    assert [SPOKEN] == run(twice)._encoder.encoded


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
