"""Local processes: real ones, told what to do in lines."""

import pytest

pytestmark = pytest.mark.slow  # processes that import the core
