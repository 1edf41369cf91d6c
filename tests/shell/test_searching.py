import json

import openpyxl
import pandas as pd
import pytest

from flows.searching import Traces, found_in, holds, pieces_of

SAID = "Gruffalo saddles on every lunar tortoise"
WORDS = Traces(frozenset(), frozenset(pieces_of(SAID)))


def as_csv(path):
    path.write_text(f'response_id,text\nr1,"Well: {SAID}"\n', "utf-8")


def as_html(path):
    path.write_text("<p>Gruffalo <b>saddles</b> on&nbsp;every lunar tortoise</p>", "utf-8")


def as_json(path):
    path.write_text(json.dumps({"a": [{"text": SAID.replace("every", "\u0065very")}]}), "utf-8")


def as_parquet(path):
    pd.DataFrame({"text": ["else", SAID]}).to_parquet(path)


def as_xlsx(path):
    book = openpyxl.Workbook()
    book.active.append(["text", SAID])
    book.save(path)


@pytest.mark.parametrize("write", [as_csv, as_html, as_json, as_parquet, as_xlsx])
def test_words_are_found_in_every_kind_of_file(tmp_path, write):
    """
    Compressed, marked up or quoted: whoever's words stand in a file is found in it.
    """
    path = tmp_path / f"file.{write.__name__.removeprefix('as_')}"
    write(path)

    assert holds(path, WORDS)
    assert not holds(path, Traces(frozenset(), frozenset(pieces_of("nobody ever said such"))))


@pytest.mark.parametrize("name", ["file.parquet", "file.xlsx", "file.json", "file.csv"])
def test_a_damaged_file_is_searched_as_it_is(tmp_path, name):
    """
    What is not what its name says is searched byte for byte.
    """
    path = tmp_path / name
    path.write_bytes(b"\xff\x00" + SAID.encode() + b"\xff")

    assert holds(path, WORDS)


def test_short_ids_are_sought_where_ids_stand(tmp_path):
    """
    `7` is a number anywhere but in a column of ids; a long id is one wherever it stands.
    """
    listed, told = tmp_path / "a.csv", tmp_path / "b.txt"
    listed.write_text("respondent_id,n\n7,1\n", "utf-8")
    told.write_text("7 of them, QX-4711-77 among them", "utf-8")
    seven, long = (
        Traces(frozenset({"7"}), frozenset()),
        Traces(frozenset({"QX-4711-77"}), frozenset()),
    )

    assert [True, False] == [holds(path, seven) for path in (listed, told)]
    assert [False, True] == [holds(path, long) for path in (listed, told)]


def test_only_whole_pieces_count():
    """
    Other words, or the same ones in another order, are nobody's.
    """
    assert set() == found_in("tortoise lunar every on saddles gruffalo", WORDS.words)
    assert 2 == len(found_in(SAID.upper(), WORDS.words))
