"""Where do the columns of a study stand?"""

import pytest

from nlp.contracts.errors import SourceDataError
from nlp.intake.places import column_name, locate
from tests.intake.small_export import raw, study

WAVES = {"w1": {"source": "a"}, "w2": {"source": "b"}}


def test_every_column_that_the_study_names_has_its_place():
    """Positions are counted from 0; what the study leaves out has none."""
    whole = study(
        respondent={"column": "ID", "submitted": {"column": "Day"}},
        weight={"column": "W"},
        wave_column="Wave",
        exclude={"trial": {"column": "Status", "values": ["1"]}},
        closed_questions={"role": {"column": "Role", "label": "Role"}},
    )
    places = locate(raw("ID|Wave|W|Day|Status|Role|Risks", "1||||||"), whole, "w1")
    assert (0, 2, 1, 3) == (places.respondent, places.weight, places.wave, places.submitted)
    assert ({"trial": 4}, {"risks": 6}, {"role": (5,)}) == (
        places.exclude,
        places.open_questions,
        places.closed_questions,
    )


def test_a_wave_left_out_of_a_mapping_has_no_such_column():
    """Weights, days, exclusions and questions may come with a later wave."""
    later = study(
        waves=WAVES,
        respondent={"column": "ID", "submitted": {"column": {"w2": "Day"}}},
        weight={"column": {"w2": "W"}},
        wave_column={"w2": "Wave"},
        exclude={"trial": {"column": {"w2": "Status"}, "values": ["1"]}},
        closed_questions={"role": {"column": {"w2": "Role"}, "label": "Role"}},
    )
    places = locate(raw("ID|Risks", "1|x"), later, "w1")
    assert (None, None, None) == (places.weight, places.wave, places.submitted)
    assert ({}, {"role": ()}) == (places.exclude, places.closed_questions)


def test_all_wrong_columns_are_told_at_once():
    """Those that are missing are named together; each problem names its place in the study."""
    wrong = study(respondent={"column": "Idd"}, weight={"column": "W"}, wave_column="Risks")
    with pytest.raises(
        SourceDataError,
        match=r"missing columns Idd, W:\n  respondent\.column: .*\n  weight\.column: ",
    ):
        locate(raw("ID|Risks", "7|x"), wrong, "w1")


def test_a_column_without_a_name_may_be_the_missing_one():
    """It is told with its position, by which the study may name it."""
    with pytest.raises(SourceDataError, match=r"missing columns Risks:\n.*\n  column 2 has no n"):
        locate(raw("ID||Role", "7|x|y"), study(), "w1")


def test_a_column_that_is_there_twice_is_not_called_missing():
    """It is a problem of its own, with the positions."""
    with pytest.raises(
        SourceDataError, match=r"study file:\n.*duplicate column Risks, positions 2 and 3"
    ) as caught:
        locate(raw("ID|Risks|Risks", "7|x|y"), study(), "w1")
    assert "missing columns" not in str(caught.value)


def test_a_wave_without_an_id_column_is_refused():
    """A mapping that leaves out the wave leaves its respondents without ids."""
    elsewhere = study(waves=WAVES, respondent={"column": {"w2": "ID"}})
    with pytest.raises(SourceDataError, match=r"respondent\.column: .* wave w1"):
        locate(raw("ID|Risks", "7|x"), elsewhere, "w1")


@pytest.mark.parametrize(
    ("name", "column"), [("ID", 0), ("Open source", 1), ("Which models?", 2), ("#4", 3), ("#5", 4)]
)
def test_a_column_is_called_by_its_lowest_header_cell(name, column):
    """A long one may be an answer under a misplaced header: the position is shown instead."""
    header = ("|Which models?|Which models?|" + "words " * 10 + "|", "ID|Open source|||")
    assert name == column_name(raw(*header, "1||||", header_rows=2), column)
