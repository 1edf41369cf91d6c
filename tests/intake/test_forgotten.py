import pytest

from nlp.contracts.raw import RawExport, Record
from nlp.contracts.study import parse_study
from nlp.intake.accounts import count_records
from nlp.intake.forgotten import leave_out, set_aside_forgotten
from nlp.intake.records import sort_out

HEADER = (("ID", "WHY"),)


def study(**respondent):
    return parse_study(
        {
            "study_id": "small",
            "title": "Small",
            "waves": {"w1": {"source": "w1.csv"}},
            "respondent": respondent,
            "open_questions": {"why": {"column": "WHY", "label": "Why"}},
        },
        "small.yaml",
    )


def export(*rows):
    records = tuple(Record(line, cells) for line, cells in enumerate(rows, start=2))
    return RawExport("w1.csv", HEADER, records, digest="d")


def fates(delivered):
    counted = count_records(delivered, "w1")
    return dict(zip(counted["fate"], counted["n_rows"], strict=True))


def test_rows_of_the_forgotten_are_counted_and_not_read():
    """
    Their rows, however often delivered, leave the records and keep a place in the account.
    """
    raw = export(("p1", "a"), (" p2 ", "b"), ("p2", "other"), ("p3", "c"), ("", "nobody"))
    by_id = study(column="ID")

    kept, theirs = leave_out(raw, by_id, "w1", {"p2"}.__contains__)

    assert [3, 4] == [record.line for record in theirs]
    assert [("p1", "a"), ("p3", "c"), ("", "nobody")] == [record.cells for record in kept.records]
    assert {"accepted": 2, "forgotten": 2, "no_respondent_id": 1} == fates(
        sort_out(kept, by_id, "w1")
    )


def test_an_export_without_them_is_what_it_was():
    """
    Nothing changes, the digest included, where nobody forgotten stands in it.
    """
    raw = export(("p1", "a"), ("p3", "c"))

    assert (raw, ()) == leave_out(raw, study(column="ID"), "w1", {"p2"}.__contains__)


def test_who_is_left_out_changes_the_digest():
    """
    Tables made of one and the same file with and without a person are told apart.
    """
    raw = export(("p1", "a"), ("p2", "b"))
    one, _ = leave_out(raw, study(column="ID"), "w1", {"p1"}.__contains__)
    other, _ = leave_out(raw, study(column="ID"), "w1", {"p2"}.__contains__)

    assert 3 == len({raw.digest, one.digest, other.digest})


@pytest.mark.parametrize("number", [0, 1])
def test_records_without_ids_are_known_by_their_names(number):
    """
    Where cells name the records, the named one is set aside and the others keep their names.
    """
    nameless = study()
    delivered = sort_out(export(("x", "a"), ("y", "b")), nameless, "w1")
    names = [record.respondent_id for record in delivered.accepted]

    left = set_aside_forgotten(delivered, {names[number]}.__contains__)

    assert [names[1 - number]] == [record.respondent_id for record in left.accepted]
    assert {"accepted": 1, "forgotten": 1} == fates(left)
