"""Wave after wave through the whole shell: earlier codes stay, and what is new is told."""

import shutil
from pathlib import Path

import pytest

from flows import commands
from flows.results import gather
from flows.session import open_session
from flows.workspace import open_workspace
from flows.yaml_files import read_yaml, write_yaml
from nlp.contracts.errors import OpenEndsError
from tests.conftest import ROOT
from tests.fakes import fixed_clock

pytestmark = [pytest.mark.model, pytest.mark.slow]

YEARS = ("2019", "2020", "2021", "2022", "2023")

BENEFIT = "would_benefit"
"""The closed question that says who is asked."""

LATE = {
    "theme_id": "allies",
    "label": "Allies among the managers",
    "questions": ["approach"],
    "examples": [
        "Win over the executives first",
        "Get buy-in from senior management",
        "Find a sponsor high up in the company",
    ],
    "keywords": ["management"],
    "since": "2021",
}
"""A theme that people add when the third wave is in."""


class Survey:
    """The recurring question of a real survey, in a workspace that gets a wave at a time."""

    def __init__(self, root, data):
        self.root, self.data = root, data
        self.full = read_yaml(ROOT / "configs" / "studies" / "ospo.yaml", OpenEndsError)
        self.waves = {}
        for part in ("studies", "codebooks"):
            (root / "configs" / part).mkdir(parents=True)
        copy_engines(root)

    def deliver(self, year):
        """Put the export of *year* in its place, and name it in the study file."""
        wave = self.full["waves"][year]
        path = self.root / "data" / "raw" / "ospo" / f"{year}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.data / wave["source"].split("/data/")[1], path)
        self.waves[year] = wave | {"source": str(path.relative_to(self.root))}
        questions = {
            part: {name: self._known_so_far(self.full[part][name])}
            for part, name in (("open_questions", "approach"), ("closed_questions", BENEFIT))
        }
        self._write("studies", self.full | questions | {"banner": [BENEFIT], "waves": self.waves})

    def _known_so_far(self, question):
        """Return *question* with the columns of no other wave than those delivered."""
        column = {year: at for year, at in question["column"].items() if year in self.waves}
        return question | {"column": column}

    def adopt(self, codebook):
        """Make *codebook* the study's own."""
        self._write("codebooks", codebook | {"status": "adopted"})

    def _write(self, part, content):
        (self.root / "configs" / part / "ospo.yaml").write_text(write_yaml(content), "utf-8")

    def open(self):
        """Open the study, as every command does."""
        return open_session(open_workspace(self.root), "ospo", fixed_clock)

    def codings(self):
        """Return the published codings of every wave, as they are on disk."""
        outputs = self.root / "outputs" / "ospo"
        return {year: (outputs / year / "codings.csv").read_bytes() for year in self.waves}


def copy_engines(root):
    """Pin the real weights and copy what mentions are found by."""
    (root / "configs").mkdir(exist_ok=True)
    shutil.copy(ROOT / "configs" / "models.yaml", root / "configs")
    for name in ("lexicons", "cues", "examples"):
        shutil.copytree(ROOT / "configs" / name, root / "configs" / name)


def test_no_code_of_an_earlier_wave_moves(tmp_path, shared_data):
    """
    Five waves coded as they come in, with the codebook of the first and a theme added in the
    third: what was published of a wave stays, byte for byte, and comes out again from the exports.
    """
    survey = Survey(tmp_path, shared_data)
    survey.deliver("2019")
    proposed = commands.propose(survey.open(), None, replace=False, no_prefect=True)
    codebook = read_yaml(Path(proposed["draft"]), OpenEndsError)
    survey.adopt(codebook)
    published = {}
    for year in YEARS:
        survey.deliver(year)
        if year == LATE["since"]:
            survey.adopt(codebook | {"themes": [*codebook["themes"], LATE]})
        commands.run(survey.open(), None, no_prefect=True)
        now = survey.codings()
        assert published == {earlier: now[earlier] for earlier in published}
        published = now

    given = {year: b'"allies"' in table for year, table in published.items()}
    assert {year: year >= LATE["since"] for year in YEARS} == given
    derived = commands.verify(survey.open(), derive_again=True)["derived_again"]
    of_first_edition = ["2019", "2020"]  # published before the theme was added, and kept
    assert [*YEARS, *of_first_edition] == [name[:4] for name in derived]


def test_what_the_example_says_for_the_first_time_is_new(tmp_path):
    """
    AI agents, which the codebook has no theme for, are found among what is new in 2026-01.
    """
    study_id = "genai_open_strategies"
    for part in ("studies", "codebooks"):
        (tmp_path / "configs" / part).mkdir(parents=True)
        shutil.copy(ROOT / "configs" / part / f"{study_id}.yaml", tmp_path / "configs" / part)
    copy_engines(tmp_path)
    shutil.copytree(ROOT / "data" / "example", tmp_path / "data" / "example")
    session = open_session(open_workspace(tmp_path), study_id, fixed_clock)
    commands.run(session, None, no_prefect=True)

    results = gather(session, session.wave_order)

    told = results.lineage.query("wave == '2026-01' and relation == 'new'")
    new = results.candidates["2026-01"].merge(told[["topic_id"]], on="topic_id")
    assert not any("agents" in theme.label.casefold() for theme in session.codebook.themes)
    for part in ("label", "keywords", "examples"):
        assert any("agent" in words.casefold() for words in new[part]), part
