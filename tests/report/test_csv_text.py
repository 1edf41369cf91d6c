import csv
import io

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from nlp.report.csv_text import as_csv, neutralised, restored


def read_back(text):
    return list(csv.reader(io.StringIO(text, newline="")))


@given(st.text(st.characters(codec="utf-8")))
def test_neutralising_can_be_undone(cell):
    """
    Every text comes back as it was.
    """
    assert cell == restored(neutralised(cell))


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1))
def test_cells_survive_writing_and_reading(cells):
    """
    Whatever respondents write, a CSV reader finds it again, one record per response.
    """
    written = read_back(as_csv(pd.DataFrame({"text": cells}, dtype="str")))
    assert cells == [restored(row[0]) for row in written[1:]]


def test_formulas_cannot_start():
    """
    No cell starts with a sign that a spreadsheet runs, full-width signs and names included.
    """
    cells = ["=1+1", "+1 to that", "- bullet", "@SUM(A1)", "\tx", "\rx", "\nx", "\uff1d1"]
    rows = read_back(as_csv(pd.DataFrame({"=name": cells})))
    assert {"'"} == {row[0][0] for row in rows}


def test_ordinary_apostrophes_stay():
    """
    A text that only starts with an apostrophe is left alone.
    """
    assert "'so-called' ;-)" == neutralised("'so-called' ;-)")


def test_figures_are_whole_and_gaps_empty():
    """
    Floats keep every digit, missing cells are empty, words such as N/A stay words.
    """
    frame = pd.DataFrame({"a": ["N/A", "007"], "share": [1 / 3, None], "n": [1, 2]})
    assert '"a","share","n"\n"N/A","0.3333333333333333","1"\n"007","","2"\n' == as_csv(frame)
