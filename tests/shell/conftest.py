"""A small study on disk, opened without weights."""

import hashlib
import shutil

import pytest

from flows.workspace import open_workspace
from tests.fakes import fixed_clock
from tests.shell.small_workspace import MODELS_FILE, write_workspace


@pytest.fixture
def root(tmp_path):
    """The folder of a small study."""
    write_workspace(tmp_path)
    return tmp_path


@pytest.fixture
def workspace(root):
    """The workspace of a small study."""
    return open_workspace(root)


@pytest.fixture
def start(root):
    """Opens the small study anew, as every process does."""

    def open_anew(clock=fixed_clock):
        from tests.shell.small_session import open_small  # importing spaCy takes a while

        return open_small(root, clock)

    return open_anew


@pytest.fixture
def session(start):
    """The small study, opened."""
    return start()


@pytest.fixture(scope="session")
def finished_root(tmp_path_factory):
    """The folder of a small study after a whole run; to be copied, not to be changed."""
    from flows.run_study import plainly, run_study
    from tests.shell.small_session import open_small

    folder = tmp_path_factory.mktemp("finished")
    write_workspace(folder)
    run_study(open_small(folder), ["w1", "w2"], plainly)
    return folder


@pytest.fixture(scope="session")
def marked_root(tmp_path_factory):
    """A small study after a run, in which a marked person took part; to be copied."""
    from flows.run_study import plainly, run_study
    from tests.shell.marked_study import mark
    from tests.shell.small_session import open_small

    folder = tmp_path_factory.mktemp("marked")
    write_workspace(folder)
    mark(folder)
    run_study(open_small(folder), ["w1", "w2"], plainly)
    return folder


@pytest.fixture
def marked(marked_root, tmp_path):
    """A copy of the study in which a marked person took part, after a run."""
    root = tmp_path / "marked"
    shutil.copytree(marked_root, root, symlinks=True)
    return root


@pytest.fixture
def finished(root, finished_root):
    """Puts the small study at *root* into the state after a whole run."""
    shutil.copytree(finished_root, root, symlinks=True, dirs_exist_ok=True)


@pytest.fixture
def small_weights(root, monkeypatch):
    """A package of invented weights that can be imported, and is pinned in models.yaml."""
    folder = root / "site" / "small_weights" / "model"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").touch()
    weights = folder / "weights.bin"
    weights.write_bytes(b"invented weights")
    pinned = MODELS_FILE % hashlib.sha256(b"invented weights").hexdigest()
    (root / "configs" / "models.yaml").write_text(pinned, "utf-8")
    monkeypatch.syspath_prepend(root / "site")
    return weights


@pytest.fixture
def delivered(tmp_path):
    """Writes an export and returns its path."""

    def write(content, name="w1.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write
