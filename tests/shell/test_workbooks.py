"""Is a sheet read as a person would see it, and is what its cells do not say remarked on?"""

import zipfile
from datetime import date, datetime, time, timedelta
from xml.etree import ElementTree as ET

import pytest
import xlsxwriter

from flows.exports.workbooks import read_workbook
from nlp.contracts.errors import OpenEndsError, SourceDataError
from nlp.contracts.study import ExportLayout

LAYOUT = ExportLayout()
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
VALUE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def saved(tmp_path):
    """Saves sheets, rows of values by sheet name, as a workbook and returns its path."""

    def save(sheets, *, formats=None, change=None, name="w1.xlsx"):
        path = tmp_path / name
        book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
        codes = {column: book.add_format({"num_format": code}) for column, code in formats or ()}
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(number, column, value, codes.get(column))
            if change:
                change(sheet)
        book.close()
        return path

    return save


def cells(export):
    return [record.cells for record in export.records]


def said(export):
    return [(remark.rule, remark.line, remark.column) for remark in export.remarks]


def words(export):
    return " | ".join(remark.message for remark in export.remarks)


def test_values_become_the_text_that_is_shown(saved):
    """Whole numbers have no point, sums no noise, truth is in capitals, blanks are blank."""
    row = [7, 0.1 + 0.2, True, "007", " NA ", None, 1e-7]
    path = saved({"A": [list("abcdefg"), row]})
    assert [("7", "0.3", "TRUE", "007", " NA ", "", "1E-07")] == cells(read_workbook(path, LAYOUT))


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (date(2025, 4, 3), "dd/mm/yyyy", "2025-04-03"),
        (datetime.fromisoformat("2025-04-03 09:05"), "dd/mm/yyyy hh:mm", "2025-04-03 09:05:00"),
        (time(9, 30), "hh:mm", "09:30:00"),
        (timedelta(hours=36, minutes=5), "[h]:mm", "36:05:00"),
    ],
)
def test_days_and_times_are_written_year_first(saved, value, code, shown):
    """However a sheet shows a day, it is read in the one way that has one meaning."""
    path = saved({"A": [["ID", "When"], ["1", value]]}, formats=[(1, code)])
    assert [("1", shown)] == cells(read_workbook(path, LAYOUT))


def test_records_know_their_row_of_the_sheet(saved):
    """Titles above the header are passed over; an empty row is a record with nothing in it."""
    rows = [["My survey"], ["ID", "Why"], ["", "open"], ["1", "a"], [], ["2", "b"]]
    layout = ExportLayout(skip_rows=1, header_rows=2)
    export = read_workbook(saved({"A": rows}), layout)
    assert (("ID", "Why"), ("", "open")) == export.header
    assert [(4, ("1", "a")), (5, ("", "")), (6, ("2", "b"))] == [
        (record.line, record.cells) for record in export.records
    ]


def test_cells_beyond_the_header_are_kept(saved):
    """A value right of the last name makes its record longer, for others to judge."""
    export = read_workbook(
        saved({"A": [["ID", "Why"], ["1", "a"], ["2", "b"], ["3", "c", "", "d"]]}), LAYOUT
    )
    assert [2, 2, 4] == [len(record.cells) for record in export.records]


def test_which_of_several_sheets_is_never_guessed(saved):
    """All sheets are named, the hidden ones as such; the layout says which is read."""
    path = saved({"Notes": [["x"]], "Answers": [["ID", "Why"], ["1", "a"]]})
    with pytest.raises(SourceDataError, match="'Notes', 'Answers'"):
        read_workbook(path, LAYOUT)
    with pytest.raises(SourceDataError, match="expected a sheet 'answers'; these are its sheet"):
        read_workbook(path, ExportLayout(sheet="answers"))
    assert [("1", "a")] == cells(read_workbook(path, ExportLayout(sheet="Answers")))


def test_merged_answers_are_remarked_on_and_merged_headers_are_not(saved):
    """A merged cell holds its value once: the range is named, nothing is filled in."""

    def merge(sheet):
        sheet.merge_range("A1:B1", "About you")
        sheet.merge_range("B3:B4", "North")

    path = saved({"A": [["", ""], ["ID", "Region"], ["1"], ["2"], ["3", "x"]]}, change=merge)
    export = read_workbook(path, ExportLayout(header_rows=2))
    assert [("merged_cells", 3, "Region")] == said(export)
    assert "B3:B4" in words(export)
    assert [("1", "North"), ("2", ""), ("3", "x")] == cells(export)


def test_a_formula_without_a_value_is_not_a_blank_answer(saved):
    """It is remarked on by its address; one that was worked out, even to nothing, is a value."""

    def formulas(sheet):
        sheet.write_formula("B2", "=1+1", value="")
        sheet.write_formula("B3", "=1+1", value=2)

    path = saved({"A": [["ID", "Sum"], ["1"], ["2"]]}, change=formulas)
    export = read_workbook(path, LAYOUT)
    assert [("1", ""), ("2", "2")] == cells(export)
    assert [("formula_without_value", 2, "Sum")] == said(export)
    assert "B2 formula without value" in words(export)


def test_a_formula_that_gives_an_empty_text_is_blank_and_no_more(saved):
    """`=""` was worked out: there is nothing to remark on."""

    def formula(sheet):
        sheet.write_formula("B2", '=""', value="")

    path = saved({"A": [["ID", "Sum"], ["1"]]}, change=formula)
    content = {'<c r="B2">': '<c r="B2" t="str">'}
    export = read_workbook(rewritten(path, "xl/worksheets/sheet1.xml", content), LAYOUT)
    assert ([("1", "")], []) == (cells(export), said(export))


def test_an_error_is_not_a_blank_answer(saved):
    """It is read as blank with a remark that names the cell; many are counted."""

    def errors(sheet):
        for row in range(1, 31):
            sheet.write_formula(row, 1, "=NA()", value="#N/A")

    path = saved({"A": [["ID", "Sum"], *([str(i)] for i in range(30))]}, change=errors)
    export = read_workbook(path, LAYOUT)
    assert {""} == {record.cells[1] for record in export.records}
    assert [("error_value", row, "Sum") for row in range(2, 22)] == said(export)[:20]
    assert [("error_value", 22, "")] == said(export)[20:]
    assert "10 more like B22" in words(export)


@pytest.mark.parametrize("code", ["00000000", "000-00-0000", "0.0%"])
def test_numbers_shown_otherwise_than_stored_are_remarked_on(saved, code):
    """An id of digits with a display format is read without what the format adds."""
    export = read_workbook(saved({"A": [["ID", "Why"], [12, "a"]]}, formats=[(0, code)]), LAYOUT)
    assert [("12", "a")] == cells(export)
    assert [("display_format", 2, "ID")] == said(export)
    assert "ID is numeric with a display format" in words(export)


@pytest.mark.parametrize("code", ["0", "#,##0.00", "0.000", "General", "yyyy-mm-dd"])
def test_usual_formats_are_not(saved, code):
    """Thousands, decimals and days lose nothing."""
    export = read_workbook(saved({"A": [["ID", "Why"], [12, "a"]]}, formats=[(0, code)]), LAYOUT)
    assert [] == said(export)


def test_numbers_that_lost_their_last_digits_are_remarked_on(saved):
    """A workbook holds fifteen digits; a longer id is told by the cell it stands in."""
    export = read_workbook(saved({"A": [["ID", "Why"], [12345678901234567890, "a"]]}), LAYOUT)
    assert [("long_number", 2, "ID")] == said(export)
    assert [("1.23456789012346E+19", "a")] == cells(export)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "empty sheet"),
        ([["ID", "Why"]], "no responses"),
        ([["Title"], ["ID", "Why"], ["1", "a"], ["2", "b"]], "header has 1, rows have 2"),
        ([["", ""], ["ID", "Why"], ["1", "a"]], "row 1: expected the names of the columns"),
    ],
)
def test_a_sheet_that_is_no_table_is_refused(saved, rows, message):
    """The message says what is wrong with it."""
    with pytest.raises(SourceDataError, match=message):
        read_workbook(saved({"A": rows}), LAYOUT)


def test_the_workbooks_made_to_be_faulty(bad_input):
    """Each remark and each refusal says what must be named."""
    folder = bad_input / "made" / "xlsx"
    merged = read_workbook(folder / "merged_cells.xlsx", ExportLayout(header_rows=2))
    assert ([("merged_cells", 3, "region")], 6) == (said(merged), len(merged))
    assert "D3:D4" in words(merged)
    formulas = read_workbook(folder / "formulas_no_cached_value.xlsx", LAYOUT)
    assert "E2 formula without value" in words(formulas)
    assert "F3 error value" in words(formulas)
    numbers = read_workbook(folder / "numbers_shown_with_zeros.xlsx", LAYOUT)
    assert "respondent_id is numeric with a display format" in words(numbers)
    assert "1000000" == numbers.records[0].cells[0]
    days = read_workbook(folder / "dates_1904_epoch.xlsx", LAYOUT)
    expected = ["2025-03-01", "1999-12-31", "03/04/2025", "45750", "09:30:00", ""]
    assert expected == [record.cells[-1] for record in days.records]
    assert "macro-enabled workbook" in words(read_workbook(folder / "macro.xlsm", LAYOUT))
    with pytest.raises(SourceDataError, match=r"sheet names; say which .*'old' \(hidden\)"):
        read_workbook(folder / "three_sheets_one_hidden.xlsx", LAYOUT)


def test_any_workbook_is_read_or_refused(bad_input):
    """Of a hundred odd workbooks, every sheet gives an export, or one error of our own."""
    files = [
        path
        for folder in ("readxl", "frictionless", "msoffcrypto")
        for path in sorted((bad_input / folder).rglob("*"))
        if path.suffix in WORKBOOKS
    ]
    read = [outcome_of(path, sheet) for path in files for sheet in sheets_of(path)]
    assert len(read) > 100
    assert {"read", "refused"} >= set(read)
    assert read.count("read") > 0.6 * len(read)


def test_every_row_with_a_value_is_read(bad_input):
    """The rows are as many as a count of the elements of the XML itself."""
    for path in sorted((bad_input / "readxl").rglob("iris*.xlsx")):
        export = read_workbook(path, LAYOUT)
        with zipfile.ZipFile(path) as archive:
            sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        rows = [
            row for row in sheet.iter(VALUE + "row") if row.find(f"{VALUE}c/{VALUE}v") is not None
        ]
        assert len(rows) - 1 == len(export)


def sheets_of(path):
    """The sheets of a workbook as its refusal names them, or None where there is but one."""
    try:
        read_workbook(path, LAYOUT)
    except SourceDataError as error:
        if "sheet names" in str(error):
            shown = str(error).split("export.sheet: ")[1].split(", ")
            return [name.removesuffix(" (hidden)").strip("'") for name in shown]
    return [None]


def outcome_of(path, sheet):
    try:
        export = read_workbook(path, ExportLayout(sheet=sheet))
    except OpenEndsError:
        return "refused"
    assert all(isinstance(cell, str) for record in export.records for cell in record.cells)
    return "read"


def rewritten(path, part, changes):
    """The same workbook with the text of one part changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[part].decode()
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts, part: text.encode()}.items():
            archive.writestr(name, content)
    return path
