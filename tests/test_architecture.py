"""The rules of the house, kept by the code and shown to bite."""

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import typer.main
import yaml

import flows
import nlp
from flows.cli import app
from tests.conftest import ROOT

BIN = Path(sys.executable).parent

PACKAGES = ("flows", "nlp")

PLANTS = {
    "The shell runs the core; the core does not know the shell": ("nlp/intake", "import flows"),
    "Chapters follow the data": ("nlp/intake", "import nlp.report"),
    "The core neither orchestrates nor talks to a terminal": ("nlp/themes", "import prefect"),
    "One door to BERTopic": ("nlp/report", "import bertopic"),
    "One door to spaCy": ("nlp/report", "import spacy"),
    "One door to sentence encoders": ("nlp/report", "import sentence_transformers"),
    "One door to other programs": ("nlp/report", "import httpx"),
    "One door to Dask": ("nlp/report", "import distributed"),
    "Exports are read in one place": ("nlp/intake", "import pyreadstat"),
    "One door to language detection": ("nlp/report", "import py3langid"),
}
"""For each contract of pyproject.toml where something that breaks it is planted."""

OFFENCES = '''\
"""A module that does what it must not."""

import datetime
import os
import pickle

import pandas as pd


def offend(path: str, limit: int = 3) -> object:
    """Return nothing good."""
    print(path, datetime.datetime.now(), os.environ)
    pickle.loads(eval(path))
    return pd.read_csv(path)


def untyped(nlp):
    return nlp
'''

WRONG_ORDER = '''\
"""A module that screens what was not yet redacted."""

from pandera.typing import DataFrame

from nlp.contracts.study import Screening
from nlp.contracts.tables import Responses, ScreenedResponses
from nlp.intake.screening import screen


def hurry(responses: DataFrame[Responses]) -> DataFrame[ScreenedResponses]:
    """Return responses whose names are not masked."""
    return screen(responses, Screening())
'''


def sources(*folders):
    """Return the parsed Python files below *folders*, by their path from the root."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
    }


def functions(tree):
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def copy_to(folder):
    """Copy what is packed and checked into *folder*, and nothing that tools left behind."""
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture
def copy(tmp_path):
    """A copy of the project's code in which something can be planted."""
    return copy_to(tmp_path)


def run(command, folder):
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_packages_are_those_of_this_repository():
    """
    What the tests import as nlp and flows is the code beside them, not another installation.
    """
    assert [ROOT, ROOT] == [Path(package.__path__[0]).parent for package in (nlp, flows)]


def test_the_import_rules_are_kept():
    """
    No module imports what its place does not allow.
    """
    done = run([BIN / "lint-imports", "--no-cache"], ROOT)

    assert (0, "") == (done.returncode, done.stderr)
    assert f"Contracts: {len(PLANTS)} kept, 0 broken." in done.stdout


def test_every_import_rule_bites(copy):
    """
    A forbidden import, planted for each rule, breaks that rule; a rule without a plant is told.
    """
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    rules = [rule["name"] for rule in settings["tool"]["importlinter"]["contracts"]]
    for number, (folder, line) in enumerate(PLANTS.values()):
        (copy / folder / f"planted_{number}.py").write_text(f"{line}\n", "utf-8")

    done = run([BIN / "lint-imports", "--no-cache"], copy)

    assert rules == list(PLANTS)
    assert rules == re.findall(r"^(.+) BROKEN", done.stdout, re.MULTILINE)


def test_a_new_chapter_must_be_given_its_place(copy):
    """
    A folder of nlp that no layer names breaks the order of chapters.
    """
    (copy / "nlp" / "planted").mkdir()
    (copy / "nlp" / "planted" / "__init__.py").touch()

    done = run([BIN / "lint-imports", "--no-cache"], copy)

    assert ["Chapters follow the data"] == re.findall(r"^(.+) BROKEN", done.stdout, re.MULTILINE)


def test_the_linter_bites(copy):
    """
    What settings, clock, terminal and pickles are fenced off from is refused where it is used.
    """
    (copy / "nlp" / "intake" / "planted.py").write_text(OFFENCES, "utf-8")

    done = run([BIN / "ruff", "check", "--no-cache", "--output-format", "json", "nlp"], copy)

    found = [problem["code"] for problem in json.loads(done.stdout)]
    assert {"ANN001", "ANN201", "D103", "S301", "S307", "T201", "TID251"} <= set(found)
    assert 4 == found.count("TID251")


@pytest.mark.slow
def test_the_type_checker_knows_the_order_of_stages(copy):
    """
    Passing one table where another is wanted is an error before anything runs.
    """
    (copy / "nlp" / "intake" / "planted.py").write_text(WRONG_ORDER, "utf-8")

    done = run([BIN / "mypy", "nlp/intake/planted.py"], copy)

    (problem,) = [line for line in done.stdout.splitlines() if line.startswith("nlp/intake/pl")]
    assert problem.startswith("nlp/intake/planted.py:12: error: Argument 1 to")
    assert "RedactedResponses" in problem


def test_the_built_wheel_holds_everything_and_runs(copy, tmp_path_factory):
    """
    The wheel holds each module and template, and its command starts without the repository.
    """
    away = tmp_path_factory.mktemp("away")
    build = ["pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", away, copy]

    assert "" == run([sys.executable, "-m", *build], away).stderr
    (wheel,) = away.glob("openends-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(away / "site")
        names = {name for name in packed.namelist() if name.startswith(PACKAGES)}
    start = f"import sys; sys.path.insert(0, {str(away / 'site')!r}); "
    show = "import nlp, flows.cli; print(nlp.__file__); flows.cli.app(['--help'])"
    done = run([sys.executable, "-c", start + show], away)

    wanted = {p.relative_to(copy).as_posix() for n in PACKAGES for p in (copy / n).rglob("*.*")}
    assert wanted == names
    assert done.stdout.startswith(str(away / "site" / "nlp"))
    assert "propose-codebook" in done.stdout


def test_every_module_has_its_tests():
    """
    Behaviour of nlp/<chapter>/<module> is told in tests/<chapter>/test_<module>, flows' in shell.

    A module that became a folder keeps its test.
    """
    modules = [Path(name).parts for name in sources("nlp", "flows") if "__init__" not in name]
    wanted = {
        f"tests/shell/test_{Path(parts[1]).stem}.py"
        if parts[0] == "flows"
        else f"tests/{parts[1]}/test_{Path(parts[2]).stem}.py"
        for parts in modules
    }

    assert [] == sorted(name for name in wanted if not (ROOT / name).is_file())


def test_every_command_is_in_the_reference():
    """
    Each verb of the command line has its place in the page of commands.
    """
    page = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    verbs = list(typer.main.get_command(app).commands)

    assert 7 <= len(verbs)
    assert [] == [verb for verb in verbs if f"openends {verb}" not in page]


def test_files_and_functions_stay_short():
    """
    A file can be read in one sitting, and a function on one screen.
    """
    found = sources("nlp", "flows", "tests", "docs")
    lengths = {name: len((ROOT / name).read_text("utf-8").splitlines()) for name in found}
    long_functions = [
        f"{name}: {function.name}"
        for name, tree in found.items()
        for function in functions(tree)
        if function.end_lineno - function.lineno >= 40
    ]

    assert {} == {name: length for name, length in lengths.items() if length > 300}
    assert [] == long_functions


def test_nothing_is_called_nlp_but_the_package():
    """
    No variable and no argument takes the package's name; spaCy's factories must have one.
    """
    found = []
    for name, tree in sources("nlp", "flows", "tests").items():
        factories = [f for f in functions(tree) if "Language.factory" in ast.unparse(f)]
        allowed = {argument for f in factories for argument in f.args.args}
        for node in ast.walk(tree):
            stored = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            if (stored and node.id == "nlp") or (
                isinstance(node, ast.arg) and node.arg == "nlp" and node not in allowed
            ):
                found.append(f"{name}:{node.lineno}")

    assert [] == found


def test_all_weights_are_pinned_by_their_bytes():
    """
    Each file of weights has a sha256, and each package a version.
    """
    pinned = yaml.safe_load((ROOT / "configs" / "models.yaml").read_text("utf-8"))
    models = [model for kind in pinned.values() for model in kind.values()]

    assert 2 <= len(models)
    assert [] == [m["distribution"] for m in models if not re.search(r"==\d", m["distribution"])]
    digests = [digest for model in models for digest in model["files"].values()]
    assert [] == [digest for digest in digests if not re.fullmatch("[0-9a-f]{64}", digest)]
