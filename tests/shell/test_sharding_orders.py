import json

import numpy as np
import pytest

from flows.sharding.orders import packed, read_order, unpacked, written
from flows.sharding.places import place_at
from nlp.contracts.errors import WorkspaceError


@pytest.mark.parametrize("numbers", [[[0.1, 1 / 3], [-0.0, 1e-300]], [[]], [1.0]])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_arrays_come_back_bit_for_bit(numbers, kind):
    """
    Through JSON and back no bit, type or shape is lost.
    """
    array = np.array(numbers, dtype=kind)

    again = unpacked(json.loads(json.dumps(packed(array))))

    assert (array.dtype, array.shape, array.tobytes()) == (
        again.dtype,
        again.shape,
        again.tobytes(),
    )


def test_an_order_is_read_as_it_was_given(tmp_path):
    """
    A worker gets the plain values of whoever asked.
    """
    place_at(str(tmp_path)).write("order-1.json", written({"waves": ["w1", "w2"]}))

    assert {"waves": ["w1", "w2"]} == read_order(str(tmp_path), "order-1.json")


def test_a_worker_that_does_not_see_the_files_says_so(tmp_path):
    """
    The usual mistake: a cluster without shared storage.
    """
    with pytest.raises(WorkspaceError, match="on storage that all workers mount"):
        read_order(str(tmp_path), "order-2.json")


def test_a_worker_of_another_edition_refuses(tmp_path):
    """
    Other code or packages might give other figures.
    """
    content = written({}).replace(b'"made_by": "', b'"made_by": "x')
    place_at(str(tmp_path)).write("order-3.json", content)

    with pytest.raises(WorkspaceError, match="another edition"):
        read_order(str(tmp_path), "order-3.json")
