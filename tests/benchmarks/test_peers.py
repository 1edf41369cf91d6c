"""Topics as other tools find them."""

from pathlib import Path

import numpy as np

from tests.benchmarks.peers import topics_of


def test_a_peer_that_is_not_set_up_is_left_out_and_says_how_to():
    """No error: the other figures are still wanted."""
    got = topics_of("nobody", "none", ["cost"], np.ones((1, 2), np.float32), 1, Path())
    assert "nobody is not set up; run: make peers" == got
