"""The files people copy: every study, and the codebook of the example."""

from pathlib import Path

import pytest

from flows.exports import read_export
from flows.yaml_files import read_yaml
from nlp.contracts.codebook import check_against_study, parse_codebook
from nlp.contracts.errors import CodebookError, StudyConfigError
from nlp.contracts.study import UNRECOGNISED, parse_study
from nlp.intake.answers import read_answers
from nlp.intake.recoding import recode
from nlp.intake.records import sort_out
from nlp.intake.respondents import read_respondents
from nlp.intake.responses import read_responses

ROOT = Path(__file__).parent.parent.parent
STUDIES = sorted((ROOT / "configs/studies").glob("*.yaml"))
CODEBOOKS = sorted(
    path
    for path in (ROOT / "configs/codebooks").glob("*.yaml")
    if not path.name.endswith(".draft.yaml")  # made by a run; nobody has read it yet
)
EXAMPLE = "genai_open_strategies"


def _study(study_id):
    file = ROOT / f"configs/studies/{study_id}.yaml"
    return parse_study(read_yaml(file, StudyConfigError), file.name)


def _codebook(study_id):
    file = ROOT / f"configs/codebooks/{study_id}.yaml"
    return parse_codebook(read_yaml(file, CodebookError), file.name)


def _delivered(study, wave):
    export = read_export(ROOT / study.waves[wave].source, study.layout_of(wave))
    return sort_out(export, study, wave)


def _answers(study, wave):
    return recode(read_answers(_delivered(study, wave), study, wave), study.closed_questions)


def _responses(study, wave):
    return read_responses(_delivered(study, wave), _answers(study, wave), study, wave)


@pytest.mark.parametrize("file", STUDIES, ids=lambda file: file.stem)
def test_every_study_file_can_be_used(file):
    """A study parses, and its name is the file's."""
    assert file.stem == _study(file.stem).study_id


@pytest.mark.parametrize("file", CODEBOOKS, ids=lambda file: file.stem)
def test_every_codebook_fits_its_study(file):
    """Every question and wave that a theme names exists."""
    study = _study(file.stem)
    questions, waves = tuple(study.open_questions), tuple(study.waves)
    check_against_study(_codebook(file.stem), study.study_id, questions, waves)


@pytest.mark.parametrize("file", STUDIES, ids=lambda file: file.stem)
def test_a_condition_names_options_that_exist(file):
    """A misspelt option would make a question look as if nobody had been asked."""
    study = _study(file.stem)
    unknown = [
        (question_id, option)
        for question_id, question in study.open_questions.items()
        for closed_id, options in question.asked_when.items()
        for option in options
        if option not in _shown(study.closed_questions[closed_id].options)
    ]
    assert [] == unknown


def _shown(options):
    return tuple(options.values()) if hasattr(options, "values") else options


@pytest.mark.parametrize(("wave", "respondents"), [("2025-01", 280), ("2026-01", 160)])
def test_the_example_is_read_whole(wave, respondents):
    """Every respondent once, every answer an option that the study lists."""
    study = _study(EXAMPLE)
    assert respondents == len(read_respondents(_delivered(study, wave), wave))
    assert UNRECOGNISED not in set(_answers(study, wave)["option"])


@pytest.mark.parametrize("wave", ["2025-01", "2026-01"])
def test_every_question_of_the_example_has_answers(wave):
    """No column of the example points at the wrong place."""
    study = _study(EXAMPLE)
    responses = _responses(study, wave)
    written = responses.loc[responses["verbatim"] != "", "question_id"]
    assert set(study.open_questions) == set(written)
    assert set(study.closed_questions) == set(_answers(study, wave)["question_id"])


@pytest.mark.parametrize(
    ("study_id", "wave", "respondents"),
    [("bc_ai_survey", "2025-07", 1001), ("ospo", "2022", 1048), ("ospo", "2023", 489)],
)
def test_the_real_surveys_are_read_whole(shared_data, study_id, wave, respondents):
    """Every respondent once, every answer an option that the study lists."""
    study = _study(study_id)
    assert respondents == len(read_respondents(_delivered(study, wave), wave))
    assert UNRECOGNISED not in set(_answers(study, wave)["option"])


@pytest.mark.parametrize(
    ("wave", "question_id", "asked", "written"),
    [
        ("2022", "approach", 135, 45),
        ("2023", "approach", 43, 20),
        ("2022", "positive_examples", 261, 134),
        ("2023", "positive_examples", 314, 124),
        ("2022", "antipatterns", 0, 0),
        ("2023", "antipatterns", 314, 106),
    ],
)
def test_who_was_not_asked_wrote_nothing(shared_data, wave, question_id, asked, written):
    """The routes of the questionnaire explain the blanks, and no response lies outside them."""
    study = _study("ospo")
    responses = _responses(study, wave)
    of_question = responses[responses["question_id"] == question_id]
    assert asked == of_question["asked"].sum()
    assert written == (of_question["asked"] & (of_question["verbatim"].str.strip() != "")).sum()


def test_themes_of_the_example_are_ready_to_code_with():
    """Each has a net, a definition and enough examples to be recognised by."""
    bare = [
        theme.theme_id
        for theme in _codebook(EXAMPLE).themes
        if not (theme.net and theme.definition and 6 <= len(theme.examples) <= 10)
    ]
    assert [] == bare


@pytest.mark.parametrize("kind", ["examples", "keywords"])
def test_no_words_stand_for_two_themes_of_a_question(kind):
    """Words that belong to two themes decide nothing."""
    words = [
        (question_id, word.casefold())
        for theme in _codebook(EXAMPLE).themes
        for question_id in theme.questions
        for word in getattr(theme, kind)
    ]
    assert [] == sorted({pair for pair in words if words.count(pair) > 1})


def test_every_net_has_themes():
    """A net that no theme belongs to would be an empty row of every table."""
    codebook = _codebook(EXAMPLE)
    assert {net.net_id for net in codebook.nets} == {theme.net for theme in codebook.themes}


def test_the_codebook_quotes_no_respondent():
    """Examples are written for the codebook; two short words may agree by chance, no more."""
    study = _study(EXAMPLE)
    given = {
        verbatim.strip().casefold()
        for wave in study.waves
        for verbatim in _responses(study, wave)["verbatim"]
    }
    examples = {example for theme in _codebook(EXAMPLE).themes for example in theme.examples}
    assert [] == sorted(e for e in examples if len(e.split()) > 2 and e.casefold() in given)
