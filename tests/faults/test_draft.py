"""Killed while the first draft of a codebook is being made."""

import shutil
from itertools import cycle

import pytest

from tests.faults.looking import assert_as_undisturbed, shown, tables
from tests.shell.small_workspace import edit, rows_of, write_export, write_workspace

pytestmark = pytest.mark.slow

WAYS = ("It saves us time on {}.", "Much cheaper {} than before.", "Nobody checks {} any more.")
THINGS = ("letters", "tickets", "drafts", "minutes", "plans", "tables", "tests", "pages", "forms")
ANSWERS = [way.format(thing) for thing in THINGS for way in WAYS]

STEPS = [
    *(f"kill:{step} .yaml:1" for step in ("write", "sync", "rename", "renamed")),
    "kill:write .json:3",
    "kill:40",
]
"""Where the draft is written, where its tables are noted, and where the first wave is read."""


@pytest.fixture(scope="module")
def undrafted(memory_folder):
    """A small study without a codebook, and with enough answers for a draft of one."""
    root = memory_folder / "undrafted"
    root.mkdir()
    write_workspace(root)
    (root / "configs" / "codebooks" / "small.yaml").unlink()
    settings = root / "configs" / "studies" / "small.yaml"
    edit(settings, "banner: [role]\n", "banner: [role]\ndiscovery: {min_units: 10}\n")
    for wave in ("w1", "w2"):
        rows = [
            (*row[:3], answer, row[4])
            for row, answer in zip(rows_of(wave), cycle(ANSWERS), strict=False)
        ]
        write_export(root / "data" / "raw" / "small" / f"{wave}.csv", rows)
    return root


@pytest.fixture(scope="module")
def drafted(undrafted, memory_folder, runs):
    """The same after a run that nothing disturbed."""
    root = shutil.copytree(undrafted, memory_folder / "drafted")
    assert 0 == runs(root)[0]
    assert draft_of(root)
    return root


def draft_of(root):
    return (root / "configs" / "codebooks" / "small.draft.yaml").read_bytes()


@pytest.mark.parametrize("failpoint", STEPS)
def test_a_draft_is_there_whole_or_not_at_all_and_comes_out_the_same(
    runs, undrafted, drafted, memory_folder, failpoint
):
    """
    Killed before or after its draft stands, the next run ends as if nothing had been.
    """
    root = shutil.copytree(undrafted, memory_folder / "again")
    try:
        assert -9 == runs(root, failpoint)[0]
        assert {} == shown(root)
        there = tables(root)
        exit_code, rerun = runs(root)

        assert 0 == exit_code
        assert set() == there & set(rerun["computed"])
        assert draft_of(drafted) == draft_of(root)
        assert_as_undisturbed(root, drafted)
    finally:
        shutil.rmtree(root)
