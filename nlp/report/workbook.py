"""The report as an Excel workbook: texts stay texts, numbers are numbers, nothing can run."""

import datetime as dt
import io
import math
from typing import NamedTuple

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from nlp.report.grids import Grid, grids
from nlp.report.results import Results
from nlp.report.sheets import Sheet, cell_for_excel, list_sheets

WIDEST = 60
"""Characters across the widest column."""

SHARES = ("share", "low", "high")
NO_THEMES = "There are no themes yet: no question has enough different answers for topics."

DECIMALS = ("weighted", "weighted_base", "effective_base", "weight")

ABOUT = {
    "Bases": "how many responses have each status, by wave and question",
    "Topline": "one row per wave, question and finding: share, interval and bases",
    "By \u2026": "the same by the options of one closed question, as a table to read",
    "Crosstabs": "the same in long form, with intervals",
    "Themes": "the codebook",
    "Terms": "the lexicons: what each term covers, how many responses name it or only deny it",
    "Few answers": "the answers to questions with too few different ones for topics",
    "Coded responses": "one row per response with all that was found in it; masked",
    "Mentions": "one row per span that names a benefit, a risk or regulation",
    "Candidates": "topics among what no theme covers",
    "Health": "figures that tell whether the waves are sound, beside their limits",
    "Rows delivered": "what became of every row of the exports",
    "Set aside": "rows of the exports that could not be used, without their content",
    "Remarks": "what was odd about the exports, without quoting them",
    "Wordings": "how each wave put each question, and which waves may be compared",
    "Method": "what made the figures",
}


class _Styles(NamedTuple):
    text: Format
    head: Format
    title: Format
    share: Format
    faint: Format
    decimal: Format
    whole: Format


def render_workbook(results: Results) -> bytes:
    """Return the report as an .xlsx file; the same results give the same bytes."""
    sheets, tables = list_sheets(results), grids(results)
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    made_at = results.made_at.astimezone(dt.UTC).replace(tzinfo=None)
    title = cell_for_excel(results.study.title)
    book.set_properties({"title": title, "author": "OpenEnds", "created": made_at})
    styles = _styles(book)
    _write_about(book, _about(results, title, sheets), styles)
    for sheet in sheets:
        if sheet.name == "Crosstabs":
            _write_grids(book, tables, styles)
        _write_table(book, sheet, styles)
    book.close()
    return file.getvalue()


def _styles(book: xlsxwriter.Workbook) -> _Styles:
    # A quote prefix tells Excel that a cell is text even after somebody edits it.
    text = {"valign": "top", "quote_prefix": True}
    head = text | {"bold": True, "bottom": 1, "text_wrap": True, "bg_color": "#E8EEF3"}
    return _Styles(
        text=book.add_format(text),
        head=book.add_format(head),
        title=book.add_format(text | {"bold": True, "font_size": 14}),
        share=book.add_format({"num_format": "0.0%", "valign": "top"}),
        faint=book.add_format({"num_format": '0.0%"*"', "valign": "top", "font_color": "#8A4B00"}),
        decimal=book.add_format({"num_format": "#,##0.0", "valign": "top"}),
        whole=book.add_format({"num_format": "#,##0", "valign": "top"}),
    )


def _about(results: Results, title: str, sheets: tuple[Sheet, ...]) -> list[tuple[str, str]]:
    """Return the lines of the first sheet: what the sheets hold, and what was changed."""
    lines = [(title, "")]
    if results.codebook.status == "draft":
        says = "The themes were made from topics and nobody has read them yet."
        lines.append(("Draft", says if results.codebook.themes else NO_THEMES))
    lines += [("Waves", ", ".join(results.waves)), ("", "")]
    lines += list(ABOUT.items())
    reading = [
        "Shares are of respondents; one response may raise several themes.",
        "Intervals do not allow for mistakes of the coding.",
        "Options that the study file does not list are answers as delivered, masked.",
        f"A * marks fewer than {results.study.reporting.smallest_base} respondents in the base.",
    ]
    changes = [note for sheet in sheets for note in sheet.notes]
    lines += [("", ""), *(("How to read", line) for line in reading)]
    return lines + [("Changed to fit Excel; the CSV tables are whole", note) for note in changes]


def _write_about(book: xlsxwriter.Workbook, lines: list[tuple[str, str]], styles: _Styles) -> None:
    page = book.add_worksheet("README")
    page.hide_gridlines(2)
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 90)
    for row, (name, says) in enumerate(lines):
        _write_text(page, (row, 0), name, styles.text if row else styles.title)
        _write_text(page, (row, 1), says, styles.text)


def _write_table(book: xlsxwriter.Workbook, sheet: Sheet, styles: _Styles) -> None:
    page, table = book.add_worksheet(sheet.name), sheet.table
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(table), len(table.columns) - 1)
    for column, name in enumerate(table.columns):
        page.set_column(column, column, _width(name, table[name]))
        _write_text(page, (0, column), name, styles.head)
        style = _number_style(name, styles)
        for row, value in enumerate(table[name].tolist(), start=1):
            _write(page, (row, column), value, style, styles.text)


def _width(name: str, column: pd.Series) -> int:
    widest = column.head(500).astype("str").str.len().max() if len(column) else 0
    return int(min(WIDEST, max(len(name) + 3, 8 if name in SHARES else widest)))


def _number_style(name: str, styles: _Styles) -> Format:
    if name in SHARES:
        return styles.share
    return styles.decimal if name in DECIMALS else styles.whole


def _write_grids(book: xlsxwriter.Workbook, tables: tuple[Grid, ...], styles: _Styles) -> None:
    """Write one sheet per banner question, its tables below each other."""
    taken = {name.casefold() for name in (*ABOUT, "README")}
    for banner_id in dict.fromkeys(grid.banner_id for grid in tables):
        page = book.add_worksheet(_free_name(f"By {banner_id}", taken))
        page.freeze_panes(0, 1)
        page.set_column(0, 0, 34)
        page.set_column(1, 60, 14)
        row = 0
        for grid in tables:
            if grid.banner_id == banner_id:
                row = _write_grid(page, row, grid, styles)


def _free_name(wanted: str, taken: set[str]) -> str:
    """Return *wanted* cut to the 31 characters Excel allows, told apart from those *taken*."""
    name, number = wanted[:31], 2
    while name.casefold() in taken:
        name, number = f"{wanted[:27]} {number}", number + 1
    taken.add(name.casefold())
    return name


def _write_grid(page: Worksheet, row: int, grid: Grid, styles: _Styles) -> int:
    """Write one grid from *row* on and return the row where the next may start."""
    _write_text(page, (row, 0), f"{grid.question} by {grid.banner}, {grid.wave}", styles.title)
    columns, text = grid.columns, styles.text
    heads = ["", *(column.option for column in columns)]
    for place, head in enumerate(heads):
        _write_text(page, (row + 1, place), head, styles.head)
    _write_line(page, row + 2, "Base", [(one.n_base, styles.whole) for one in columns], text)
    effective = [(one.effective_base, styles.decimal) for one in columns]
    _write_line(page, row + 3, "Effective base", effective, text)
    looks = [styles.faint if column.small else styles.share for column in columns]
    for line, stub in enumerate(grid.rows, start=row + 4):
        shares = [cell.share for cell in stub.cells]
        _write_line(page, line, stub.label, list(zip(shares, looks, strict=True)), text)
    return row + len(grid.rows) + 6


def _write_line(
    page: Worksheet, row: int, label: str, numbers: list[tuple[float, Format]], text: Format
) -> None:
    _write_text(page, (row, 0), label, text)
    for place, (number, style) in enumerate(numbers, start=1):
        _write(page, (row, place), number, style, text)


def _write(
    page: Worksheet, at: tuple[int, int], value: object, number: Format, text: Format
) -> None:
    """Write *value* as what it is; a figure that does not exist is left blank."""
    if isinstance(value, str):
        _write_text(page, at, value, text)
    elif isinstance(value, bool):
        page.write_boolean(*at, value, text)
    elif isinstance(value, int | float) and not math.isnan(value):
        page.write_number(*at, value, number)


def _write_text(page: Worksheet, at: tuple[int, int], cell: str, style: Format) -> None:
    if cell.startswith("<r>") and cell.endswith("</r>"):
        # XlsxWriter takes such a text for its own markup and would write it unescaped.
        page.write_rich_string(*at, cell[:1], cell[1:2], cell[2:], style)
    elif cell:
        page.write_string(*at, cell, style)
