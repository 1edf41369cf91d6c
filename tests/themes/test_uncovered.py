"""Why no theme covers a unit."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.contracts.codebook import Codebook, Theme
from nlp.contracts.study import Coding
from nlp.contracts.tables import Codings, build
from nlp.themes.coding import code
from nlp.themes.embedding import embed
from nlp.themes.uncovered import explain_uncovered, why_uncovered
from tests.builders import units
from tests.fakes import LetterEncoder

SETTINGS = Coding(threshold=0.8, margin=0.1, near_miss=0.2, fewest_words=2)
CODEBOOK = Codebook(
    study_id="s",
    themes=(
        Theme(theme_id="a", label="aaaa", examples=("aa",)),
        Theme(theme_id="m", label="mmmm", examples=("mm",)),
        Theme(theme_id="z", label="zzzz", examples=("zz",)),
    ),
)
THRESHOLDS = np.full(3, 0.8)


def explained(of, codings, codebook=CODEBOOK):
    return explain_uncovered(of, codings, codebook, LetterEncoder(), SETTINGS, ("w1",))


@pytest.mark.parametrize(
    ("likeness", "n_words", "expected"),
    [
        ([0.7, 0.7, 0.0], 1, "too_short"),
        ([0.7, 0.65, 0.0], 2, "between_themes"),
        ([0.79, 0.61, 0.0], 9, "unlike_all"),
        ([0.5, 0.5, 0.0], 9, "unlike_all"),
    ],
)
def test_the_reason_is_one_of_three(likeness, n_words, expected):
    """
    A few words say too little; two themes that miss by as little pull alike; the rest is unlike.
    """
    assert expected == why_uncovered(np.array(likeness), THRESHOLDS, n_words, SETTINGS)


def test_one_live_theme_cannot_be_between():
    """
    Where there is no second theme, a near miss is unlike all.
    """
    assert "unlike_all" == why_uncovered(np.array([0.79]), THRESHOLDS[:1], 3, SETTINGS)


def test_a_reason_comes_with_the_two_nearest_themes():
    """
    The row names unit, reason and the two likest themes with their likeness, and quotes nobody.
    """
    row = explained(units("qq qq aa"), build([], Codings)).iloc[0]

    assert ("unlike_all", 3, "a") == (row["reason"], row["n_words"], row["theme_id"])
    assert row["likeness"] > row["next_likeness"]
    assert "qq qq aa" not in set(row.astype(str))


def test_a_question_without_live_themes_says_so():
    """
    Where nothing can be given, that is the reason, and no theme is near.
    """
    elsewhere = CODEBOOK.themes[0].model_copy(update={"questions": ("x",)})
    alone = CODEBOOK.model_copy(update={"themes": (elsewhere,)})

    row = explained(units("some words"), build([], Codings), alone).iloc[0]

    assert ("no_live_theme", "", "") == (row["reason"], row["theme_id"], row["next_theme_id"])
    assert pd.isna(row["likeness"])


def test_nothing_uncovered_gives_an_empty_table():
    """
    A wave that is covered wholly, or is empty, is not an error.
    """
    assert explained(units(), build([], Codings)).empty


@settings(deadline=None, max_examples=25)
@given(st.lists(st.text("amz q", min_size=1, max_size=6), min_size=1, max_size=8))
def test_each_unit_has_a_theme_or_a_reason(texts):
    """
    Units with a theme and units with a reason are all units, and none is both.
    """
    of, encoder = units(*texts), LetterEncoder()
    codings = code(of, embed(of, encoder), CODEBOOK, encoder, SETTINGS, ("w1",))

    reasons = explained(of, codings)

    assert sorted(of["unit_id"]) == sorted({*codings["unit_id"]} | {*reasons["unit_id"]})
    assert set() == {*codings["unit_id"]} & {*reasons["unit_id"]}
