"""What is odd about an export, and what of it cannot be read?"""

import pytest

from flows.exports import read_export
from nlp.contracts.study import ExportLayout

LAYOUT = ExportLayout()


def cells(export):
    return [record.cells for record in export.records]


def told(export):
    return [(remark.rule, remark.line, remark.column) for remark in export.remarks]


def test_a_row_with_bytes_of_another_encoding_is_unread(delivered):
    """Where other rows prove the encoding, only the row that breaks it is lost, and it is told."""
    export = read_export(delivered(b"ID,Why\n1,\xc3\xa9\n2,\xe9\n3,c\n"), LAYOUT)
    assert [("1", "\u00e9"), ("3", "c")] == cells(export)
    assert [(3, "encoding", "Why")] == [(row.line, row.rule, row.column) for row in export.unread]
    assert 3 == len(export)


def test_half_a_character_of_utf_16_makes_its_row_unread(delivered):
    """Nothing after the door can hold a lone surrogate."""
    utf_8 = read_export(delivered(b"ID,Why\n1,\xed\xa0\xbd\n2,b\n"), LAYOUT)
    utf_16 = read_export(
        delivered(b"\xff\xfe" + "ID,Why\n1,".encode("utf-16-le") + b"\x3d\xd8\n\0"), LAYOUT
    )
    assert [(2, "surrogate", "Why")] == [(u.line, u.rule, u.column) for u in utf_8.unread]
    assert [(2, "surrogate", "Why")] == [(u.line, u.rule, u.column) for u in utf_16.unread]


@pytest.mark.parametrize(
    ("remark", "cell", "content", "settings"),
    [
        (("nul", 3, "Why"), "bc", b"ID,Why\n1,a\n2,b\0c\n", {}),
        (("nul", 0, ""), "b", b"ID,Why\n1,a\n2,b\n" + b"\0" * 64, {}),
        (("no_line_end", 3, ""), "b", b"ID,Why\n1,a\n2,b", {}),
        (("stray_quote", 3, ""), 'b"', b'ID,Why\n1,"a"\n2,b"\n', {}),
        (("mojibake", 3, "Why"), "CafÃ©", "ID,Why\n1,a\n2,CafÃ©\n".encode(), {}),
        (("mojibake", 3, "Why"), "itâ€™s", "ID,Why\n1,a\n2,itâ€™s\n".encode(), {}),
        (("replaced_letters", 3, "Why"), "Caf\ufffd", "ID,Why\n1,a\n2,Caf\ufffd\n".encode(), {}),
        (("c1_controls", 3, "Why"), "a\x92", "ID,Why\n1,a\n2,a\x92\n".encode(), {}),
        (("encoding", 0, ""), "\u20ac", b"ID,Why\n1,a\n2,\x80\n", {"encoding": "cp1252"}),
        (("trailing_column", 0, ""), "b", b"ID,Why,\n1,a,\n2,b,\n", {}),
        (("trailing_column", 0, ""), "b", b"ID,Why\n1,a,\n2,b,\n", {}),
        (("trailing_column", 0, ""), "b", b"ID,Why,,\n1,a\n2,b\n", {}),
        (("duplicate_column", 0, "Why"), "b", b"ID,Why,Why\n1,a,x\n2,b,x\n", {}),
        (("unnamed_column", 0, "#1"), "b", b",Why\n1,a\n2,b\n", {}),
        (("long_cell", 3, "Why"), "b " * 20_000, b"ID,Why\n1,a\n2,%b\n" % (b"b " * 20_000), {}),
        (("long_cell", 3, "Why"), "\n" * 34_000, b'ID,Why\n1,a\n2,"%b"\n' % (b"\n" * 34_000), {}),
    ],
)  # fmt: skip
def test_what_is_odd_is_read_and_remarked_on(delivered, remark, cell, content, settings):
    """Nobody corrects an answer in silence; only what no text can hold is taken out."""
    export = read_export(delivered(content), ExportLayout(**settings))
    assert [remark] == told(export)
    assert cell == export.records[-1].cells[1]
    assert (2, ()) == (len(export.records), export.unread)
    assert all(place in export.remarks[0].message for place in _place(*remark))


def _place(_, line, column):
    return [f"row {line}, column {column}" if column else f"row {line}:"] if line else []


def test_a_column_that_repeats_an_oddity_is_remarked_on_once(delivered):
    """The remark counts the cells and names the first row."""
    export = read_export(delivered("ID,Why\n1,a\x92\n2,b\n3,c\x92\n"), LAYOUT)
    assert [("c1_controls", 2, "Why")] == told(export)
    assert "2 cells" in export.remarks[0].message


@pytest.mark.parametrize(
    "answer",
    ["Ünïcode ça va « É »", "naïve “quoted” … €5", "línea\u0085otra\u2028más", "À Ñandú Ð"],
)  # fmt: skip
def test_ordinary_letters_are_not_odd(delivered, answer):
    """Accents, curly quotes and foreign line breaks are what people type."""
    assert () == read_export(delivered(f"ID,Why\n1,{answer}\n"), LAYOUT).remarks


def test_several_header_rows_may_repeat_names(delivered):
    """Platforms leave the cells of a block blank, or fill them all with the question."""
    content = "Which?,,Why?,Why?\nA,B,C,C\n1,2,3,4\n"
    assert () == read_export(delivered(content), ExportLayout(header_rows=2)).remarks
