"""Seven waves of a real survey, read by their study file alone, against a count by csv alone.

The positions below were read off the files by hand; nothing of the project helps the count.
"""

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from flows.exports import read_export
from flows.files import read_study
from flows.workspace import open_workspace
from nlp.contracts.study import UNRECOGNISED
from nlp.contracts.tables import Wordings, conform
from nlp.intake.answers import read_answers
from nlp.intake.recoding import recode
from nlp.intake.records import sort_out
from nlp.intake.responses import read_responses
from nlp.intake.wordings import compare_wordings, read_wordings
from tests.conftest import ROOT

FOLDER = "todo_ospo_survey_2018_2024"

HEADS = {"2018": (0, 2), "2019": (1, 2), "2020": (0, 2), "2021": (0, 2), "2022": (0, 3)}
"""Title and header rows; three header rows where left out."""

PEOPLE = {
    "2018": 748,
    "2019": 2681,
    "2020": 1026,
    "2021": 1141,
    "2022": 1048,
    "2023": 489,
    "2024": 222,
}

OPEN = {
    "2018": {"why_none_other": 137},
    "2019": {
        "approach": 139,
        "positive_examples": 165,
        "second_example": 166,
        "why_none_other": 137,
    },
    "2020": {
        "approach": 152,
        "positive_examples": 180,
        "second_example": 181,
        "why_none_other": 150,
    },
    "2021": {
        "approach": 146,
        "positive_examples": 100,
        "second_example": 101,
        "why_none_other": 144,
        "vendor_assessment": 193,
    },
    "2022": {
        "approach": 148,
        "positive_examples": 104,
        "why_none_other": 146,
        "vendor_assessment": 199,
    },
    "2023": {
        "approach": 319,
        "positive_examples": 230,
        "why_none_other": 315,
        "antipatterns": 164,
        "communication": 244,
        "sustainability": 245,
    },
    "2024": {"why_none_other": 1054, "security_issues": 181, "security_advice": 182},
}

CHOSEN = {
    "2018": {"role": 173, "size": 11, "program": 24, "structure": 36, "would_benefit": 138},
    "2019": {
        "role": 221,
        "size": 11,
        "program": 25,
        "structure": 37,
        "would_benefit": 138,
        "route_to_examples": 80,
    },
    "2020": {
        "role": 247,
        "size": 11,
        "program": 25,
        "structure": 38,
        "would_benefit": 151,
        "route_to_examples": 89,
    },
    "2021": {
        "role": 245,
        "size": 16,
        "program": 30,
        "structure": 42,
        "would_benefit": 145,
        "route_to_examples": 99,
        "language": 8,
    },
    "2022": {
        "role": 18,
        "size": 17,
        "region": 257,
        "program": 32,
        "would_benefit": 147,
        "route_to_examples": 103,
        "language": 9,
    },
    "2023": {"language": 5},
    "2024": {"language": 5},
}
"""Where the option stands in the cell."""

TICKED = {
    "2018": {"journey": (5, 10), "why_none": (127, 136)},
    "2019": {"journey": (4, 10), "why_none": (127, 136)},
    "2020": {"journey": (4, 10), "why_none": (139, 149)},
    "2021": {"journey": (9, 15), "why_none": (134, 143)},
    "2022": {"journey": (10, 16), "why_none": (136, 145)},
    "2023": {
        "journey": (6, 12),
        "why_none": (304, 314),
        "role": (18, 24),
        "size": (25, 33),
        "region": (34, 39),
        "program": (93, 96),
        "structure": (93, 94),
        "would_benefit": (316, 318),
        "route_to_examples": (93, 96),
    },
    "2024": {
        "journey": (6, 12),
        "why_none": (1043, 1053),
        "role": (18, 26),
        "size": (27, 35),
        "region": (36, 45),
        "program": (153, 157),
        "structure": (154, 155),
    },
}
"""Where the option stands in the header, over the first and the last column."""


@cache
def study_of(study_id):
    return read_study(open_workspace(ROOT), study_id)


@cache
def delivered(study_id, wave):
    study = study_of(study_id)
    path = open_workspace(ROOT).source_file(study.waves[wave].source)
    return sort_out(read_export(path, study.layout_of(wave)), study, wave)


@cache
def rows_of(folder: Path, wave):
    """Return the lowest header row, and the rows below in which anything stands."""
    name = f"ospo_{wave}_text.csv" if wave == "2024" else f"ospo_{wave}.csv"
    with (folder / FOLDER / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    title, headers = HEADS.get(wave, (0, 3))
    body = [row for row in rows[title + headers :] if any(cell.strip() for cell in row)]
    return rows[title + headers - 1], body


def written(rows, position):
    return sum(bool(row[position - 1].strip()) for row in rows)


def in_one_space(text):
    return " ".join(text.split())


@pytest.mark.parametrize("wave", PEOPLE)
def test_each_wave_has_its_respondents(shared_data, wave):
    """Blank rows within and behind the data are no respondents, and nobody is lost."""
    _, rows = rows_of(shared_data, wave)
    export = delivered("ospo", wave)
    assert [PEOPLE[wave], PEOPLE[wave]] == [len(rows), len(export.accepted)]
    assert {"blank_row"} >= {record.rule for record in export.refused}


@pytest.mark.parametrize("wave", PEOPLE)
def test_each_open_question_has_its_answers(shared_data, wave):
    """Of every open question as many answers as cells with words; other waves' were not asked."""
    _, rows = rows_of(shared_data, wave)
    study, export = study_of("ospo"), delivered("ospo", wave)
    answers = recode(read_answers(export, study, wave), study.closed_questions)
    responses = read_responses(export, answers, study, wave)
    words = responses[responses["verbatim"].str.strip() != ""]
    counted = {key: written(rows, position) for key, position in OPEN[wave].items()}
    assert counted == words["question_id"].value_counts().to_dict()
    assert set(counted) == set(responses.loc[responses["asked"], "question_id"])


@pytest.mark.parametrize("wave", PEOPLE)
def test_each_option_has_its_choices(shared_data, wave):
    """Options of cells and headers are counted as delivered; recoded, none is left over."""
    header, rows = rows_of(shared_data, wave)
    answers = read_answers(delivered("ospo", wave), study_of("ospo"), wave)
    expected = {
        key: Counter(in_one_space(row[at - 1]) for row in rows if row[at - 1].strip())
        for key, at in CHOSEN[wave].items()
    } | {
        key: Counter({in_one_space(header[at - 1]): written(rows, at) for at in range(a, b + 1)})
        for key, (a, b) in TICKED[wave].items()
    }
    other = OPEN[wave]["why_none_other"]  # who wrote there has chosen "Other"
    expected["why_none"]["Other"] += written(rows, other)
    for key, counts in expected.items():
        found = Counter(answers.loc[answers["question_id"] == key, "option"])
        assert +counts == found, key
    recoded = recode(answers, study_of("ospo").closed_questions)
    assert UNRECOGNISED not in set(recoded["option"])


def test_codes_say_what_words_say(shared_data):
    """The same wave, delivered once as codes and once as words, gives the same answers."""
    codes, words = (
        recode(read_answers(export, study, "2024"), study.closed_questions)
        for study_id in ("ospo_2024_codes", "ospo")
        for study in [study_of(study_id)]
        for export in [delivered(study_id, "2024")]
    )
    for key in ("role", "journey", "why_none"):
        columns = ["respondent_id", "option"]
        one, other = (
            set(table.loc[table["question_id"] == key, columns].itertuples(index=False, name=None))
            for table in (codes, words)
        )
        assert one == other, key
    assert {"58 Formal", "42 Informal", "26 Planned", "96 None"} == {
        f"{n} {option}"
        for option, n in Counter(codes.loc[codes["question_id"] == "program", "option"]).items()
    }


def test_the_ledger_says_which_waves_of_a_question_compare(shared_data):
    """The recurring question was put alike in five waves, the one on examples in three."""
    study = study_of("ospo")
    put = [read_wordings(delivered("ospo", wave), study, wave) for wave in study.waves]
    ledger = compare_wordings(conform(pd.concat(put, ignore_index=True), Wordings), study)

    def groups(question_id):
        rows = ledger[ledger["question_id"] == question_id]
        return dict(zip(rows["wave"], rows["comparable_group"], strict=True))

    assert {"2019": 1, "2020": 1, "2021": 1, "2022": 1, "2023": 1} == groups("approach")
    assert {"2019": 1, "2020": 1, "2021": 1, "2022": 2, "2023": 3} == groups("positive_examples")
    assert {"2021": 1, "2022": 2} == groups("vendor_assessment")
    assert [1, 1, 1, 1, 2, 2, 3] == list(groups("why_none_other").values())
    assert [1, 1, 1, 1, 2, 2, 3] == list(groups("size").values())  # 2021 by declaration
    declared = ledger[ledger["reason"] == "declared"]
    assert [("size", "2021")] == list(zip(declared["question_id"], declared["wave"], strict=True))
