"""The small study on disk, as the tests of the shell have it."""

from tests.shell.conftest import finished, finished_root, root, start

__all__ = ["finished", "finished_root", "root", "start"]
