"""Is an export read as it was delivered?"""

import csv
import io
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.exports import read_export
from nlp.contracts.errors import SourceDataError, StudyConfigError
from nlp.contracts.study import ExportLayout, parse_study
from nlp.intake.export import read_answers, read_respondents, read_responses, set_aside

LAYOUT = ExportLayout()


@pytest.fixture
def delivered(tmp_path):
    """Writes an export and returns its path."""

    def write(content, name="w1.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


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
    ("content", "encoding"),
    [
        (b"\xef\xbb\xbfID,Why\n1,\xc3\xa9\n", "utf-8-sig"),
        (b"\xef\xbb\xbf\xef\xbb\xbfID,Why\n1,\xc3\xa9\n", "utf-8-sig"),
        (b"ID,Why\n1,\xe9\n", "cp1252"),
        ("ID,Why\n1,\u00e9\n".encode("utf-16"), "utf-16"),
    ],
)
def test_the_encoding_is_the_layouts(delivered, content, encoding):
    """Marks of the byte order are not part of the first header cell."""
    export = read_export(delivered(content), ExportLayout(encoding=encoding))
    assert (("ID", "Why"),) == export.header
    assert [("1", "\u00e9")] == cells(export)


@pytest.mark.parametrize(
    ("message", "content", "settings"),
    [
        (r"line 3, byte offset 12: expected the encoding utf-8", b"ID,Why\n1,a\n2\xe9,b\n", {}),
        (r"unexpected end of data.*truncated", b"ID,Why\n1,a\xc3", {}),
        (r"found a NUL character.*utf-16", b"I\0D\0,\0W\0\n\0", {}),
        (r"line 2: found a NUL", b"ID,Why\n1,a\x00b\n", {}),
        (r"empty file", b"", {}),
        (r"empty file", b"\xef\xbb\xbf \r\n\n", {}),
        (r"no responses: 1 rows", b"ID,Why\n", {}),
        (r"no responses: 1 rows.*header_rows takes 3", b"ID,Why\n", {"header_rows": 3}),
        (r"record that starts on line 3 has an unclosed quote", b'ID,Why\n1,a\n2,"b\n3,c\n', {}),
        (r"starts on line 2 .*doubled", b'ID,Why\n1,"a"b"\n', {}),
        (r"a comma; is it a semicolon\? Set export.delimiter", b"ID;Why\n1;a\n", {}),
        (r"a semicolon; is it a comma", b"ID,Why\n1,a\n", {"delimiter": ";"}),
        (r"expected several columns.*skip_rows", b"ID\n1\n", {}),
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
    ):
        with pytest.raises(SourceDataError) as caught:
            read_export(delivered(content), LAYOUT)
        assert "Zebulon" not in str(caught.value)
        assert "Zebulon" not in repr(caught.value.__context__)


STRAY = 'ID,Why,Role\n1,a,User\n2,b,User\n3,"Zebulon said,User\n4,c,User\n5,d",User\n6,e,Maker\n'


def test_rows_between_two_stray_quotation_marks_are_not_lost(delivered):
    """What the csv module reads without a word is refused, with its lines and without its text."""
    with pytest.raises(SourceDataError, match=r"^w1\.csv: from line 4 to line 6 2 rows") as caught:
        read_export(delivered(STRAY), LAYOUT)
    assert "Zebulon" not in str(caught.value)


def test_answers_of_several_lines_are_read(delivered):
    """Lines within quotation marks that were meant are no rows, whatever signs they hold."""
    told = '"first, cost\nsecond, time\nthird, trust"'
    export = read_export(delivered(f"ID,Why\n1,{told}\n2,b\n3,{told}\n"), LAYOUT)
    assert ["1", "2", "3"] == [record.cells[0] for record in export.records]


def test_a_missing_file_a_folder_and_a_workbook_are_refused(delivered, tmp_path):
    """Only delimited text is read."""
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(SourceDataError, match=r"^absent.csv: there is no such file"):
        read_export(tmp_path / "absent.csv", LAYOUT)
    with pytest.raises(SourceDataError, match=r"^folder.csv: cannot be read"):
        read_export(tmp_path / "folder.csv", LAYOUT)
    with pytest.raises(SourceDataError, match=r"^w1.xlsx: expected .*\.csv, \.tsv, \.txt"):
        read_export(delivered("ID,Why\n1,a\n", name="w1.xlsx"), LAYOUT)


def test_an_unknown_encoding_is_the_study_files_fault(delivered):
    """The error says where to edit."""
    with pytest.raises(StudyConfigError, match=r"export.encoding: unknown encoding utf-9"):
        read_export(delivered("ID,Why\n1,a\n"), ExportLayout(encoding="utf-9"))


def test_a_cell_may_be_very_long(delivered):
    """The csv module's own limit does not hold."""
    export = read_export(delivered("ID,Why\n1," + "a" * 300_000), LAYOUT)
    assert 300_000 == len(export.records[0].cells[1])


CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
# a delimiter behind a line end may make a row of the line, which is refused
TEXT = st.text(CHARACTERS, max_size=12).filter(
    lambda text: not re.search(r"[\r\n][^;,|]*[;,|]", text)
)


@given(
    st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=6),
    st.sampled_from([",", ";", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8-sig", "utf-8", "utf-16"]),
)
def test_what_was_written_is_read(tmp_path_factory, rows, delimiter, line_end, encoding):
    """Whatever the cells hold, it comes back, whichever way it was written."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(
        buffer, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL
    )
    writer.writerows([("ID", "Why", "How"), *rows])
    path = tmp_path_factory.mktemp("export") / "w1.csv"
    path.write_bytes(buffer.getvalue().encode(encoding))
    assert rows == cells(read_export(path, ExportLayout(delimiter=delimiter, encoding=encoding)))


def counted(path, header_rows, question, respondent):
    """Responses that are not blank, of records with an id, by the csv module alone."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[header_rows:]
    return Counter(bool(row[question].strip()) for row in rows if row and row[respondent].strip())


@pytest.mark.parametrize(
    ("name", "header_rows", "respondent", "question", "closed", "place"),
    [
        (
            "bc_ai_survey_2025/bc_ai_survey.csv",
            1,
            "participant_id",
            "Q13_AI_impact_worries_text_OE",
            {"column": "Q4A_*_[1-7]", "kind": "multiple", "options_from": "cell"},
            None,
        ),
        (
            "todo_ospo_survey_2018_2024/ospo_2022.csv",
            3,
            "Respondent ID",
            "Q21",
            {"column": "Q1_[0-6]", "kind": "multiple"},
            (103, 2),
        ),
        (
            "todo_ospo_survey_2018_2024/ospo_2023.csv",
            3,
            "Respondent ID",
            "q25",
            {"column": "q4"},
            (229, 0),
        ),
    ],
)
def test_real_exports_agree_with_a_plain_count(
    shared_data, name, header_rows, respondent, question, closed, place
):
    """Records are kept or set aside, none is lost, and as many responses hold words."""
    study = parse_study(
        {
            "study_id": "s",
            "title": "S",
            "export": {"header_rows": header_rows},
            "waves": {"w1": {"source": name}},
            "respondent": {"column": respondent},
            "open_questions": {"q": {"column": question, "label": "Q"}},
            "closed_questions": {"c": {"label": "C"} | closed},
        },
        "s.yaml",
    )
    export = read_export(shared_data / name, study.layout_of("w1"))
    responses = read_responses(export, study, "w1")
    position, id_position = place or (
        export.header[0].index(question),
        export.header[0].index(respondent),
    )
    expected = counted(shared_data / name, header_rows, position, id_position)
    respondents = read_respondents(export, study, "w1")
    set_aside_lines = set_aside(export, study, "w1")["row"].nunique()
    assert len(export.records) == len(respondents) + set_aside_lines
    assert expected[True] == (responses["verbatim"].str.strip() != "").sum() > 0
    assert set(read_answers(export, study, "w1")["respondent_id"]) <= set(
        responses["respondent_id"]
    )
