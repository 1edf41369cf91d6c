"""Too little memory, and exports of which only the beginning is there."""

import shutil

import pytest

from tests.faults.looking import assert_as_undisturbed, shown
from tests.shell.small_workspace import rows_of, write_export

pytestmark = pytest.mark.slow

MEMORY = 2**29
"""Room for the threads of libraries, which wait for ever where they cannot start."""

RESULTS = ("topline.csv", "coded_responses.csv", "codings.csv", "mentions.csv", "crosstabs.csv")


def test_a_run_that_lacks_memory_says_so_and_leaves_the_old_version(runs, again, before, after):
    """
    Weights that do not fit are the operator's move; with more memory the next run goes on.
    """
    root = again()

    exit_code, told = runs(root, memory=MEMORY)

    assert (4, "WorkspaceError") == (exit_code, told["kind"])
    assert "small w2: the step `tag`: memory ran out (MemoryError)" in told["error"]
    assert shown(before) == shown(root)
    assert 0 == runs(root)[0]
    assert_as_undisturbed(root, after)


@pytest.mark.parametrize("share", [0, 0.01, 0.5, 0.93])
def test_the_beginning_of_an_export_does_no_lasting_harm(runs, again, before, after, share):
    """
    Half an export is refused, or counted as the rows it has; the whole one makes it good.
    """
    root = again()
    export = root / "data" / "raw" / "small" / "w2.csv"
    content = export.read_bytes()
    export.write_bytes(content[: int(len(content) * share)])

    exit_code, _ = runs(root)
    shown(root)  # whole, whatever it is
    export.write_bytes(content)

    assert exit_code in (0, 3)
    assert 0 == runs(root)[0]
    for name in ("w2", "all-waves"):
        assert results(after, name) == results(root, name)


def test_an_export_put_back_after_a_killed_run_is_not_mixed_with_it(runs, again, before):
    """
    Killed between its ledger and its publication, a run leaves tables that nobody must report.
    """
    root, old = again(), before.with_name("old")
    assert -9 == runs(root, "kill:renamed .json:2")[0]
    assert ledger(before) != ledger(root)
    assert shown(before) == shown(root)
    shutil.copytree(before, old, symlinks=True)
    for each in (root, old):
        write_export(each / "data" / "raw" / "small" / "w2.csv", rows_of("w2"))
        write_export(each / "data" / "raw" / "small" / "w1.csv", rows_of("w1")[1:])

    assert 0 == runs(root)[0]
    assert 0 == runs(old)[0]

    assert results(old, "all-waves") == results(root, "all-waves")


def ledger(root):
    return (root / "data" / "interim" / "small" / "w2" / "ledger.json").read_bytes()


def results(root, name):
    return {file: content for file, content in shown(root)[name].items() if file in RESULTS}
