"""Imports of large packages without what they load beside."""

import subprocess
import sys

import pytest

from nlp.contracts.imports import left_out

HEAVY = {"dask", "hypothesis", "sentence_transformers", "torch", "transformers"}


def test_what_is_left_out_is_not_found_until_afterwards():
    """A module that no one has loaded, and one that is there already."""
    sys.modules.pop("colorsys", None)
    with left_out("colorsys", "json"):
        with pytest.raises(ModuleNotFoundError):
            import colorsys
        import json
    import colorsys

    assert colorsys is sys.modules["colorsys"]
    assert json is sys.modules["json"]


def test_it_is_found_again_after_an_import_that_failed():
    """Whatever was raised meanwhile."""
    sys.modules.pop("colorsys", None)
    with pytest.raises(ZeroDivisionError), left_out("colorsys"):
        raise ZeroDivisionError
    assert "colorsys" not in sys.modules


@pytest.mark.parametrize(
    "doing",
    [
        "import nlp.mentions.tagging",
        "from nlp.contracts.tables import Units, build\nbuild([], Units)",
        "import numpy\n"
        "from nlp.themes.clustering import model_topics\n"
        "model_topics(['a word'] * 60, numpy.repeat(numpy.eye(3), 20, axis=0), 10, 1)",
    ],
    ids=["mentions", "tables", "topics"],
)
def test_what_needs_no_network_of_neurons_loads_none(doing):
    """Of large packages that would take seconds and hundreds of megabytes."""
    code = f"import sys\n{doing}\nprint(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert not HEAVY & loaded
    assert {"bertopic", "pandera", "spacy"} & loaded
