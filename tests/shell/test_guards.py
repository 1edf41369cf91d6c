"""Is a workbook that means harm refused before it is parsed?"""

import io
import random
import subprocess
import sys
import time
import zipfile

import pytest

from flows.exports.guards import kind_of_workbook, refuse_protected, refuse_unsafe_archive
from flows.exports.workbooks import read_workbook
from nlp.contracts.errors import SourceDataError
from nlp.contracts.study import ExportLayout

LAYOUT = ExportLayout()
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
PARTS = {
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
    f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
SHEET = "xl/worksheets/sheet1.xml"
ROWS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
IN_LITTLE_MEMORY = """
import resource, sys
from pathlib import Path
from flows.exports.workbooks import read_workbook
from nlp.contracts.errors import SourceDataError
from nlp.contracts.study import ExportLayout

held = int(next(l for l in open("/proc/self/status") if l.startswith("VmSize")).split()[1]) * 1024
resource.setrlimit(resource.RLIMIT_AS, (held + 300 * 2**20,) * 2)
try:
    read_workbook(Path(sys.argv[1]), ExportLayout())
except SourceDataError as error:
    print(error)
"""


@pytest.fixture
def zipped(tmp_path):
    """Writes a workbook of the given parts and returns its path."""

    def write(rows=ROWS, name="w1.xlsx", **parts):
        path = tmp_path / name
        sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, content in {**PARTS, SHEET: sheet, **parts}.items():
                archive.writestr(part, content)
        return path

    return write


def refused(path, message):
    with pytest.raises(SourceDataError, match=message) as caught:
        read_workbook(path, LAYOUT)
    assert caught.value.__cause__ is None
    return str(caught.value)


def test_a_sound_workbook_passes(zipped):
    """The guards let through what is harmless."""
    assert ["2"] == [record.cells[0] for record in read_workbook(zipped(), LAYOUT).records]


@pytest.mark.parametrize("name", ["../../evil.txt", "/etc/evil", "a\\..\\..\\evil", "C:/evil"])
def test_parts_that_lead_out_of_the_archive_are_refused(zipped, name):
    """No program writes such a workbook, and nobody should open it."""
    refused(zipped(**{name: "x"}), "land outside")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "docProps/app.xml"])
def test_a_dtd_is_refused_in_any_part_and_encoding(zipped, part, encoding):
    """Whether it names entities that swell, or files of this machine."""
    declared = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    )
    refused(zipped(**{part: declared.encode(encoding)}), "DTD or entity")


def test_a_part_that_swells_is_refused(zipped):
    """Ten megabytes of the same, packed a thousand to one."""
    refused(
        zipped(**{"xl/more.xml": "<a>" + " " * 10_000_000 + "</a>"}), "uncompressed size, ratio"
    )


def test_an_archive_that_lies_about_its_sizes_is_refused(zipped):
    """A part that is larger than the archive says is noticed while it is unpacked."""
    path = zipped(rows=ROWS + "<row/>" * 100_000)
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
    assert content.count(size) >= 1
    path.write_bytes(content.replace(size, (500).to_bytes(4, "little")))
    refused(path, "larger than the archive says")


def test_a_table_of_too_many_cells_is_refused_by_what_is_in_it(zipped):
    """Two cells in opposite corners take the memory of all between them."""
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="XFD1048576"><v>1</v></c></row>'
    refused(zipped(rows=far), "1,048,576 x 16,384 cells")


def test_a_workbook_that_passes_for_another_kind_is_looked_at_as_both(zipped):
    """Parts of an .ods beside those of an .xlsx lead round no guard."""
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="XFD1048576"><v>1</v></c></row>'
    twin = {"content.xml": "<a/>", "META-INF/manifest.xml": "<a/>"}
    refused(zipped(rows=far, **twin), "1,048,576 x 16,384 cells")


def test_cells_without_addresses_are_counted_too(zipped):
    """Rows and cells may leave out where they stand: then they follow each other."""
    rows = ("<row>" + "<c><v>1</v></c>" * 2100 + "</row>") + "<row r='9999'><c><v>1</v></c></row>"
    refused(zipped(rows=rows), "9,999 x 2,100 cells")


def test_an_ods_that_repeats_itself_is_refused(tmp_path):
    """A cell of a few bytes may stand for a million of them."""
    table = (
        '<d xmlns:table="t" xmlns:office="o"><table:table><table:table-row '
        'table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" '
        'table:number-columns-repeated="1000"/></table:table-row></table:table></d>'
    )
    path = tmp_path / "w1.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<m/>")
        archive.writestr("content.xml", table)
    refused(path, "1,000,000 x 1,000 cells")


def test_an_xlsb_that_reaches_too_far_is_refused(zipped):
    """Its records say row and column as numbers."""

    def record(kind, number):
        return bytes([kind, 4]) + number.to_bytes(4, "little")

    sheet = record(0, 0) + record(2, 0) + record(0, 1_048_575) + record(2, 16_383)
    refused(zipped(**{"xl/worksheets/sheet1.bin": sheet}), "1,048,576 x 16,384 cells")


@pytest.mark.parametrize("kept", [10, 100, 500, -1])
def test_a_workbook_cut_off_anywhere_is_refused(zipped, kept):
    """A transfer that failed gives no half of the answers."""
    path = zipped()
    path.write_bytes(path.read_bytes()[:kept])
    refused(path, "not a readable workbook")


@pytest.mark.parametrize(
    ("name", "n_faults"),
    [
        ("made/xlsx/ok.xlsx", 150),
        ("frictionless/table-with-ints-floats-dates.ods", 150),
        ("frictionless/table-with-booleans.xls", 12),
    ],
)
def test_flipped_bytes_give_an_export_or_one_error_of_ours(bad_input, tmp_path, name, n_faults):
    """Whatever breaks in the parsers, in Python or in Rust, is told as a damaged workbook."""
    content = (bad_input / name).read_bytes()
    path = tmp_path / name.rpartition("/")[2]
    draw = random.Random(20250113)
    n_refused = 0
    for _ in range(n_faults):
        damaged = bytearray(content)
        for _ in range(draw.choice((1, 4))):
            damaged[draw.randrange(len(damaged))] = draw.randrange(256)
        path.write_bytes(damaged)
        try:
            read_workbook(path, LAYOUT)
        except SourceDataError:
            n_refused += 1
    assert n_refused > 0


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "empty file"), (b"ID,Why\n1,a\n", "not a workbook"), (b"<html>", "not a workbook")],
)
def test_what_is_no_workbook_is_refused(tmp_path, content, message):
    """However its name ends."""
    path = tmp_path / "w1.xlsx"
    path.write_bytes(content)
    with pytest.raises(SourceDataError, match=message):
        kind_of_workbook(path)


def test_an_encrypted_part_asks_for_a_password(zipped):
    """Zip archives have passwords of their own."""
    path = zipped()
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    with (
        zipfile.ZipFile(io.BytesIO(bytes(content))) as archive,
        pytest.raises(SourceDataError, match="password-protected"),
    ):
        refuse_unsafe_archive(archive, "w1.xlsx")


def test_workbooks_with_a_password_say_so(bad_input):
    """New and old ones, encrypted three ways; their open twins are let through."""
    inputs = bad_input / "msoffcrypto" / "tests" / "inputs"
    locked = sorted(inputs.glob("*password*"))
    assert 3 == len(locked)
    for path in locked:
        with pytest.raises(SourceDataError, match="password-protected"):
            refuse_protected(path)
    refuse_protected(inputs / "plain.xls")
    for path in sorted((bad_input / "readxl").rglob("*.xls")):
        refuse_protected(path)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("bomb_dimension.xlsx", "1,048,576 x 16,384 cells"),
        ("bomb_rows_68mb.xlsx", "uncompressed size, ratio"),
        ("bomb_entities.xlsx", "DTD or entity"),
        ("xxe.xlsx", "DTD or entity"),
    ],
)
def test_a_bomb_takes_neither_memory_nor_time(bad_input, name, message):
    """It is refused within two seconds and 300 MB."""
    path = bad_input / "made" / "xlsx" / name
    command = [sys.executable, "-c", IN_LITTLE_MEMORY, str(path)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert message in answer.stdout
    start = time.perf_counter()
    refused(path, message)
    assert time.perf_counter() - start < 2
