"""The real command on the small study, as an operator starts it."""

import shutil
import subprocess
import sys

from tests.conftest import ROOT
from tests.shell.small_workspace import edit, write_workspace

START = "from flows.cli import main; main()"


def write_root(root):
    """Write the small study with the pins of real weights, and return its folder."""
    root.mkdir()
    write_workspace(root)
    shutil.copy(ROOT / "configs" / "models.yaml", root / "configs")
    return root


def deliver_anew(root):
    """Put another export in the place of that of the second wave."""
    edit(root / "data" / "raw" / "small" / "w2.csv", "cheaper", "dearer")


def started(root, *options, failpoint=""):
    """Return the process of `openends run small`, which has begun."""
    words = ["run", "small", "--root", str(root), *options]
    surroundings = {"PATH": "/usr/bin:/bin", "HOME": str(root), "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-c", START, *words],
        cwd=ROOT,
        env=surroundings | ({"OPENENDS_FAILPOINT": failpoint} if failpoint else {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(root, *options):
    """Return the exit code of `openends run small` when it has ended, and what it said."""
    with started(root, *options) as process:
        said = process.communicate()
    return process.returncode, "".join(said)
