"""What the docs say is generated, run, or looked up."""

import importlib
import importlib.util
import re
import runpy
import shutil
import sys
import types

import pytest
import typer.main

from flows.cli import app
from flows.yaml_files import read_yaml
from nlp.contracts.errors import StudyConfigError
from nlp.contracts.study import parse_study
from tests.conftest import ROOT

REFERENCE = ROOT / "docs" / "reference.py"
PAGES = sorted(
    page
    for folder in (".", "configs", "data", "docs", "outputs")
    for page in (ROOT / folder).glob("*.md" if folder == "." else "**/*.md")
    if ".versions" not in page.parts
)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.+?)^```", page.read_text("utf-8"), re.M | re.S)


def anchors(page):
    """Return what the headings of *page* are linked by."""
    plain = (re.sub(r"[^\w\- ]", "", title) for title in HEADING.findall(page.read_text("utf-8")))
    return {title.strip().lower().replace(" ", "-") for title in plain}


def named(pattern):
    """Return what *pattern* finds on the pages, with the page that says so."""
    return {
        (found, page.relative_to(ROOT).as_posix())
        for page in PAGES
        for found in re.findall(pattern, page.read_text("utf-8"))
    }


def test_the_reference_pages_are_fresh():
    """
    The reference pages are what the code says today.
    """
    pages = runpy.run_path(str(REFERENCE))["pages"]()

    stale = [
        name
        for name, text in pages.items()
        if text != (REFERENCE.with_suffix("") / name).read_text("utf-8")
    ]
    assert [] == stale, "run: make docs"


def test_a_stale_page_is_named_and_a_written_one_is_fresh(tmp_path, capsys):
    """
    --check fails and names a page that was edited by hand, until the pages are written again.
    """
    shutil.copytree(REFERENCE.with_suffix(""), tmp_path / "reference")
    main = runpy.run_path(str(shutil.copy(REFERENCE, tmp_path)))["main"]
    edited = tmp_path / "reference" / "tables.md"
    edited.write_text(edited.read_text("utf-8") + "By hand.\n", "utf-8")

    assert 1 == main(["--check"])
    assert "docs/reference/tables.md is stale; run: make docs\n" == capsys.readouterr().err
    assert 0 == main([])
    assert 0 == main(["--check"])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page):
    """
    A relative link leads to a file, and its anchor to a heading of that file.
    """
    broken = []
    for link in LINK.findall(page.read_text("utf-8")):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if "://" in link:
            continue
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert [] == broken


def test_every_page_can_be_reached():
    """
    Every page under docs/ is linked from an index, and every stage and decision is listed once.
    """
    indexes = (ROOT / "docs" / "README.md", ROOT / "docs" / "decisions" / "README.md")
    linked = {
        (index.parent / link).resolve()
        for index in indexes
        for link in LINK.findall(index.read_text("utf-8"))
        if "://" not in link
    }
    pages = {page for page in (ROOT / "docs").glob("**/*.md") if page not in indexes}

    assert set() == pages - linked


def test_every_command_that_is_named_exists():
    """
    The docs name no `openends` command that the command line does not have.
    """
    known = set(typer.main.get_command(app).commands)

    unknown = {(name, page) for name, page in named(r"openends ([a-z-]+)") if name not in known}
    assert set() == unknown


def test_every_make_target_that_is_named_exists():
    """
    The docs name no make target that the Makefile does not have.
    """
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))

    found = named(r"`make ([a-z-]+)") | named(r"(?m)^make ([a-z-]+)")
    assert set() == {(name, page) for name, page in found if name not in targets}


def test_every_module_that_is_named_exists():
    """
    The docs name no module that is not there.
    """
    found = named(r"`((?:nlp|flows|tests)/[\w/]+\.py)`")

    assert set() == {(path, page) for path, page in found if not (ROOT / path).is_file()}


def test_the_study_in_the_readme_can_be_used(tmp_path):
    """
    The study file that the README shows is one, each part of it understood.
    """
    (shown,) = blocks(ROOT / "README.md", "yaml")
    path = tmp_path / "responsible_data.yaml"
    path.write_text(shown, "utf-8")

    study = parse_study(read_yaml(path, StudyConfigError), path.name)

    assert path.stem == study.study_id


def test_the_stage_in_contributing_works(monkeypatch):
    """
    The example stage of CONTRIBUTING is put where its comments say, and its test passes.
    """
    for block in blocks(ROOT / "CONTRIBUTING.md", "python"):
        name = block.splitlines()[0].removeprefix("# ").removesuffix(".py").replace("/", ".")
        exists = importlib.util.find_spec(name) is not None
        place = importlib.import_module(name) if exists else types.ModuleType(name)
        monkeypatch.setitem(sys.modules, name, place)
        written = dict(vars(place))
        exec(compile(block, name, "exec", dont_inherit=True), written)
        folder = importlib.import_module(name.rpartition(".")[0])  # which shows it to others
        for thing in written.keys() - vars(place).keys():
            monkeypatch.setattr(place, thing, written[thing], raising=False)
            monkeypatch.setattr(folder, thing, written[thing], raising=False)

    written["test_a_response_is_long_from_the_given_number_of_words_on"]()
