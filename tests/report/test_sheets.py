import pandas as pd

from nlp.report.sheets import LONGEST_CELL, cell_for_excel, fit_for_excel, list_sheets
from tests.report.sample import usual


def fitted(*cells):
    return fit_for_excel("Sheet", pd.DataFrame({"text": cells}, dtype="str"))


def test_control_characters_are_removed_and_counted():
    """
    What XML forbids goes, and the sheet says in how many cells.
    """
    sheet = fitted("a\x00b\x0b", "plain", "two\r\nlines")
    assert ["ab", "plain", "two\nlines"] == list(sheet.table["text"])
    assert ["Sheet: 2 cells lost control characters."] == sheet.notes


def test_long_cells_are_cut_and_counted():
    """
    A cell longer than Excel can hold ends in a mark; one that just fits is left alone.
    """
    sheet = fitted("x" * LONGEST_CELL, "x" * (LONGEST_CELL + 1))
    assert [LONGEST_CELL, LONGEST_CELL] == list(sheet.table["text"].str.len())
    assert sheet.table["text"][1].endswith(" [cut]")
    assert 1 == sheet.n_cut


def test_length_is_counted_as_excel_does():
    """
    A sign beyond the basic plane counts twice, and is never cut in half.
    """
    cut = cell_for_excel("\U0001f600" * LONGEST_CELL)
    assert len(cut.encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert cut.removesuffix(" [cut]") == "\U0001f600" * (len(cut) - 6)


def test_ordinary_table_has_no_notes():
    """
    Nothing is said where nothing was changed.
    """
    assert [] == fitted("N/A", "007", "").notes


def test_codebook_sheet_holds_every_theme():
    """
    The themes stand in the order of the codebook, with the labels of their nets.
    """
    sheet = next(one for one in list_sheets(usual(12)) if one.name == "Themes")
    assert ["cost", "lock_in", "insight", "security", "agents"] == list(sheet.table["theme_id"])
    assert "Money" == sheet.table["net"][0]
