"""Are the values of a Parquet file read as text, with nothing made up?"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.exports.columnar import read_parquet
from nlp.contracts.errors import SourceDataError, StudyConfigError
from nlp.contracts.study import ExportLayout

LAYOUT = ExportLayout()


@pytest.fixture
def saved(tmp_path):
    """Saves columns as a Parquet file and returns its path."""

    def save(columns, **how):
        path = tmp_path / "w1.parquet"
        pq.write_table(pa.table(columns), path, **how)
        return path

    return save


def cells(export):
    return [record.cells for record in export.records]


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        (pa.array([7, None]), ["7", ""]),
        (pa.array([7.0, float("nan")]), ["7", ""]),
        (pa.array([0.1, 1.0], pa.float32()), ["0.1", "1"]),
        (pa.array([True, False]), ["TRUE", "FALSE"]),
        (pa.array(["007", " NA "]), ["007", " NA "]),
        (pa.array(["a", "b"]).dictionary_encode(), ["a", "b"]),
        (pa.array([Decimal("1.50"), Decimal("100")]), ["1.5", "100"]),
        (pa.array([date(2025, 4, 3), None]), ["2025-04-03", ""]),
        (
            pa.array([datetime.fromisoformat("2025-04-03 09:05"), None]),
            ["2025-04-03 09:05:00", ""],
        ),
        (pa.array([time(9, 5), None]), ["09:05:00", ""]),
        (pa.array([timedelta(hours=36), None]), ["36:00:00", ""]),
    ],
)
def test_values_become_the_text_that_is_shown(saved, values, shown):
    """As in a workbook: no point in whole numbers, days year first, nothing for nothing."""
    export = read_parquet(saved({"id": ["1", "2"], "q": values}), LAYOUT)
    assert shown == [row[1] for row in cells(export)]
    assert ((("id", "q"),), ()) == (export.header, export.remarks)


def test_records_are_counted_below_the_header(saved):
    """The names of the columns are row 1."""
    export = read_parquet(saved({"Q1": ["a", "b"], "Q2": ["c", "d"]}), LAYOUT)
    assert (("Q1", "Q2"),) == export.header
    assert [2, 3] == [record.line for record in export.records]


@pytest.mark.parametrize("setting", [{"header_rows": 2}, {"skip_rows": 1}])
def test_no_record_is_taken_for_a_header(saved, setting):
    """The file names its columns, so what stands below the names is a record."""
    with pytest.raises(StudyConfigError, match=rf"export\.{next(iter(setting))}: .*w1\.parquet"):
        read_parquet(saved({"Q1": ["a", "b", "c"]}), ExportLayout(**setting))


def test_lists_and_bytes_are_remarked_on(saved):
    """They are no answers as they stand: lists become JSON, bytes text if they are any."""
    path = saved({"id": ["1", "2"], "l": [["x", "é"], None], "b": [b"ok", b"\xff"]})
    export = read_parquet(path, LAYOUT)
    assert [("1", '["x", "é"]', "ok"), ("2", "", "")] == cells(export)
    assert ["nested_column", "binary_column"] == [remark.rule for remark in export.remarks]


def test_nul_characters_are_taken_out(saved):
    """No text holds them, and workbooks refuse them."""
    export = read_parquet(saved({"id": ["1", "2"], "q": ["a\0b", "c"]}), LAYOUT)
    assert [("1", "ab"), ("2", "c")] == cells(export)
    assert [("nul", 2, "q")] == [(r.rule, r.line, r.column) for r in export.remarks]


def test_an_index_of_pandas_is_a_column_or_nothing(tmp_path):
    """What pandas says about its index in the file is left alone."""
    path = tmp_path / "w1.parquet"
    pd.DataFrame({"q": ["a"]}, index=pd.Index([7], name="id")).to_parquet(path)
    export = read_parquet(path, LAYOUT)
    assert ((("q", "id"),), [("a", "7")]) == (export.header, cells(export))


@pytest.mark.parametrize("kept", [0, 4, 100, -1, -20])
def test_a_file_cut_off_anywhere_is_refused(saved, kept):
    """No half of the rows is ever taken for the whole."""
    path = saved({"id": [str(i) for i in range(500)], "q": ["x"] * 500})
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(SourceDataError, match="not a readable Parquet file"):
        read_parquet(path, LAYOUT)


def test_a_flipped_bit_is_noticed_where_pages_have_checksums(saved):
    """They are checked if the file has them."""
    answers = {"id": [str(i) for i in range(99)], "q": [f"answer {i}" for i in range(99)]}
    path = saved(answers, write_page_checksum=True, use_dictionary=False, compression="none")
    content = path.read_bytes()
    path.write_bytes(content.replace(b"answer 57", b"answer 75"))
    with pytest.raises(SourceDataError, match="not a readable Parquet file"):
        read_parquet(path, LAYOUT)


def test_a_table_of_too_many_cells_is_refused_before_it_is_read(saved):
    """A column of one value takes a few bytes, however long it is."""
    column = pa.array([0] * 2_100_000)
    path = saved({f"q{i}": column for i in range(10)})
    with pytest.raises(SourceDataError, match="2,100,000 x 10 cells"):
        read_parquet(path, LAYOUT)


def test_no_row_is_no_response(saved):
    """A file of columns alone is refused."""
    with pytest.raises(SourceDataError, match="no responses"):
        read_parquet(saved({"id": pa.array([], pa.string())}), LAYOUT)
