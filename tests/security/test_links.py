"""A run writes below its root; a link that leads elsewhere stops it before it begins."""

import pytest

from flows.publishing import differences, publish
from flows.run_study import code_waves, plainly
from nlp.contracts.errors import WorkspaceError
from tests.shell.small_session import open_small

PLACES = (
    "outputs",
    "outputs/small",
    "outputs/small/.versions",
    "data/interim",
    "data/interim/small",
    "data/interim/small/w1",
    "data/interim/small/.lock",
    "data/interim/_vectors",
    "data/raw/small/w1",
    "data/private",
)


@pytest.mark.parametrize("place", PLACES)
def test_a_link_on_the_way_is_refused_before_any_work(place, root, tmp_path_factory):
    """
    Whichever folder is a link, the run ends with its name, and nothing is where it leads.
    """
    away = tmp_path_factory.mktemp("away")
    link = root / place
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(away, target_is_directory=True)

    with pytest.raises(WorkspaceError, match=f"{link} is a link"):
        code_waves(open_small(root), ["w1"], plainly)

    assert [] == list(away.iterdir())
    assert not list((root / "data" / "interim").rglob("*.parquet"))


def test_a_link_to_an_export_is_as_good_as_the_export(root, tmp_path_factory):
    """
    What is only read may lie anywhere.
    """
    export = root / "data" / "raw" / "small" / "w1.csv"
    away = tmp_path_factory.mktemp("away") / "w1.csv"
    export.rename(away)
    export.symlink_to(away)

    code_waves(open_small(root), ["w1"], plainly)

    assert [] == differences(root / "outputs" / "small" / "w1")


def test_a_link_where_a_version_is_shown_is_replaced_and_not_followed(tmp_path):
    """
    Publishing where somebody planted a link to elsewhere changes the link, not what it leads to.
    """
    away = tmp_path / "away"
    away.mkdir()
    (tmp_path / "outputs").mkdir()
    (tmp_path / "outputs" / "w1").symlink_to(away)

    publish(tmp_path / "outputs", "w1", {"topline.csv": b"new"}, {})

    assert [] == list(away.iterdir())
    assert [] == differences(tmp_path / "outputs" / "w1")
