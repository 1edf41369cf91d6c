"""How well screening does on labelled answers; figures: docs/stages/screen.md."""

import csv

import pytest

from tests.benchmarks import screening_quality as quality


@pytest.fixture(scope="module")
def judged():
    if not quality.ANSWERS.is_dir():
        pytest.skip("the real surveys are not on this machine (../shared/data)")
    return quality.judged()


def test_what_is_taken_for_junk_is_junk(judged):
    """Of all labelled answers not one in fifty that counts as none is one."""
    rate = quality.precision(judged, quality.JUNK)
    assert rate.hits >= 0.98 * rate.of > 80


@pytest.mark.parametrize(
    ("least", "split"), [(0.75, "development"), (0.6, "seen"), (0.4, "held_out")]
)
def test_most_junk_is_found(judged, least, split):
    """The answers were picked for being hard, the more so where no rule was made for them."""
    rate = quality.recall([row for row in judged if row.split == split], quality.JUNK)
    assert rate.hits >= least * rate.of > 0


def test_english_is_not_taken_for_another_language(judged):
    """Fewer than two answers in a thousand to English surveys are set aside for their language."""
    rate = quality.false_languages()
    assert rate.hits < 0.002 * rate.of


def test_labels_hold_no_words_of_a_respondent():
    """A label is a place, a split and a word of our own."""
    with (quality.LABELS / "screening.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    assert {"file", "row", "column", "sample", "split", "label"} == set(rows[0])
    assert {quality.SUBSTANTIVE, *quality.JUNK} == {row["label"] for row in rows}
    assert all(row["row"].isdigit() and row["column"].isdigit() for row in rows)
    assert len({(row["file"], row["row"], row["column"]) for row in rows}) == len(rows) >= 300
