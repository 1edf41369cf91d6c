import pytest

from flows import commands
from flows.publishing import VERSIONS, read_manifest
from nlp.contracts.errors import OutputsChanged
from tests.shell.small_workspace import CODEBOOK_FILE, edit


def rederived(session):
    return commands.verify(session, derive_again=True)["derived_again"]


def published(root, wave="w1"):
    return root / "outputs" / "small" / wave


def test_codings_come_out_again(finished, session):
    """
    From the exports alone, every wave is coded as it was published, byte for byte.
    """
    assert ["w1", "w2"] == rederived(session)


def test_a_change_since_is_named_with_what_it_does(finished, start, root):
    """
    An export that was edited after publication gives other codings: how many, and why, is told.
    """
    edit(root / "data" / "raw" / "small" / "w2.csv", "Much cheaper to run", "Much nicer to run")

    with pytest.raises(OutputsChanged, match=r"w2: \d+ codings gone, \d+ new; .*: source"):
        rederived(start())


@pytest.mark.slow
def test_each_series_is_derived_with_its_own_codebook(finished, start, root):
    """
    After the codebook changed, the earlier series is kept, and both come out again.
    """
    before = read_manifest(published(root))["codebook"]["digest"]
    old = (published(root) / "codings.csv").read_bytes()
    edit(root / "configs" / "codebooks" / "small.yaml", "keywords: [time]", "keywords: [report]")
    assert ["w1", "w2"] == rederived(start())  # the codebook changed, what is published did not

    for then, now in (("cheaper]", "run]"), ("run]", "had]"), ("had]", "cheaper]")):
        commands.run(start(), None, no_prefect=True)
        edit(root / "configs" / "codebooks" / "small.yaml", then, now)

    versions = sorted((root / "outputs" / "small" / VERSIONS).glob("w1-????????????????"))
    kept = {read_manifest(path)["codebook"]["digest"]: path for path in versions}
    assert old == (kept[before] / "codings.csv").read_bytes()
    assert kept[before].name in rederived(start())


@pytest.mark.parametrize("damage", ["gone", "cut", "of another release"])
def test_a_codebook_that_is_not_kept_is_told(damage, finished, start, root):
    """
    Without the codebook of the time nothing can be said, and that is what is said.
    """
    (root / "configs" / "codebooks" / "small.yaml").write_text(
        CODEBOOK_FILE.replace("Lost jobs", "Jobs"), "utf-8"
    )
    for path in (root / "data" / "interim" / "small" / "_codebooks").iterdir():
        if damage == "gone":
            path.unlink()
        else:
            edit(path, '"themes"', '"' if damage == "cut" else '"topics"')

    with pytest.raises(OutputsChanged, match="w1: the codebook that it was published with is not"):
        rederived(start())


def test_an_export_that_is_gone_is_told(finished, start, root):
    """
    A wave whose export is no longer there is named.
    """
    (root / "data" / "raw" / "small" / "w1.csv").unlink()

    with pytest.raises(OutputsChanged, match="w1: its export is gone"):
        rederived(start())
