"""Is an export read as it was delivered?"""

import gzip
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.exports import SUFFIXES, read_export
from flows.exports.suffixes import suffix_of
from nlp.contracts.errors import SourceDataError, StudyConfigError
from nlp.contracts.study import ExportLayout

LAYOUT = ExportLayout()


def cells(export):
    return [record.cells for record in export.records]


def test_cells_are_text_and_nothing_else(delivered):
    """Words that other readers take for missing values or numbers survive, white space too."""
    export = read_export(delivered('ID,Why\n007," N/A "\nNA,None\n1e3,\n'), LAYOUT)
    assert [("007", " N/A "), ("NA", "None"), ("1e3", "")] == cells(export)
    assert ("w1.csv", (("ID", "Why"),)) == (export.source, export.header)


def test_a_record_knows_the_line_it_starts_on(delivered):
    """Line breaks in cells and blank lines move the records below them."""
    export = read_export(delivered('ID,Why\n1,"a\nb"\n\n2,c\r\n3,d\r4,e'), LAYOUT)
    assert [2, 4, 5, 6, 7] == [record.line for record in export.records]
    assert ("1", "a\nb") == cells(export)[0]
    assert () == cells(export)[1]


def test_header_rows_are_made_as_long_as_the_longest(delivered):
    """A title row is passed over, and short header rows end in blanks."""
    layout = ExportLayout(header_rows=2, skip_rows=1)
    export = read_export(delivered("My survey\nID,Why\n,Response,\n1,a,b\n"), layout)
    assert (("ID", "Why", ""), ("", "Response", "")) == export.header
    assert [4] == [record.line for record in export.records]


@pytest.mark.parametrize(
    ("content", "name", "settings"),
    [
        ("sep=;\nID;Why\n1;a,b\n", "w1.csv", {}),
        ('"sep=;"\r\nID;Why\r\n1;a,b\r\n', "w1.csv", {}),
        ("sep=\t\nID\tWhy\n1\ta,b\n", "w1.csv", {}),
        ("ID\tWhy\n1\ta,b\n", "w1.tsv", {}),
        ("ID\tWhy\n1\ta,b\n", "W1.TSV", {}),
        ("ID|Why\n1|a,b\n", "w1.txt", {"delimiter": "|"}),
        ("sep=;\nID|Why\n1|a,b\n", "w1.csv", {"delimiter": "|"}),
        ("ID\u00a6Why\n1\u00a6a,b\n", "w1.csv", {"delimiter": "\u00a6"}),
        (gzip.compress(b"ID\tWhy\n1\ta,b\n"), "w1.tsv.gz", {}),
    ],
)
def test_the_delimiter_is_what_somebody_said(delivered, content, name, settings):
    """The study file, the file's own first line or its suffix; that line is no header."""
    export = read_export(delivered(content, name), ExportLayout(**settings))
    assert (("ID", "Why"),) == export.header
    assert [("1", "a,b")] == cells(export)


def test_lines_are_counted_from_the_sep_line(delivered):
    """Somebody who looks for row 3 in an editor finds it."""
    export = read_export(delivered('sep=;\nID;Why\n1;"a\nb"\n2;c\n'), LAYOUT)
    assert [3, 5] == [record.line for record in export.records]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"\xef\xbb\xbfID,Why\n1,\xc3\xa9\n", None),
        (b"\xef\xbb\xbf\xef\xbb\xbfID,Why\n1,\xc3\xa9\n", None),
        (b"\xef\xbb\xbfID,Why\n1,\xc3\xa9\n", "utf-8"),
        (b"ID,Why\n1,\xe9\n", "cp1252"),
        (b"ID,Why\n1,\xe9\n", "latin-1"),
        ("ID,Why\n1,\u00e9\n".encode("utf-16"), None),
        ("ID,Why\n1,\u00e9\n".encode("utf-16"), "utf-16"),
        ("\ufeffID,Why\n1,\u00e9\n".encode("utf-16-be"), None),
        ("\ufeffID,Why\n1,\u00e9\n".encode("utf-32-le"), None),
        ("ID,Why\n1,\u00e9\n".encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_the_encoding_is_what_somebody_said(delivered, content, encoding):
    """The study file, or marks of the byte order, which are not part of the first header cell."""
    export = read_export(delivered(content), ExportLayout(encoding=encoding))
    assert (("ID", "Why"),) == export.header
    assert [("1", "\u00e9")] == cells(export)


def test_what_the_study_file_says_must_not_contradict_the_mark(delivered):
    """A mark is not there by chance."""
    with pytest.raises(StudyConfigError, match=r"export.encoding: cp1252, but w1.csv .* utf-8"):
        read_export(delivered(b"\xef\xbb\xbfID,Why\n1,a\n"), ExportLayout(encoding="cp1252"))


@pytest.mark.parametrize(
    ("message", "content", "settings"),
    [
        (r"row 3, byte offset 12: .*another encoding.*to cp1252", b"ID,Why\n1,a\n2\xe9,b\n", {}),
        (r"row 2: truncated", b"ID,Why\n1,\xc3\xa9\xc3", {}),
        (r"row 2.*another encoding, or truncated", b"ID,Why\n1,a\xc3", {}),
        (r"row 2: truncated", "\ufeffID,Why\n1,ab".encode("utf-16-le")[:-1], {}),
        (r"encoding utf-8, found utf-16-le", "ID,Why\n1,ab\n".encode("utf-16-le"), {}),
        (r"encoding utf-8, found utf-16-be", "ID,Why\n1,ab\n".encode("utf-16-be"), {}),
        (r"without a byte order mark", "ID,Why\n".encode("utf-16-le"), {"encoding": "utf-16"}),
        (r"UTF-8, not cp1252.*leave", b"ID,Why\n1,\xc3\xa9\n", {"encoding": "cp1252"}),
        (r"row 2, column Why: .*to cp1252", b"ID,Why\n1,It\x92s\n", {"encoding": "latin-1"}),
        (r"row 1, column #2: .*in the header", b"ID,Wh\xe9y\n1,\xc3\xa9\n", {}),
        (r"bytes that are none", b"ID,Why\n1,abc\n", {"encoding": "utf-32-le"}),
        (r"empty file", b"", {}),
        (r"empty file", b"\xef\xbb\xbf \r\n\n", {}),
        (r"empty file", b"\0" * 100, {}),
        (r"no responses: 1 rows", b"ID,Why\n", {}),
        (r"no responses: 3 rows", b"ID,Why\n\n\n", {}),
        (r"no responses: 1 rows.*header_rows takes 3", b"ID,Why\n", {"header_rows": 3}),
        (r"no responses: 0 rows", b"ID,Why\n1,a\n", {"skip_rows": 3}),
        (r"row 3, unclosed quote", b'ID,Why\n1,a\n2,"b\n3,c\n', {}),
        (r"row 2, unclosed quote.*doubled", b'ID,Why\n1,"a"b"\n', {}),
        (r"row 1, unclosed quote.*is it a semicolon", b'"ID";"Why"\n"1";"a"\n', {}),
        (r"a comma; is it a semicolon\? Set export.delimiter", b"ID;Why\n1;a\n", {}),
        (r"a semicolon; is it a comma", b"ID,Why\n1,a\n", {"delimiter": ";"}),
        (r"expected several columns.*skip_rows", b"ID\n1\n", {}),
        (r"title above the header row\? Set export.skip_rows to 2", b"My\n\nID,Why\n1,a\n", {}),
        (r"header has 2, rows have 3", b"ID,Why\n1,a,X\n2,b,X\n3,c\n", {}),
        (r"header has 3, rows have 2", b"ID,Why,How\n1,a\n2,b\n", {}),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused(delivered, message, content, settings):
    """The error names the file, the place and what to do."""
    with pytest.raises(SourceDataError, match=rf"(?s)^w1\.csv: .*{message}"):
        read_export(delivered(content), ExportLayout(**settings))


def test_no_error_quotes_a_respondent(delivered):
    """Neither a wrong encoding nor a broken quotation shows what stood there."""
    for content in (
        b"ID,Why\n1,Zebulon \xe9\n",
        b'ID,Why\n1,"Zebulon\n',
        b'ID,Why\n1,"a"Zebulon\n',
        b"ID,Why\n1,Zebulon,2\n3,Zebulon,4\n",
    ):
        with pytest.raises(SourceDataError) as caught:
            read_export(delivered(content), LAYOUT)
        assert "Zebulon" not in str(caught.value)
        assert caught.value.__context__ is None


def test_rows_between_two_stray_quotation_marks_are_not_lost(delivered):
    """What the csv module reads without a word is refused, with its lines and without its text."""
    stray = (
        'ID,Why,Role\n1,a,User\n2,b,User\n3,"Zebulon said,User\n4,c,User\n5,d",User\n6,e,Maker\n'
    )
    message = r"^w1.csv: row 4, a cell spans 3 lines and contains what looks like a row, 2 in all:"
    with pytest.raises(SourceDataError, match=message) as caught:
        read_export(delivered(stray), LAYOUT)
    assert "Zebulon" not in str(caught.value)


def test_answers_of_several_lines_are_read(delivered):
    """Lines within quotation marks that were meant are no rows, whatever signs they hold."""
    told = '"first, cost\nsecond, time\nthird, trust"'
    export = read_export(delivered(f"ID,Why\n1,{told}\n2,b\n3,{told}\n"), LAYOUT)
    assert ["1", "2", "3"] == [record.cells[0] for record in export.records]


def test_a_row_of_another_length_is_kept_for_the_accounts(delivered):
    """It is for the study's rules to set it aside."""
    export = read_export(delivered("ID,Why\n1,a\n2,b,c,d\n3\n4,e\n"), LAYOUT)
    assert [("1", "a"), ("2", "b", "c", "d"), ("3",), ("4", "e")] == cells(export)


def test_a_missing_file_a_folder_and_an_unknown_suffix_are_refused(delivered, tmp_path):
    """The error says what was expected."""
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(SourceDataError, match=r"^absent.csv: there is no such file"):
        read_export(tmp_path / "absent.csv", LAYOUT)
    with pytest.raises(SourceDataError, match=r"^folder.csv: cannot be read"):
        read_export(tmp_path / "folder.csv", LAYOUT)
    with pytest.raises(SourceDataError, match=r"^w1.doc: expected a file ending in \.csv, \.tsv"):
        read_export(delivered("ID,Why\n1,a\n", name="w1.doc"), LAYOUT)


def test_an_unknown_encoding_or_delimiter_is_the_study_files_fault(delivered):
    """The error says where to edit."""
    with pytest.raises(StudyConfigError, match=r"export.encoding: unknown encoding utf-9"):
        read_export(delivered("ID,Why\n1,a\n"), ExportLayout(encoding="utf-9"))
    with pytest.raises(StudyConfigError, match=r"export.encoding: unknown encoding rot13"):
        read_export(delivered("ID,Why\n1,a\n"), ExportLayout(encoding="rot13"))
    with pytest.raises(StudyConfigError, match=r"export.encoding: unknown encoding idna"):
        read_export(delivered("ID,Why\n1,a\n"), ExportLayout(encoding="idna"))
    with pytest.raises(StudyConfigError, match=r"export.delimiter"):
        read_export(delivered("ID,Why\n1,a\n"), ExportLayout(delimiter='"'))


def test_the_digest_names_the_content_and_how_it_was_read(delivered):
    """The same file under another name is the same; read in another way it is not."""
    first = read_export(delivered("ID,Why\n1,a\n", "a.csv"), LAYOUT).digest
    again = read_export(delivered("ID,Why\n1,a\n", "b.csv"), LAYOUT).digest
    other = read_export(delivered("ID,Why\n1,b\n", "c.csv"), LAYOUT).digest
    skipping = ExportLayout(encoding="utf-8")
    assert first == again
    assert 3 == len({first, other, read_export(delivered("ID,Why\n1,a\n"), skipping).digest})


def test_the_longest_suffix_counts(tmp_path):
    """A packed file is known by both of its endings."""
    assert ".csv.gz" == suffix_of(tmp_path / "w1.CSV.gz")
    assert all(suffix == suffix_of(tmp_path / f"w1{suffix}") for suffix in SUFFIXES)


def test_a_link_is_the_file_it_leads_to(delivered, tmp_path):
    """It has the same digest and the same rows."""
    path = delivered("ID,Why\n1,a\n")
    (tmp_path / "link.csv").symlink_to(path)
    assert read_export(path, LAYOUT).digest == read_export(tmp_path / "link.csv", LAYOUT).digest


# a delimiter behind a line end may make a row of the line, which is refused
CELL = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12
).filter(lambda text: not re.search(r"[\r\n][^;,|\t^\u00a7]*[;,|\t^\u00a7]", text))
TABLE = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=6)
)


def quoted_where_needed(cell, delimiter):
    """As RFC 4180 says; a lone carriage return too, which the csv module forgets."""
    needs = any(sign in cell for sign in ('"', "\r", "\n", delimiter))
    return '"' + cell.replace('"', '""') + '"' if needs else cell


@given(
    table=TABLE,
    delimiter=st.sampled_from([",", ";", "|", "\t", "^", "\u00a7"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "gb18030"]),
    quote_all=st.booleans(),
    sep_line=st.booleans(),
)
def test_any_table_in_any_dialect_comes_back(
    tmp_path_factory, table, delimiter, line_end, encoding, quote_all, sep_line
):
    """Whatever the cells hold, it comes back cell for cell, whichever way it was written."""
    header = [f"c{i}" for i in range(len(table[0]))]
    write = '"{}"'.format if quote_all else str
    rows = [
        delimiter.join(
            write(cell.replace('"', '""')) if quote_all else quoted_where_needed(cell, delimiter)
            for cell in row
        )
        for row in [header, *table]
    ]
    first = [f"sep={delimiter}"] if sep_line else []
    path = tmp_path_factory.mktemp("export") / "w1.csv"
    path.write_bytes((line_end.join([*first, *rows]) + line_end).encode(encoding))
    marked = encoding in ("utf-8-sig", "utf-16", "utf-32")
    layout = ExportLayout(
        delimiter=None if sep_line else delimiter, encoding=None if marked else encoding
    )
    assert [tuple(row) for row in table] == cells(read_export(path, layout))
