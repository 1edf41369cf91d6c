"""How like a text is to a theme."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.codebook import Codebook, Theme
from nlp.themes.likeness import likeness_of, measure_likeness, theme_vectors
from tests.fakes import LetterEncoder

WAVES = ("w1", "w2")
A = Theme(theme_id="a", label="aaaa", examples=("aa", "aab"))
M = Theme(theme_id="m", label="mmmm", examples=("mm",))
Z = Theme(theme_id="z", label="zzzz", examples=("zz",), since="w2")


def vectors(*themes):
    return theme_vectors("q", Codebook(study_id="s", themes=themes), LetterEncoder(), WAVES)


def test_likeness_is_half_centre_and_half_nearest_wording():
    """A far side of a theme counts, but so does its centre; both for every text and theme."""
    to_centres = np.array([[0.4, 0.6], [0.0, -0.2]])
    to_wordings = [np.array([[0.2, 0.8], [0.1, 0.0]]), np.array([[0.3], [-0.4]])]
    assert np.allclose([[0.6, 0.45], [0.05, -0.3]], likeness_of(to_centres, to_wordings))


def test_what_is_common_comes_from_the_founding_themes():
    """
    A theme that comes later, or goes, moves nothing; one that was there from the start does.
    """
    founding = vectors(A, M).common

    assert np.array_equal(founding, vectors(A, M, Z).common)
    gone = M.model_copy(update={"retired": "w2"})
    assert np.array_equal(founding, vectors(A, gone, Z).common)
    assert not np.array_equal(founding, vectors(A, M, Z.model_copy(update={"since": ""})).common)


def test_where_no_theme_was_there_from_the_start_the_earliest_are_the_founding_ones():
    """
    A question that was first put in the second wave is founded there; a theme alone keeps its all.
    """
    later = [theme.model_copy(update={"since": "w2"}) for theme in (A, M)]

    assert np.array_equal(vectors(A, M).common, vectors(*later).common)
    assert not vectors(A, Z).common.any()


@given(st.lists(st.text("amzq ", min_size=1, max_size=9), min_size=1, max_size=30, unique=True))
def test_likeness_is_the_same_in_any_company(texts):
    """
    A text alone has, bit for bit, the likeness that it has among others.
    """
    matrix, of = LetterEncoder().encode(texts), vectors(A, M, Z)

    together = measure_likeness(matrix, (A, M, Z), of).of_themes
    alone = [measure_likeness(row[np.newaxis], (A, M, Z), of).of_themes[0] for row in matrix]

    assert np.array_equal(np.stack(alone), together)
