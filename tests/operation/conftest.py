"""A real server, worker and schedules, started once as a user would: `openends serve`."""

import pytest

from tests.operation.serving import Serving, write_project


@pytest.fixture(scope="session")
def serving(tmp_path_factory):
    """`openends serve` on the small study, up for all tests that ask for it."""
    root = tmp_path_factory.mktemp("served")
    write_project(root)
    with Serving(root) as served:
        yield served
