import re
from itertools import groupby
from operator import itemgetter

from nlp.contracts.tables import CATEGORIES
from nlp.mentions.coded_answers import CodedAnswer
from tests.benchmarks.mentions import SPLITS, labels, split_of, transferred

COLUMNS = (
    *("set", "id", "file", "row", "column", "question_key", "elicits"),
    *("code", "status", "stance", "start", "end", "split"),
)


def test_labels_hold_places_and_codes_and_no_words():
    """
    Each cell of the labels is an id, a place, or a word of the coding guide.
    """
    rows = labels()

    assert {COLUMNS} == {tuple(row) for row in rows}
    assert set(CATEGORIES) >= {name for row in rows for name in row.pop("elicits").split()}
    assert [] == [cell for row in rows for cell in row.values() if re.search(r"[a-z] [a-z]", cell)]
    assert {"", "for", "against", "mixed", "neutral"} >= {row["stance"] for row in rows}


def test_halves_are_parted_by_the_hash_of_the_id():
    """
    Whoever draws more answers knows on which side each belongs.
    """
    wrong = [
        row["id"]
        for row in labels()
        if row["split"] != split_of(CodedAnswer(id=row["id"], answer="", codes=()))
    ]

    assert [] == wrong


def test_an_answer_has_a_row_per_code_or_one_without():
    """
    No answer is both coded and without a code.
    """
    for name, rows in groupby(labels(), key=itemgetter("id")):
        codes = [row["code"] for row in rows]
        assert len(set(codes)) == len(codes), name
        assert "" not in codes or [""] == codes, name


def test_every_label_leads_to_an_answer(shared_data):
    """
    Each place holds words, and what shows a code lies within them.
    """
    gold = transferred(labels())

    assert 360 == len(gold)
    assert [] == [answer.id for answer in gold if not answer.answer.strip()]
    assert ("development", "test") == SPLITS
