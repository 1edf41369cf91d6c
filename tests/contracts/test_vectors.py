"""Vectors of units, and the order they come in."""

import numpy as np
import pytest

from nlp.contracts.errors import ContractError
from nlp.contracts.vectors import Embeddings, cosines
from tests.fakes import LetterEncoder


def _embeddings():
    return Embeddings(("u1", "u2", "u3"), np.eye(3, dtype=np.float32), "letters")


def test_rows_come_in_the_order_asked_for():
    """The order of a table decides, not the order of encoding."""
    assert [[0, 0, 1], [1, 0, 0]] == _embeddings().rows(["u3", "u1"]).tolist()


def test_no_units_give_a_matrix_without_rows():
    """An empty table needs no special case; the number of dimensions stays."""
    assert (0, 3) == _embeddings().rows([]).shape


def test_every_unit_needs_a_vector():
    """A shifted matrix would give every unit its neighbour's themes."""
    with pytest.raises(ContractError, match="2 units but 1 vectors"):
        Embeddings(("u1", "u2"), np.ones((1, 3), dtype=np.float32), "letters")


@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_a_number_that_is_none_is_refused(number):
    """One such number would make every comparison with the unit meaningless."""
    with pytest.raises(ContractError, match="not finite"):
        Embeddings(("u1",), np.array([[number]], dtype=np.float32), "letters")


def test_the_fake_encoder_keeps_the_contract():
    """What tests are built on gives unit length, float32 and equal vectors for equal texts."""
    matrix = LetterEncoder().encode(["lower cost", "security", "lower cost"])
    assert np.float32 == matrix.dtype
    assert pytest.approx([1.0, 1.0, 1.0]) == np.linalg.norm(matrix, axis=1)
    assert matrix[0].tolist() == matrix[2].tolist()


def test_cosines_are_cut_at_the_fourth_decimal():
    """What lies beyond is noise of the machine."""
    ones = np.array([[0.6, 0.8]], dtype=np.float32)
    assert [[0.6, 1.0]] == cosines(ones, np.array([[1, 0], [0.6, 0.8]], dtype=np.float32)).tolist()
