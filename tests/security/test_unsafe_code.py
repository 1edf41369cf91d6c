"""Nothing that is read can run code: what could make it so is in no line of the program."""

import ast
import re

import pytest

from tests.conftest import ROOT

MODULES = r"\b(pickle|_pickle|cPickle|shelve|marshal|joblib|dill|cloudpickle|jsonpickle)\b"

CALLS = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "os.system",
    "os.popen",
    "pd.read_pickle",
    "pandas.read_pickle",
    "pd.eval",
    "BERTopic.load",
    "runpy.run_path",
    "code.interact",
}
"""Calls that run what they are given."""

NAMES = {"read_pickle", "to_pickle", "load_state_dict", "allow_pickle", "trust_remote_code"}
"""Attributes and arguments that stand for a pickle, or for code that comes with weights."""

PLANTS = {
    "import of a module of pickles": "import pickle",
    "import from one": "from joblib import load",
    "eval": "eval('1')",
    "exec": "exec('1')",
    "pickles of pandas": "pd.read_pickle('a')",
    "pickles of pandas written": "frame.to_pickle('a')",
    "pickles of numpy": "np.load('a', allow_pickle=True)",
    "numpy, unsaid": "np.load('a')",
    "weights as pickle": "torch.load('a')",
    "weights as pickle, said": "torch.load('a', weights_only=False)",
    "topics as pickle": "BERTopic.load('a')",
    "shell": "subprocess.run('a', shell=True)",
    "system": "os.system('a')",
    "YAML": "yaml.load('a', Loader)",
    "YAML of every kind": "yaml.unsafe_load('a')",
    "code that comes with weights": "SentenceTransformer('a', trust_remote_code=True)",
}


def offences(tree):
    """Yield every part of *tree* that could run what is read."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom) and re.search(MODULES, ast.unparse(node)):
            yield ast.unparse(node)
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            said = {word.arg: ast.unparse(word.value) for word in node.keywords}
            unsafe = (
                called in CALLS
                or called.rpartition(".")[2] in NAMES
                or {*said} & NAMES
                or (called.startswith("yaml.") and "load" in called)
                or (called in ("np.load", "numpy.load"))
                or (called == "torch.load" and said.get("weights_only") != "True")
                or said.get("shell", "False") != "False"
            )
            if unsafe:
                yield called


def test_nothing_that_is_read_can_run_code():
    """
    No pickle in any guise, no eval, no shell, and YAML is read by our own loader alone.
    """
    found = [
        f"{path.relative_to(ROOT).as_posix()}: {offence}"
        for folder in ("nlp", "flows")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for offence in offences(ast.parse(path.read_text("utf-8")))
    ]

    assert ["flows/yaml_files.py: yaml.load"] == found


@pytest.mark.parametrize("line", PLANTS.values(), ids=PLANTS)
def test_the_search_bites(line):
    """
    Each way to run what is read, planted, is found.
    """
    assert 1 == len([*offences(ast.parse(line))])
