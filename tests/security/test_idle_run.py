"""A night on which nothing changed costs nothing: no model, and no library that carries one."""

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT

HEAVY = (
    "torch",
    "spacy",
    "umap",
    "sentence_transformers",
    "bertopic",
    "transformers",
    "hdbscan",
    "numba",
    "sklearn",
    "onnxruntime",
    "prefect",
)

MODULES = "import sys; from flows.cli import main\ntry: main()\nfinally: print(*sys.modules)"


def ran(root, *words):
    """Return what the command told, and the packages that its process had imported."""
    done = subprocess.run(
        [sys.executable, "-c", MODULES, *words, "--root", str(root)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    *told, modules = done.stdout.splitlines()
    return told, {name.partition(".")[0] for name in modules.split()}


@pytest.mark.parametrize("words", [("run", "small"), ("status", "small"), ("verify", "small")])
def test_an_unchanged_study_loads_no_model(words, finished, root):
    """
    A run of a study that is current says so, having imported nothing heavy, Prefect included.
    """
    (told,), packages = ran(root, *words, "--json")

    answer = json.loads(told)
    assert "flows" in packages
    assert [] == [name for name in HEAVY if name in packages]
    if words[0] == "run":
        assert ("unchanged", []) == (answer["outcome"], answer["waves"])
