import runpy

import pytest

from flows.proposing import look_at, try_out
from nlp.contracts.errors import SourceDataError
from nlp.contracts.study import parse_study
from nlp.intake.places import locate
from nlp.intake.proposing import Start, propose
from tests.conftest import ROOT

OSPO = "todo_ospo_survey_2018_2024/ospo_"

# columns, from 1, of questions in free words with 15 answers or more, as the READMEs count them
OPEN_COLUMNS = {
    "bc_ai_survey_2025/bc_ai_survey.csv": {11, 22, 32, 36, 45, 50, 59, 69, 76, 87, 94, 101},
    "datakind_responsible_data_2019/responsible_survey.csv": {
        3, 21, 31, 33, 34, 36, 38, 41, 78, 79, 80, 81
    },
    "gadarian_immigration_open_ended/gadarian.csv": {5},
    "ibm_argkp_2021/arguments.csv": {3},
    "pros_cons_liu/pros_cons.csv": {2},
    "intent_banking77_clinc150/banking77.csv": {2},
    "intent_banking77_clinc150/clinc150.csv": {2},
    OSPO + "2018.csv": {137, 171},
    OSPO + "2019.csv": {
        36, 39, 41, 69, 137, 139, 154, 164, 165, 166, 187, 193, 205, 210, 220
    },
    OSPO + "2020.csv": {37, 41, 43, 76, 150, 152, 180, 181, 203, 227, 235, 246},
    OSPO + "2021.csv": {45, 100, 101, 144, 146, 193, 201, 222, 229, 244},
    OSPO + "2022.csv": {49, 58, 104, 146, 148, 199, 212, 255},
    OSPO + "2023.csv": {164, 230, 244, 245, 246, 255, 319, 446},
    OSPO + "2024_text.csv": {26, 56, 181, 182},
    OSPO + "2024_numeric.csv": {26, 56, 181, 182},
}  # fmt: skip


def proposal_for(path):
    look = look_at(path, None)
    proposal = propose(look.export, look.guess, Start("real", "Real", path.name, "w"))
    return look.export, parse_study(proposal.settings(), path.name)


@pytest.mark.parametrize("name", OPEN_COLUMNS)
def test_the_open_questions_of_real_exports_are_found(name, shared_data):
    """
    Every column that people filled with their own words is proposed as an open question, and what
    is proposed can be read.
    """
    export, study = proposal_for(shared_data / name)

    places = locate(export, study, "w").open_questions
    assert set() == OPEN_COLUMNS[name] - {place + 1 for place in places.values()}
    assert try_out(export, study, "w")["answers in free words"] > 0


def test_an_export_with_one_row_per_answer_is_widened(shared_data):
    """
    The questions of a long export become open questions, each respondent a record.
    """
    path = shared_data / "aus_responsible_ai_2023" / "aus_responsible_ai_2023_long.csv"
    export, study = proposal_for(path)

    assert 21 == len(study.open_questions)
    assert 313 == try_out(export, study, "w")["respondents"]


def test_a_table_of_keys_is_refused(shared_data):
    """
    Where no column holds words of people there is nothing to propose.
    """
    with pytest.raises(SourceDataError, match="free words"):
        proposal_for(shared_data / "ibm_argkp_2021" / "labels.csv")


def test_no_value_of_an_open_question_stands_in_a_proposal(shared_data):
    """
    What people wrote at some length stands nowhere in the settings that are proposed.
    """
    export, study = proposal_for(shared_data / f"{OSPO}2023.csv")
    said = study.model_dump_json()

    places = locate(export, study, "w").open_questions.values()
    verbatims = {record.cells[place].strip() for record in export.records for place in places}
    assert [] == [words for words in verbatims if len(words.split()) > 3 and words in said]


@pytest.mark.slow
def test_the_page_says_what_is_proposed_today(shared_data):
    """
    The figures in the docs are those of the code.
    """
    page = runpy.run_path(str(ROOT / "docs" / "init_on_real_exports.py"))["page"]()

    written = (ROOT / "docs" / "init-on-real-exports.md").read_text("utf-8")
    assert written == page, "run: python docs/init_on_real_exports.py"
