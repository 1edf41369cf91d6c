"""Are the codes of a statistics file read as they are, with what they mean beside them?"""

import csv
from datetime import date, datetime, time

import pandas as pd
import pyreadstat
import pytest

from flows.exports.labels import Variable, remarks_on_labels
from flows.exports.moments import moments_of_spss, moments_of_stata
from flows.exports.statistics import read_statistics
from nlp.contracts.errors import OpenEndsError, SourceDataError, StudyConfigError
from nlp.contracts.raw import ValueLabels
from nlp.contracts.study import ExportLayout

LAYOUT = ExportLayout()
SUFFIXES = (".sav", ".zsav", ".por", ".dta")


@pytest.fixture
def saved(tmp_path):
    """Saves columns as an SPSS file, or as a Stata file, and returns its path."""

    def save(columns, name="w1.sav", **about):
        path = tmp_path / name
        write = pyreadstat.write_dta if name.endswith(".dta") else pyreadstat.write_sav
        write(pd.DataFrame(columns), path, **about)
        return path

    return save


def cells(export):
    return [record.cells for record in export.records]


def meanings(export):
    return export.values  # noqa: PD011  (an export is no frame)


def said(export):
    return [(remark.rule, remark.column, remark.message) for remark in export.remarks]


def test_cells_hold_codes_and_the_labels_travel_beside_them(saved):
    """Codes are whole numbers without a point; what has no value is blank."""
    columns = {"id": ["007", "8 "], "role": [1.0, 2.0], "hours": [2.5, None]}
    labels = {"role": {1: "Teacher", 2: "Nurse "}}
    export = read_statistics(saved(columns, variable_value_labels=labels), LAYOUT)
    assert (("id", "role", "hours"),) == export.header
    assert [("007", "1", "2.5"), ("8", "2", "")] == cells(export)
    assert {1: ValueLabels({"1": "Teacher", "2": "Nurse"})} == meanings(export)
    assert [2, 3] == [record.line for record in export.records]


def test_labels_of_variables_are_a_second_header_row(saved):
    """Columns can be named by either; the first case is row 2, as it is without labels."""
    path = saved({"q1": [1.0], "q2": ["x"]}, column_labels={"q1": "What is your role?"})
    export = read_statistics(path, LAYOUT)
    assert (("q1", "q2"), ("What is your role?", "")) == export.header
    assert [2] == [record.line for record in export.records]


@pytest.mark.parametrize("setting", [{"header_rows": 2}, {"skip_rows": 1}])
def test_no_case_is_taken_for_a_header(saved, setting):
    """The file names its variables, so its cases are all records."""
    path = saved({"q1": ["a", "b", "c"]}, column_labels={"q1": "What?"})
    with pytest.raises(StudyConfigError, match=rf"export\.{next(iter(setting))}: .*w1\.sav"):
        read_statistics(path, ExportLayout(**setting))


def test_declared_missing_codes_are_kept_and_told(saved):
    """Refused and don't know stay apart from each other and from blank; ranges are spelt out."""
    columns = {"role": [1.0, 98.0, 99.0, None], "age": [30.0, -99.0, -95.0, -1.0]}
    missing = {"role": [98, 99], "age": [{"lo": -99, "hi": -90}]}
    labels = {"role": {1: "Nurse", 98: "Refused", 99: "Don't know"}, "age": {-97: "No"}}
    path = saved(columns, missing_ranges=missing, variable_value_labels=labels)
    export = read_statistics(path, LAYOUT)
    assert ["1", "98", "99", ""] == [row[0] for row in cells(export)]
    assert frozenset({"98", "99"}) == meanings(export)[0].missing
    assert frozenset({"-99", "-97", "-95"}) == meanings(export)[1].missing


def test_texts_may_be_missing_codes_too(saved):
    """SPSS declares them for short texts."""
    path = saved({"q": ["a", "Z"]}, missing_ranges={"q": ["Z"]}, variable_value_labels={})
    assert {0: ValueLabels({}, frozenset({"Z"}))} == meanings(read_statistics(path, LAYOUT))


def test_the_missing_letters_of_stata_are_written_as_stata_does(saved):
    """`.a` is a code with a label, not a blank."""
    columns = {"q": pd.Series([1.0, 2.0, "a"], dtype=object)}
    about = {"missing_user_values": {"q": ["a"]}, "variable_value_labels": {"q": {"a": "Refused"}}}
    export = read_statistics(saved(columns, "w1.dta", **about), LAYOUT)
    assert [("1",), ("2",), (".a",)] == cells(export)
    assert {0: ValueLabels({".a": "Refused"}, frozenset({".a"}))} == meanings(export)


@pytest.mark.parametrize("name", ["w1.sav", "w1.dta"])
def test_days_and_times_are_written_year_first(saved, name):
    """They are numbers inside, and never come out as such."""
    moments = {
        "day": [date(2018, 5, 6)],
        "moment": [datetime.fromisoformat("2018-05-06 10:10:10")],
        "clock": [time(10, 10, 10)],
    }
    export = read_statistics(saved(moments, name), LAYOUT)
    assert [("2018-05-06", "2018-05-06 10:10:10", "10:10:10")] == cells(export)


@pytest.mark.parametrize(
    ("format_", "number", "shown"),
    [
        ("%tm", 700, "2018m5"),
        ("%tq", -1, "1959q4"),
        ("%tw", 3000, "2017w37"),
        ("%th", 101, "2010h2"),
        ("%tdD_m_Y", 21310, "2018-05-06"),
        ("%-td", 0, "1960-01-01"),
        ("%tcHH:MM:SS", 36610000.0, "10:10:10"),
        ("%tcDDmonCCYY_HH:MM", 60000.0, "1960-01-01 00:01:00"),
    ],
)
def test_stata_counts_periods_in_its_own_way(format_, number, shown):
    """Months, quarters, weeks and half years since 1960 are written as Stata shows them."""
    assert shown == moments_of_stata(format_)(number)


@pytest.mark.parametrize("format_", ["F8.2", "A40", "COMMA8.0", "WKDAY3"])
def test_other_formats_are_numbers(format_):
    """Only days and times are converted."""
    assert moments_of_spss(format_) is None
    assert moments_of_stata("%9.0g") is None


def variable(labels, held, missing=()):
    from flows.exports.cell_texts import text_of

    return Variable("role", labels, missing, held, text_of)


def remarked(about):
    return [remark.message for remark in remarks_on_labels(about, about.values())]


def test_a_value_without_a_label_among_labelled_ones_is_remarked_on():
    """It may be a typing error; a scale with words at its ends alone is none."""
    named = variable({1.0: "a", 2.0: "b"}, {1.0, 2.0, 7.0})
    ends = variable({1.0: "never", 5.0: "always"}, {1.0, 2.0, 3.0, 4.0, 5.0})
    gone = variable({1.0: "a", 2.0: "b"}, {1.0, 9.0}, [9.0])
    assert ["role value 7 has no label"] == remarked(named)
    assert [] == remarked(ends)
    assert [] == remarked(gone)


def test_texts_without_a_label_are_counted_and_not_quoted():
    """They may be what a respondent wrote."""
    assert ["role: 1 values have no label"] == remarked(
        variable({"a": "x", "b": "y"}, {"a", "me"})
    )


def test_codes_that_share_a_label_are_remarked_on():
    """Nothing tells them apart for who reads the labels."""
    shared = variable({1.0: "Nurse", 2.0: "Nurse ", 3.0: "Other"}, {1.0})
    assert ["role: two codes share one label (1, 2)"] == remarked(shared)


def test_numbers_that_lost_digits_are_remarked_on(saved):
    """An id of twenty digits is none any more once it was a number."""
    export = read_statistics(saved({"id": [12345678901234567890.0]}), LAYOUT)
    assert ["long_number"] == [rule for rule, *_ in said(export)]


@pytest.mark.parametrize("name", ["w1.sav", "w1.dta"])
def test_a_file_cut_off_anywhere_is_refused(saved, name):
    """No half of the cases is ever taken for the whole."""
    path = saved({"id": [float(i) for i in range(300)], "why": ["because"] * 300}, name)
    content = path.read_bytes()
    for kept in (*range(10, len(content), len(content) // 5), len(content) - 1):
        path.write_bytes(content[:kept])
        with pytest.raises(SourceDataError, match=r"not a readable (SPSS|Stata) file"):
            read_statistics(path, LAYOUT)


def test_no_case_is_no_response(saved):
    """A file of variables alone is refused."""
    with pytest.raises(SourceDataError, match="no responses"):
        read_statistics(saved({"id": pd.Series([], dtype=float)}), LAYOUT)


def test_the_files_made_to_be_faulty(bad_input):
    """Each says what must be named, and nothing else."""
    folder = bad_input / "made" / "sav"
    sound = read_statistics(folder / "labels_and_user_missing.sav", LAYOUT)
    assert (4, []) == (len(sound), said(sound))
    assert frozenset({"98", "99"}) == meanings(sound)[1].missing
    bare = read_statistics(folder / "unlabelled_value.sav", LAYOUT)
    assert [("unlabelled_value", "role", "role value 7 has no label")] == said(bare)
    shared = read_statistics(folder / "duplicate_labels.sav", LAYOUT)
    assert "two codes share one label" in said(shared)[0][2]
    with pytest.raises(SourceDataError, match="not a readable SPSS file"):
        read_statistics(folder / "truncated.sav", LAYOUT)


@pytest.mark.parametrize("name", ["sample.sav", "sample.zsav", "sample.por"])
def test_values_equal_those_of_another_program(bad_input, name):
    """The table that was written beside the files says the same, cell by cell."""
    folder = bad_input / "pyreadstat" / "basic"
    assert table_of(folder / "sample.csv") == cells(read_statistics(folder / name, LAYOUT))


def test_user_missing_values_equal_those_of_another_program(bad_input):
    """-1 and 2500 are codes that say why there is no answer, `#NULL!` is a blank."""
    folder = bad_input / "pyreadstat" / "basic"
    export = read_statistics(folder / "sample_missing.sav", LAYOUT)
    assert table_of(folder / "sample_missing_user.csv") == cells(export)
    kept = [
        [code in about.missing for code in column_of(export, i)]
        for i, about in meanings(export).items()
    ]
    lost = table_of(folder / "sample_missing.csv")
    assert kept == [
        [row[i] == "" and code != "" for row, code in zip(lost, column_of(export, i), strict=True)]
        for i in meanings(export)
    ]


@pytest.mark.slow
def test_every_case_that_is_promised_is_read(bad_input, shared_data):
    """Each file gives as many records as its own header says, or one error of our own."""
    files = [
        path
        for folder in (
            bad_input / "pyreadstat",
            bad_input / "haven",
            shared_data / "platform_exports",
        )
        for path in sorted(folder.rglob("*"))
        if path.suffix in SUFFIXES
    ]
    assert len(files) > 20
    for path in files:
        try:
            export = read_statistics(path, LAYOUT)
        except OpenEndsError:
            continue
        read = pyreadstat.read_dta if path.suffix == ".dta" else pyreadstat.read_sav
        promised = 5 if path.suffix == ".por" else read(path, metadataonly=True)[1].number_rows
        assert promised == len(export)
        assert all(isinstance(cell, str) for row in cells(export) for cell in row)


def column_of(export, position):
    return [record.cells[position] for record in export.records]


def table_of(path):
    """The cells of a CSV written by another program, in the words of ours."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [tuple(_plain(cell) for cell in row) for row in rows]


def _plain(cell):
    if cell == "#NULL!":
        return ""
    cell = cell.removesuffix(".000000").replace("T", " ")
    if cell.count(":") == 2 and " " not in cell:
        return cell.zfill(8)
    try:
        return format(float(cell), ".15G")
    except ValueError:
        return cell
