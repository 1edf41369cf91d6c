"""Whatever is kept or published, and no longer what was written, is found and never believed."""

import json
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.publishing import VERSIONS, differences, read_manifest
from flows.rederiving import kept_codebook
from flows.run_study import code_waves, plainly, run_study
from nlp.contracts.errors import OpenEndsError, WorkspaceError
from tests.shell.small_session import open_small
from tests.shell.small_workspace import edit, flip_bit


def published(root):
    """Return every published file of the first wave, with its bytes."""
    return {path.name: path.read_bytes() for path in (root / "outputs/small/w1").iterdir()}


def kept(root, wave="w1"):
    return sorted((root / "data" / "interim" / "small").glob(f"{wave}/*.parquet"))


def flip(root):
    for path in kept(root):
        flip_bit(path)


def truncate(root):
    for path in kept(root):
        path.write_bytes(path.read_bytes()[:-7])


def empty(root):
    for path in kept(root):
        path.write_bytes(b"")


def swap(root):
    """Put the table of the other wave under the name of each table of the first."""
    others = {path.name.partition("-")[0]: path for path in kept(root, "w2")}
    for path in kept(root):
        shutil.copy(others[path.name.partition("-")[0]], path)


@pytest.mark.parametrize("damage", [flip, truncate, empty, swap])
def test_kept_tables_that_are_not_what_they_are_called_are_made_anew(
    damage, finished, root, caplog
):
    """
    A wave coded again with damaged or exchanged tables computes each, and publishes the same.

    One bit may flip where nothing is read, in the statistics of a small table.
    """
    before = published(root)
    n_kept = len(kept(root))
    damage(root)

    session = open_small(root)
    code_waves(session, ["w1"], plainly)

    assert before == published(root)
    n_found = caplog.text.count("cannot be read back; it is computed anew")
    assert (n_found > n_kept / 2) if damage is flip else (n_found == n_kept)
    computed = {stage for run in session.runs.values() for stage in run.computed}
    assert n_found == len(computed & {path.name.partition("-")[0] for path in kept(root)})


def test_an_exchanged_table_is_not_taken_up_by_a_report(finished, root):
    """
    A report that takes up the tables of a wave refuses one that belongs to another wave.
    """
    swap(root)

    with pytest.raises(WorkspaceError, match="written under another name"):
        run_study(open_small(root), [], plainly)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"rows_out": 4', '"rows_out": 5'),
        ('"read_respondents-', '"seat_respondents-'),
        ('"stage": "screen"', '"stage": "scream"'),
        ("{", "["),
    ],
)
def test_a_ledger_that_is_not_what_was_published_is_not_taken_up(old, new, finished, root):
    """
    A report whose wave has a ledger of other counts, files or names codes the wave again.
    """
    ledger = root / "data" / "interim" / "small" / "w1" / "ledger.json"
    written = ledger.read_text("utf-8")
    edit(ledger, old, new)

    run_study(open_small(root), [], plainly)

    assert written == ledger.read_text("utf-8")
    manifest = read_manifest(root / "outputs" / "small" / "all-waves")
    assert json.loads(written) == {x["table"]: x for x in manifest["stages"]["w1"]}


def test_an_exchanged_codebook_is_none(finished, root):
    """
    A kept codebook that is not the one its name stands for is not used, and is kept anew.
    """
    session = open_small(root)
    (path,) = (root / "data" / "interim" / "small" / "_codebooks").iterdir()
    edit(path, "saves us time", "saves us money")
    manifest = {"codebook": {"digest": path.stem}}
    assert session.codebook == kept_codebook(session, manifest)
    changed = open_small(root)
    edit(root / "configs" / "codebooks" / "small.yaml", "Time saved", "Time won")

    assert kept_codebook(changed, manifest) is None

    edit(root / "configs" / "codebooks" / "small.yaml", "Time won", "Time saved")
    code_waves(open_small(root), ["w1"], plainly)
    assert "saves us time" in path.read_text("utf-8")


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.sampled_from(["w1", "w2", "all-waves"]), draw=st.data())
def test_a_single_flipped_bit_in_any_published_file_is_found(name, draw, finished_root):
    """
    Whichever bit of a page, table, workbook or manifest flips, verify names the file.
    """
    folder = finished_root / "outputs" / "small" / name
    path = draw.draw(st.sampled_from(sorted(folder.iterdir())))
    content = path.read_bytes()
    place = draw.draw(st.integers(0, len(content) - 1))
    flipped = bytearray(content)
    flipped[place] ^= 1 << draw.draw(st.integers(0, 7))
    try:
        path.write_bytes(bytes(flipped))
        problems = differences(folder)
    finally:
        path.write_bytes(content)

    assert [path.name] == [problem.split()[0] for problem in problems]
    assert [] == differences(folder)


def test_every_bit_of_a_manifest_counts(finished, root):
    """
    Also those that change nothing of what a manifest says: a blank, the digits of a number.
    """
    path = root / "outputs" / "small" / "w1" / "manifest.json"
    written = path.read_text("utf-8")
    for changed in (written + " ", written.replace(": ", ":  ", 1), written.replace("\n", "\r\n")):
        path.write_bytes(changed.encode())
        assert ["manifest.json has changed since it was published"] == differences(path.parent)


def test_a_wave_that_shows_the_version_of_another_is_found(finished, root):
    """
    A pointer moved to a whole version of something else does not verify.
    """
    outputs = root / "outputs" / "small"
    other = (outputs / "w2").readlink()
    (outputs / "w1").unlink()
    (outputs / "w1").symlink_to(other)

    assert [f"it shows {other.name}, which was not published as w1"] == differences(outputs / "w1")


def test_a_version_that_lies_elsewhere_is_found(finished, root, tmp_path_factory):
    """
    A pointer to a whole copy outside of the root does not verify, and no more does a copied file.
    """
    outputs = root / "outputs" / "small"
    away = tmp_path_factory.mktemp("away")
    version = (outputs / "w1").resolve()
    shutil.copytree(version, away / version.name)
    page = version / "report.html"
    page.unlink()
    page.symlink_to(away / version.name / "report.html")
    assert ["report.html is a link, which was not published"] == differences(outputs / "w1")

    (outputs / "w1").unlink()
    (outputs / "w1").symlink_to(away / version.name)

    assert ["it shows " in problem for problem in differences(outputs / "w1")] == [True]
    assert VERSIONS not in (away / version.name).parts


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"deliveries": [{}]}'])
def test_a_damaged_ledger_of_deliveries_is_told(content, finished, root):
    """
    What was delivered before is never guessed: a ledger that cannot be read is named.
    """
    ledger = root / "data" / "raw" / "small" / "w1" / "deliveries.json"
    ledger.write_bytes(content)

    with pytest.raises(OpenEndsError, match=r"deliveries\.json cannot be read"):
        code_waves(open_small(root), ["w1"], plainly)
