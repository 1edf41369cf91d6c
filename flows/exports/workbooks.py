"""Workbooks, read as a person would see their cells: .xlsx, .xlsm, .xls, .ods and .xlsb."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import python_calamine as calamine

from flows.exports.archives import damaged, elements, member
from flows.exports.cell_texts import LONG_NUMBER, text_of
from flows.exports.extents import refuse_huge_records, refuse_huge_tables
from flows.exports.guards import (
    OLE,
    kind_of_workbook,
    protected,
    refuse_protected,
    refuse_unsafe_archive,
)
from flows.exports.rehearsal import survives
from flows.exports.sheet_facts import facts_of_sheet, workbook_part
from flows.exports.sheet_remarks import Sheet, remarks_on_cells, remarks_on_facts
from flows.exports.tables import Row, lay_out
from nlp.contracts.errors import SourceDataError
from nlp.contracts.raw import RawExport, Remark
from nlp.contracts.study import ExportLayout

_RELATIONS = "_rels/.rels"
_ODS = "content.xml"
_ODS_MANIFEST = "META-INF/manifest.xml"
_PANIC = "PanicException"
"""How Rust gives up; it derives from BaseException, and no module offers it."""

_MACROS = "vbaproject.bin"

_UNCHECKED = Remark(
    "unchecked_cells",
    "in a workbook of this format, errors and formulas without a value cannot be told from blank "
    "cells; save it as .xlsx to have them named",
)
_WITH_MACROS = Remark(
    "macros", "macro-enabled workbook: its cells are read, its macros are neither run nor copied"
)


def read_workbook(path: Path, layout: ExportLayout) -> RawExport:
    """Return the sheet that *layout* names, or the only one there is.

    What no text can say is a remark: merged cells, errors and formulas without a value (both are
    read as blank), numbers shown otherwise than they are stored, macros.
    """
    if kind_of_workbook(path) == OLE:
        refuse_protected(path)
        if not survives(path, "calamine"):
            raise damaged(path.name)
        return _read(path, layout, None)
    try:
        with ZipFile(path) as archive:
            refuse_unsafe_archive(archive, path.name)
            _refuse_huge(archive, path.name)
            return _read(path, layout, archive)
    # zipfile's NotImplementedError: packed in a way that no workbook is
    except (BadZipFile, NotImplementedError, UnicodeError):
        raise damaged(path.name) from None


def _refuse_huge(archive: ZipFile, name: str) -> None:
    """Raise SourceDataError if what is read as a whole, before a sheet is chosen, is too large."""
    names = archive.namelist()
    if _ODS_MANIFEST in names:
        tags = [tag for tag, _ in elements(archive, _ODS_MANIFEST, name)]
        if any(tag.endswith(":encryption-data") for tag in tags):
            raise protected(name)
    if _ODS in names:
        refuse_huge_tables(archive, member(archive, _ODS, name), name)
    for part in archive.infolist():
        if "worksheets/" in part.filename and part.filename.endswith(".bin"):
            refuse_huge_records(archive, part, name)


def _is_xml(archive: ZipFile, name: str) -> bool:
    """Return whether an archive can be read as an .xlsx, whatever else it may be."""
    return _RELATIONS in archive.namelist() and workbook_part(archive, name).endswith(".xml")


def _read(path: Path, layout: ExportLayout, archive: ZipFile | None) -> RawExport:
    parts = [] if archive is None else [part.lower() for part in archive.namelist()]
    facts = None
    with path.open("rb") as file, _foreign_errors(path.name):
        workbook = calamine.CalamineWorkbook.from_filelike(file)
        chosen = _sheet_of(workbook, path.name, layout.sheet)
        if archive is not None and _is_xml(archive, path.name):
            facts = facts_of_sheet(archive, chosen, path.name)
        sheet = _cells(workbook.get_sheet_by_name(chosen), path.name)
    export = lay_out(sheet.rows, path.name, layout, layout.header_rows)
    top = layout.skip_rows + layout.header_rows
    remarks = remarks_on_cells(export, sheet, top)
    remarks += [_UNCHECKED] if facts is None else remarks_on_facts(export, sheet, facts, top)
    if any(part.endswith(_MACROS) for part in parts):
        remarks.append(_WITH_MACROS)
    return replace(export, remarks=(*export.remarks, *remarks))


@contextmanager
def _foreign_errors(name: str) -> Iterator[None]:
    """Translate what the parser of workbooks raises."""
    try:
        yield
    except calamine.PasswordError:
        raise protected(name) from None
    except calamine.CalamineError:
        raise damaged(name) from None
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise damaged(name) from None


def _sheet_of(workbook: calamine.CalamineWorkbook, name: str, wanted: str | None) -> str:
    """Return the name of the sheet to read; which of several is never guessed."""
    sheets = [
        sheet
        for sheet in workbook.sheets_metadata
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    names = [sheet.name for sheet in sheets]
    if wanted is None and len(names) == 1:
        return names[0]
    if wanted is not None and wanted in names:
        return wanted
    visible = calamine.SheetVisibleEnum.Visible
    shown = [f"'{s.name}'" + ("" if s.visible == visible else " (hidden)") for s in sheets]
    sought = f"one sheet, found {len(names)}" if wanted is None else f"a sheet '{wanted}'"
    raise SourceDataError(
        f"{name}: expected {sought}; these are its sheet names; say which in export.sheet: "
        f"{', '.join(shown)}"
    )


def _cells(sheet: calamine.CalamineSheet, name: str) -> Sheet:
    """Return the texts of *sheet* from its first row and column on; equal ones are held once."""
    if sheet.start is None:
        raise SourceDataError(
            f"{name}: empty sheet '{sheet.name}': no cell of it holds anything; say in "
            "export.sheet where the answers are, or ask for the export again"
        )
    left = ("",) * sheet.start[1]
    known: dict[str, str] = {}
    rows: list[Row] = []
    long_numbers = []
    for row, values in enumerate(sheet.iter_rows()):
        texts = [value if isinstance(value, str) else text_of(value) for value in values]
        rows.append(left + tuple(known.setdefault(text, text) for text in texts))
        long_numbers += [
            (row, len(left) + column)
            for column, value in enumerate(values)
            if isinstance(value, float) and abs(value) >= LONG_NUMBER
        ]
    return Sheet(rows, long_numbers, sheet.merged_cell_ranges or [])
