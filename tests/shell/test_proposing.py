import json

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.files import read_study
from flows.proposing import Wanted, init, look_at
from nlp.contracts.errors import SourceDataError, StudyConfigError

EXPORT = """\
ID;Rolle;Was macht Ihnen Sorge?;E-Mail
1;Lehrkraft;Dass niemand prüft, was es sagt;a@example.org
2;Pflege;Dass wir es nicht verstehen;b@example.org
3;Pflege;Dass es zu viel kostet;c@example.org
"""


@pytest.fixture
def delivered(root):
    """An export as a German office program writes it."""
    path = root / "data" / "raw" / "Umfrage 2025.csv"
    path.write_bytes(EXPORT.encode("cp1252"))
    return path


def test_the_proposal_is_a_study_that_can_be_read(workspace, delivered):
    """
    What is written is what was tried out: encoding, delimiter, wave and questions declared.
    """
    answer = init(workspace, delivered, Wanted("umfrage"))
    study = read_study(workspace, "umfrage")

    assert ("cp1252", ";") == (study.export.encoding, study.export.delimiter)
    assert "data/raw/Umfrage 2025.csv" == study.waves["2025"].source
    assert ("E-Mail",) == study.identifying
    assert 3 == answer["waves"]["2025"]["respondents"]
    assert 3 == answer["waves"]["2025"]["answers in free words"]


def test_reasons_stand_beside_the_guesses_and_answers_do_not(workspace, delivered):
    """
    The file says why, marks what is unsure, and holds nothing that a respondent wrote.
    """
    init(workspace, delivered, Wanted("umfrage"))
    text = workspace.study_file("umfrage").read_text("utf-8")

    assert "# it is not UTF-8, and looks like cp1252" in text
    assert "niemand" not in text
    assert "example.org" not in text


def test_a_study_file_is_not_overwritten_unasked(workspace, delivered):
    """
    Work of people stays, unless --replace says otherwise.
    """
    before = workspace.study_file("small").read_bytes()

    with pytest.raises(StudyConfigError, match="--replace"):
        init(workspace, delivered, Wanted("small"))
    assert before == workspace.study_file("small").read_bytes()
    init(workspace, delivered, Wanted("small", replace=True))
    assert before != workspace.study_file("small").read_bytes()


def test_a_file_without_header_is_refused_and_writes_nothing(workspace, root):
    """
    Names of columns are never made of somebody's answers.
    """
    path = root / "bare.csv"
    path.write_text("".join(f"p{n},2025,{n},zebra {n}\n" for n in range(20)), "utf-8")

    with pytest.raises(SourceDataError, match="row 1: expected names") as caught:
        init(workspace, path, Wanted())
    assert "zebra" not in str(caught.value)
    assert not (workspace.studies / "bare.yaml").exists()


def test_the_sheet_of_a_workbook_is_asked_for(bad_input):
    """
    Of several sheets none is taken by itself; the one that is named is read.
    """
    path = bad_input / "made" / "xlsx" / "three_sheets_one_hidden.xlsx"

    with pytest.raises(SourceDataError, match="Responses"):
        look_at(path, None)
    assert "Responses" == look_at(path, "Responses").layout.sheet


def test_headings_over_the_names_of_a_workbook(bad_input):
    """
    Merged headings over some columns make a header of two rows.
    """
    look = look_at(bad_input / "made" / "xlsx" / "merged_cells.xlsx", None)

    assert (2, 6) == (look.layout.header_rows, len(look.export))


def test_the_verb(delivered, root):
    """
    `openends init FILE` answers in JSON where the study file is and what to look at.
    """
    done = CliRunner().invoke(
        app, ["init", str(delivered), "--wave", "2025-1", "--root", str(root), "--json"]
    )

    answer = json.loads(done.output)
    assert (0, "proposed", "umfrage_2025") == (done.exit_code, answer["outcome"], answer["study"])
    assert ["2025-1"] == list(answer["waves"])
