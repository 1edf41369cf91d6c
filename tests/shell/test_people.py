from flows.people import find_person, kept_deliveries
from flows.searching import pieces_of
from nlp.contracts.ids import response_id
from tests.shell.small_workspace import PEOPLE, edit, rows_of, write_export

SAID = "Gruffalo saddles on every lunar tortoise"


def test_a_person_is_known_by_what_only_they_said(root, start):
    """
    Words that somebody else said too tell nothing; what names their responses does.
    """
    shared = rows_of("w1")[0][3]
    mine = ("QX-4711", "1", "User", SAID, shared)
    write_export(root / "data" / "raw" / "small" / "w1.csv", [*rows_of("w1"), mine])

    who = find_person(start(), "QX-4711")

    assert pieces_of(SAID) == who.traces.words
    assert {"w1": 1} == who.rows
    assert {"QX-4711", response_id("w1", "QX-4711", "hopes")} <= who.traces.ids
    assert [root / "data" / "raw" / "small" / "w1.csv"] == list(who.exports)


def test_nobody_has_no_ids(session):
    """
    An id that stands nowhere is nobody's.
    """
    assert frozenset() == find_person(session, "p99999").ids


def test_an_earlier_delivery_tells_too(finished, start, root):
    """
    Who was in an export that has been replaced since is found in its kept copy.
    """
    write_export(root / "data" / "raw" / "small" / "w1.csv", rows_of("w1")[:-1])
    edit(root / "data" / "raw" / "small" / "w2.csv", f"p{PEOPLE}", "p41")

    who = find_person(start(), f"p{PEOPLE}")

    assert f"p{PEOPLE}" in who.ids
    assert {} == who.rows
    assert 1 == len(kept_deliveries(start(), "w1"))
