import re

import pytest

from flows.commands import run
from flows.publishing import differences, read_manifest
from nlp.contracts.errors import HeldBack
from tests.shell.small_workspace import edit

TOO_STRICT = "gates: {most_junk: 0.01, least_base: 5, hold: [junk]}\n"


def says(root, gates):
    """Let the study file say *gates*, whatever it said of them before."""
    path = root / "configs" / "studies" / "small.yaml"
    kept = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("gates")]
    path.write_text("\n".join([*kept, gates]), "utf-8")


def nightly(start):
    return run(start(), None, no_prefect=True)


def test_an_unsound_wave_is_held_back_and_the_old_one_stays(finished, start, root):
    """
    Beyond a limit that holds back, nothing is published; the message names figure and way out.
    """
    says(root, TOO_STRICT)
    shown = root / "outputs" / "small"
    before = {name: (shown / name).resolve() for name in ("w1", "w2", "all-waves")}

    with pytest.raises(HeldBack, match="w1 is not published") as caught:
        nightly(start)

    assert 6 == caught.value.exit_code
    assert before == {name: (shown / name).resolve() for name in before}
    assert [] == differences(shown / "all-waves")
    told = str(caught.value)
    assert "wave w1, hopes: junk is 15%, where 1% is the most" in told
    assert "w2 is not published" in told
    assert "gates.let_pass of small.yaml (w1: [junk])" in told
    assert "sdfkjhsdkfjh" not in told


def test_what_people_let_pass_is_published_and_says_so(finished, start, root):
    """
    Named in let_pass, the wave goes out, and its manifest remembers that it was beyond a limit.
    """
    let_pass = "let_pass: {w1: [junk], w2: [junk]}"
    says(root, TOO_STRICT.replace("hold: [junk]", f"hold: [junk], {let_pass}"))

    assert "done" == nightly(start)["outcome"]

    health = read_manifest(root / "outputs" / "small" / "w1")["health"]
    assert "let_pass" in [row["verdict"] for row in health if row["gate"] == "junk"]


def test_an_unsound_wave_does_not_stop_the_others(finished, start, root):
    """
    One wave is held back, the other is published; the report over both waits.
    """
    says(root, TOO_STRICT.replace("hold: [junk]", "hold: [junk], let_pass: {w2: [junk]}"))
    shown = root / "outputs" / "small"
    before = (shown / "all-waves").resolve()
    edit(root / "data" / "raw" / "small" / "w2.csv", "cheaper", "dearer")

    with pytest.raises(HeldBack, match="w1 is not published") as caught:
        nightly(start)

    assert "w2 is not published" not in str(caught.value)
    assert "dearer" in (shown / "w2" / "coded_responses.csv").read_text("utf-8")
    assert before == (shown / "all-waves").resolve()


def test_drift_holds_back_the_report_over_all_waves(finished, start, root):
    """
    A fall in likeness is known where both waves are shown: their own results stand.
    """
    says(root, "gates: {most_drift: 0, least_base: 1, hold: [drift]}\n")
    codebook = root / "configs" / "codebooks" / "small.yaml"
    codebook.write_text(re.sub(r", keywords: \[\w+\]", "", codebook.read_text("utf-8")), "utf-8")
    wordy = "saves us time on every long report that we had to write before"
    edit(
        root / "data" / "raw" / "small" / "w2.csv", "saves us time on every report we write", wordy
    )

    with pytest.raises(HeldBack, match="all-waves is not published"):
        nightly(start)

    assert "junk" in {row["gate"] for row in read_manifest(root / "outputs/small/w2")["health"]}
