import contextlib

import pandas as pd
import pytest

from flows.kept import digest_of, read_table, write_table
from flows.runs import deferred
from nlp.contracts.errors import ContractError, WorkspaceError
from nlp.contracts.raw import RawExport, Record
from nlp.contracts.study import Coding, Screening
from nlp.contracts.tables import Bases, Quarantine, Responses, Units, build
from nlp.intake.places import Places
from nlp.intake.records import Accepted, SortedExport
from nlp.themes.embedding import embed
from tests import builders
from tests.fakes import LetterEncoder
from tests.shell.small_workspace import flip_bit

MANY = builders.responses(*(f"answer number {number} ☂ N/A 007" for number in range(2000)))


FEW = builders.responses("N/A", "", "None", "007", "1e5", " é\n\u2028")


def export(digest, respondent_id="p1"):
    """An export of one record, which counts."""
    record = Record(2, (respondent_id, "yes"))
    raw = RawExport("w1.csv", (("ID", "Q"),), (record,), digest=digest)
    places = Places(0, None, None, None, {}, {}, {})
    return SortedExport(raw, places, (Accepted(2, respondent_id, 1.0, record.cells),), ())


@pytest.mark.parametrize(
    "table",
    [
        MANY,
        FEW,
        builders.units("a b", "c"),
        build([], Quarantine),
        build(
            [
                {
                    "wave": "w1",
                    "question_id": "q",
                    "status": "empty",
                    "n_responses": 3,
                    "weighted": w,
                }
                for w in [0.1 + 0.2]
            ],
            Bases,
        ),
    ],
    ids=["many", "strange", "units", "none", "numbers"],
)
def test_a_table_is_read_as_it_was_written(tmp_path, table):
    """
    A kept table comes back equal in every cell and type, and so has the digest it had.
    """
    kind = {7: Units, 6: Responses}.get(len(table.columns), Bases)
    kind = Quarantine if "rule" in table else kind

    write_table(table, tmp_path / "kept.parquet")
    back = read_table(tmp_path / "kept.parquet", kind)

    pd.testing.assert_frame_equal(table, back)
    assert digest_of(table) == digest_of(back)


def test_equal_content_has_an_equal_digest():
    """
    However a table was put together, its content alone makes its digest.
    """
    halves = pd.concat([MANY.iloc[:777], MANY.iloc[777:]], ignore_index=True)

    assert digest_of(MANY) == digest_of(halves)
    assert digest_of(MANY.iloc[10:20]) == digest_of(MANY.iloc[10:20].reset_index(drop=True).copy())


@pytest.mark.parametrize(
    "other",
    [
        MANY[::-1],
        MANY.iloc[:-1],
        MANY.assign(asked=False),
        MANY.rename(columns={"verbatim": "text"}),
        MANY.assign(verbatim=["other", *MANY["verbatim"][1:]]),
    ],
    ids=["order", "fewer", "value", "name", "word"],
)
def test_other_content_has_another_digest(other):
    """
    Another order of rows, a row less, one other value or name: another digest.
    """
    assert digest_of(MANY) != digest_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Screening(), Screening(min_characters=9)),
        (Coding(), Screening()),
        (["a", "b"], ["ab"]),
        (["a", "b"], ["b", "a"]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (1, 2),
        (1, "2"),
        (None, ""),
        (export("one file"), export("another file")),
        (export("one file"), export("one file", "a pseudonym by another key")),
        (deferred("x", dict), deferred("y", dict)),
    ],
)
def test_settings_and_engines_are_told_apart(one, other):
    """
    Another setting, order, record or engine is another digest; the same one is the same.
    """
    assert digest_of(one) == digest_of(one)
    assert digest_of(one) != digest_of(other)


def test_vectors_are_told_apart_by_units_numbers_and_encoder():
    """
    Vectors of other units, or of another encoder, have another digest.
    """
    one = embed(builders.units("jobs", "time"), LetterEncoder())
    same = embed(builders.units("jobs", "time"), LetterEncoder())
    other = embed(builders.units("jobs", "money"), LetterEncoder())

    assert digest_of(one) == digest_of(same)
    assert digest_of(one) != digest_of(other)


def test_a_flipped_bit_is_never_another_answer(tmp_path):
    """
    Whichever bit of a kept table flips, what is read is what was written, or our own error.
    """
    path = tmp_path / "kept.parquet"
    write_table(FEW, path)
    whole = path.read_bytes()
    for place in range(0, len(whole), 5):
        flip_bit(path, place)
        with contextlib.suppress(WorkspaceError, ContractError):
            assert FEW.equals(read_table(path, Responses))
        path.write_bytes(whole)


def test_a_damaged_table_says_what_to_do(tmp_path):
    """
    Damage in the content is told with the folder that may be deleted.
    """
    path = tmp_path / "kept.parquet"
    write_table(MANY, path)
    flip_bit(path)

    with pytest.raises(WorkspaceError, match=rf"damaged .*; delete {tmp_path} and run again"):
        read_table(path, Responses)


def test_a_table_of_another_kind_is_refused(tmp_path):
    """
    A file that holds another table than the one asked for breaks the contract.
    """
    write_table(MANY, tmp_path / "kept.parquet")

    with pytest.raises(ContractError, match="Units is broken"):
        read_table(tmp_path / "kept.parquet", Units)


def test_nothing_is_left_beside_a_written_table(tmp_path):
    """
    The table is written under another name and then renamed, so that it is there whole.
    """
    write_table(MANY, tmp_path / "kept.parquet")

    assert ["kept.parquet"] == [path.name for path in tmp_path.iterdir()]
