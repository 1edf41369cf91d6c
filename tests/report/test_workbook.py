import io
import zipfile

import openpyxl
import pandas as pd
import pytest

from nlp.report.coded import coded_table
from nlp.report.topline import topline
from nlp.report.workbook import render_workbook
from tests.report.hostile import HOSTILE
from tests.report.sample import results, usual


def opened(made):
    return openpyxl.load_workbook(io.BytesIO(render_workbook(made)))


def rows_of(book, name):
    return [list(row) for row in book[name].iter_rows(values_only=True)]


def test_responses_are_text_whatever_they_say():
    """
    No cell of the workbook is a formula or a link, and each response reads back as it was.
    """
    made = results(respondents=40, texts=list(HOSTILE) * 4)
    book = opened(made)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {"f", "e"} & {cell.data_type for cell in cells} == set()
    assert not any(cell.hyperlink for cell in cells)
    header, *rows = rows_of(book, "Coded responses")
    written = [row[header.index("text")] or "" for row in rows]
    expected = [text.replace("\x1b", "") for text in coded_table(made)["text"]]
    assert [read(text) for text in expected] == [read(text) for text in written]


def read(text):
    """Undo the escape that openpyxl leaves in place and Excel does not."""
    return text.replace("_x005F_", "_")


def test_no_formula_is_in_the_file():
    """
    The sheets themselves hold no formula element, and texts carry Excel's quote prefix.
    """
    made = results(respondents=40, texts=list(HOSTILE) * 4)
    with zipfile.ZipFile(io.BytesIO(render_workbook(made))) as file:
        sheets = [file.read(name) for name in file.namelist() if "worksheets/" in name]
        assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
        assert b'quotePrefix="1"' in file.read("xl/styles.xml")


def test_figures_are_numbers():
    """
    The topline reads back as numbers, equal to the last digit, shown as percent.
    """
    made = usual(12)
    book = opened(made)
    header, *rows = rows_of(book, "Topline")
    place = header.index("share")
    assert list(topline(made)["share"]) == pytest.approx([row[place] for row in rows], rel=1e-14)
    assert "0.0%" == book["Topline"].cell(2, place + 1).number_format


def test_every_sheet_can_be_filtered_and_scrolled():
    """
    Long tables have a filter and a fixed header.
    """
    book = opened(usual(12))
    for name in ("Bases", "Topline", "Crosstabs", "Coded responses", "Mentions"):
        assert "A2" == book[name].freeze_panes
        assert book[name].auto_filter.ref.startswith("A1:")


def test_changes_are_said_on_the_first_sheet():
    """
    Cells that had to be changed for Excel are counted in the README.
    """
    made = results(respondents=40, texts=["a\x0bb is broken here"] * 20)
    said = " ".join(str(row[1]) for row in rows_of(opened(made), "README"))
    assert "cells lost control characters" in said


def test_banner_sheet_reads_like_a_table():
    """
    Each banner question has a sheet with the options across and the bases on top.
    """
    rows = rows_of(opened(usual()), "By role")
    assert "Benefits by Role, 2025" == rows[0][0]
    assert [None, "Total", "Producer", "User", "no answer"] == rows[1][:5]
    assert "Base" == rows[2][0]


def test_terms_have_a_sheet():
    """
    The lexicons stand in the workbook, with numbers that are numbers.
    """
    header, first, *_ = rows_of(opened(usual(12)), "Terms")
    cells = dict(zip(header, first, strict=True))
    assert ("benefit", "Cost saving") == (cells["category"], cells["term"])
    assert isinstance(cells["n_affirmed"], int)


def test_what_made_the_figures_is_said_once():
    """
    The sheet on method names nothing twice.
    """
    made = usual(12)
    names = [row[0] for row in rows_of(opened(made), "Method")[1:]]
    assert [*made.method, "Small base", "Report made"] == names


def test_long_banner_names_stay_apart():
    """
    Names that Excel would cut to the same 31 characters get a number.
    """
    name = "a" * 40
    closed = {f"{name}{n}": {"column": "x", "label": "L"} for n in (1, 2)}
    by_role = usual(12).crosstabs.query("banner_id == 'role'")
    crosstabs = pd.concat([by_role.assign(banner_id=one) for one in closed])
    changes = {"closed_questions": closed, "banner": list(closed)}
    made = results(changes=changes, crosstabs=crosstabs)
    names = [sheet for sheet in opened(made).sheetnames if sheet.startswith("By a")]
    assert 2 == len(names)


def test_same_results_give_the_same_bytes():
    """
    Two workbooks of the same results are equal, whenever they are made.
    """
    assert render_workbook(results()) == render_workbook(results())
