"""What every test may ask for."""

from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("untimed", deadline=None)  # machines are busy at times
hypothesis.settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture
def shared_data():
    """The folder of real surveys, which belong to others and are read in place."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the real surveys are not on this machine (../shared/data)")
    return SHARED / "data"


@pytest.fixture
def shared_gold():
    """The folder of coded answers, which belong to others and are read in place."""
    if not (SHARED / "gold").is_dir():
        pytest.skip("the coded answers are not on this machine (../shared/gold)")
    return SHARED / "gold"


@pytest.fixture
def bad_input():
    """The folder of faulty and odd files, most of which belong to others; read in place."""
    if not (SHARED / "badinput").is_dir():
        pytest.skip("the faulty files are not on this machine (../shared/badinput)")
    return SHARED / "badinput"
