"""Does the count that checks the reader count by itself, and right?"""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.exports.counting import count_records, row_of_stray_quote


@pytest.mark.parametrize(
    ("expected", "text", "delimiter"),
    [
        (0, "", ","),
        (1, "a", ","),
        (1, "a,b\n", ","),
        (2, "a,b\nc", ","),
        (4, "a\n\n\r\n\r", ","),
        (1, '"a\nb"', ","),
        (2, '"a\r\nb","c\rd"\re', ","),
        (2, 'a,"b ""\n"" c"\n"d\n"\n', ","),
        (2, '5" disk\n6" disk\n', ","),
        (2, 'a,say "b\nc,d"\n', ","),
        (1, 'a;"b\nc"\n', ";"),
        (2, 'a;"b\nc"\n', ","),
        (1, 'a\u00a7"b\nc"\n', "\u00a7"),
        (2, '"","\n",""""\n\n', ","),
    ],
)
def test_records_are_counted_by_their_ends(expected, text, delimiter):
    """A line end between quotation marks that open a cell ends no record."""
    assert expected == count_records(text.encode(), delimiter)


@given(st.text(st.sampled_from('a,;"\r\n'), max_size=40), st.sampled_from([",", ";"]))
def test_it_agrees_with_the_csv_module_where_that_reads(text, delimiter):
    """Whatever stands where: two ways of counting, one number."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return
    assert len(rows) == count_records(text.encode(), delimiter)


@pytest.mark.parametrize(
    ("expected", "text", "starts"),
    [
        (0, 'a,b\n"c ""d""\n",e\n', [1, 2]),
        (2, 'a,b\n5" disk,e\nf,g\n', [1, 2, 3]),
        (4, 'a,b\r\n"c\rd",e\n"f",g"', [1, 2, 4]),
        (0, '5" disk,6" disk\n', [1]),
    ],
)
def test_a_mark_that_stands_alone_is_found(expected, text, starts):
    """Marks that open, close or are doubled are even in number."""
    assert expected == row_of_stray_quote(text.encode(), starts)
