import pytest

from flows.wordings import list_wordings
from nlp.contracts.errors import SourceDataError, StudyConfigError
from tests.shell.small_workspace import edit

FILE = "configs/studies/small.yaml"
HOPES = "{column: HOPES, label: Hopes, elicits: [benefit]}"


def rows(answer):
    return [(r["wave"], r["comparable_group"], r["reason"]) for r in answer["wordings"]]


def test_waves_with_one_wording_compare(start):
    """
    Each question has a row per wave, in the order of the study file.
    """
    answer = list_wordings(start(), None)

    asked = [row["question_id"] for row in answer["wordings"]]
    assert ["hopes", "hopes", "worries", "worries", "role", "role"] == asked
    assert [("w1", 1, "first"), ("w2", 1, "same")] * 3 == rows(answer)


def test_a_changed_wording_parts_the_waves_until_people_say_otherwise(root, start):
    """
    The study file decides whether two wordings ask the same.
    """
    wording = "wording: {w1: 'What do you hope?', w2: 'What do you expect?'}"
    edit(root / FILE, HOPES, HOPES.replace("}", f", {wording}}}"))
    assert [("w1", 1, "first"), ("w2", 2, "changed")] == rows(list_wordings(start(), "hopes"))

    edit(root / FILE, wording, f"{wording}, comparable: [[w1, w2]]")
    assert [("w1", 1, "first"), ("w2", 1, "declared")] == rows(list_wordings(start(), "hopes"))


def test_a_wave_without_its_export_is_awaited(root, start):
    """
    Its wording is not known yet.
    """
    (root / "data" / "raw" / "small" / "w2.csv").unlink()
    answer = list_wordings(start(), "hopes")
    assert [("w1", 1, "first")] == rows(answer)
    assert ["w2"] == answer["awaited"]

    (root / "data" / "raw" / "small" / "w1.csv").unlink()
    with pytest.raises(SourceDataError, match="no export is there yet"):
        list_wordings(start(), None)


def test_an_unknown_question_is_refused(start):
    """
    The message names the nearest known one.
    """
    with pytest.raises(StudyConfigError, match="did you mean hopes"):
        list_wordings(start(), "hops")
