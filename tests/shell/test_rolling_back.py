import datetime as dt

import pytest

from flows import commands
from flows.plan import make_plan
from flows.publishing import VERSIONS, differences, read_manifest, versions_of
from flows.rolling_back import back, forward
from flows.workspace import ALL_WAVES
from nlp.contracts.errors import OutputsChanged
from tests.shell.small_workspace import edit, flip_bit

CODEBOOK = "configs/codebooks/small.yaml"

pytestmark = pytest.mark.slow


def tomorrow():
    return dt.datetime(2026, 2, 1, 12, 0, tzinfo=dt.UTC)


def shown(root):
    folder = root / "outputs" / "small"
    return {name: (folder / name).resolve().name for name in ("w1", "w2", ALL_WAVES)}


def states(session):
    plan = make_plan(session.workspace, session.study, session.models)
    return [state.state for state in (*plan.waves, plan.report)]


def run(session, wave=None):
    return commands.run(session, wave, no_prefect=True)


@pytest.fixture
def edited(finished, start, root):
    """The small study after a run and, by an edited codebook, another; what was shown before."""
    before = shown(root)
    edit(root / CODEBOOK, "keywords: [time]", "keywords: [report]")
    run(start(tomorrow))
    assert not set(before.values()) & set(shown(root).values())
    return before


def test_the_version_before_is_shown_whole(edited, start, root):
    """
    Report and waves go back together, and the answer says which version and what differs.
    """
    answer = back(start(), None)

    assert edited == shown(root)
    assert [[], [], []] == [differences(root / "outputs" / "small" / name) for name in edited]
    assert "what differs: codebook" in answer["shown"]["w1"]
    assert "made 2026-01-31T12:00:00+00:00 instead of 2026-02-01" in answer["shown"]["w1"]
    assert [] == answer["not_kept"]


def test_a_nightly_run_does_not_undo_it(edited, start, root):
    """
    With the inputs that were taken back nothing is done; status says that they were.
    """
    back(start(), None)

    answer = run(start(tomorrow))

    assert ("unchanged", ["w1", "w2"]) == (answer["outcome"], answer["rolled_back"])
    assert edited == shown(root)
    assert ["rolled back", "rolled back", "current"] == states(start())
    with pytest.raises(OutputsChanged, match="w1, w2 rolled back"):
        commands.report(start(), no_prefect=True)


def test_a_change_ends_it(edited, start, root):
    """
    Once the codebook changes again, the next run publishes, and nothing is rolled back any more.
    """
    back(start(), None)
    edit(root / CODEBOOK, "keywords: [report]", "keywords: [time, report]")

    answer = run(start(tomorrow))

    assert ("done", []) == (answer["outcome"], answer["rolled_back"])
    assert ["current"] * 3 == states(start())
    assert not (root / "outputs" / "small" / ".withdrawn.json").exists()


def test_a_mended_codebook_makes_the_old_version_current(edited, start, root):
    """
    With the inputs of the version that is shown, all is current, and nothing needs doing.
    """
    back(start(), None)
    edit(root / CODEBOOK, "keywords: [report]", "keywords: [time]")

    assert ["current"] * 3 == states(start())
    assert "unchanged" == run(start())["outcome"]


def test_forward_takes_it_back(edited, start, root):
    """
    What was taken back is shown again, byte for byte, and is current.
    """
    after = shown(root)
    back(start(), None)

    forward(start())

    assert after == shown(root)
    assert ["current"] * 3 == states(start())
    with pytest.raises(OutputsChanged, match="nothing is rolled back"):
        forward(start())


def test_one_wave_goes_back_alone(edited, start, root):
    """
    The other wave and the report stay, and the report waits until the wave is settled.
    """
    after = shown(root)

    back(start(), "w2")

    assert {**after, "w2": edited["w2"]} == shown(root)
    assert ["current", "rolled back", "changed"] == states(start())
    assert "unchanged" == run(start(tomorrow))["outcome"]
    assert {**after, "w2": edited["w2"]} == shown(root)


def test_coding_a_wave_by_hand_ends_it(edited, start):
    """
    Who says `code-wave` wants it coded: it is published, and no longer rolled back.
    """
    back(start(), "w2")

    commands.code_wave(start(tomorrow), "w2", no_prefect=True)

    assert "current" == states(start())[1]


def test_a_damaged_version_is_never_shown(edited, start, root):
    """
    An earlier version in which a bit has flipped is passed over; without another one, refused.
    """
    flip_bit(root / "outputs" / "small" / VERSIONS / edited["w2"] / "topline.csv")
    before = shown(root)

    with pytest.raises(OutputsChanged, match="no version before"):
        back(start(), "w2")
    answer = back(start(), None)

    assert ["w2"] == answer["not_kept"]
    assert {**edited, "w2": before["w2"]} == shown(root)


def test_versions_are_kept_as_long_as_the_operation_says(finished, start, root):
    """
    With more versions to keep, one can go back more than once, and forward to the newest.
    """
    (root / "configs" / "operation.yaml").write_text("retention: {versions: 3}\n", "utf-8")
    seen = [shown(root)["w1"]]
    for day, (old, new) in enumerate([("time]", "report]"), ("report]", "every]")], start=1):
        edit(root / CODEBOOK, f"keywords: [{old}", f"keywords: [{new}")
        run(start(lambda day=day: dt.datetime(2026, 2, day, tzinfo=dt.UTC)))
        seen.insert(0, shown(root)["w1"])
    home = root / "outputs" / "small" / VERSIONS
    assert seen == [path.name for path in versions_of(home, "w1")]

    back(start(), "w1")
    back(start(), "w1")
    assert seen[2] == shown(root)["w1"]
    forward(start())

    assert seen[0] == shown(root)["w1"]
    assert read_manifest(root / "outputs" / "small" / "w1") is not None


def test_nothing_published_cannot_go_back(session):
    """
    A study that never ran has no version before.
    """
    with pytest.raises(OutputsChanged, match="nothing is published there"):
        back(session, "w1")
