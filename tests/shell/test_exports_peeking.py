"""What does a file of which nothing is known look like?"""

import pytest

from flows.exports import read_export
from flows.exports.peeking import peek
from nlp.contracts.errors import SourceDataError
from nlp.contracts.study import ExportLayout

PLAIN = "ID,Why\n1,a\n2,b\n"


@pytest.mark.parametrize(
    ("encoding", "delimiter", "content", "name"),
    [
        (None, None, PLAIN, "w1.csv"),
        (None, None, PLAIN.encode("utf-16"), "w1.csv"),
        ("utf-16-be", None, PLAIN.encode("utf-16-be"), "w1.csv"),
        (None, ";", "ID;Why\n1;a, b\n2;c\n", "w1.csv"),
        (None, None, "sep=;\nID;Why\n1;a, b\n", "w1.csv"),
        (None, None, "ID\tWhy\n1\ta\n", "w1.tsv"),
        (None, "\t", "ID\tWhy\n1\ta, b\n", "w1.txt"),
        (None, "|", "ID|Why|What\n1|a, b; c|\n2|c|d\n", "w1.csv"),
        ("cp1252", None, "ID,Why\n1,It’s a café – 5 €\n".encode("cp1252"), "w1.csv"),  # noqa: RUF001  (the dash is what is tested)
    ],
)
def test_the_dialect_is_guessed_where_nobody_says_it(
    delivered, encoding, delimiter, content, name
):
    """What the file itself says, and what is read anyway, need not be written down."""
    path = delivered(content, name)
    found = peek(path, 10)
    assert (encoding, delimiter) == (found.encoding, found.delimiter)
    export = read_export(path, ExportLayout(encoding=encoding, delimiter=delimiter))
    assert [*export.header, *(r.cells for r in export.records)] == list(found.rows)


def test_other_scripts_are_told_by_their_letters(delivered):
    """Not by a wish that all were Western."""
    words = "Мы думаем, что это экономит время и деньги для всех людей\n"
    found = peek(
        delivered(("ID;Why\n" + "".join(f"{n};{words}" for n in range(9))).encode("cp1251")), 2
    )
    assert "cp1251" == found.encoding


def test_only_the_first_rows_are_given(delivered):
    """And a reason for each guess."""
    found = peek(delivered(PLAIN), 2)
    assert (("ID", "Why"), ("1", "a")) == found.rows
    assert ("all of it is UTF-8", "a comma") == (found.why[0], found.why[1][:7])


def test_what_is_no_text_is_refused(delivered):
    """As when it is read."""
    with pytest.raises(SourceDataError, match="looks like HTML"):
        peek(delivered("<html>"), 2)
    with pytest.raises(SourceDataError, match="empty file"):
        peek(delivered("\n"), 2)
