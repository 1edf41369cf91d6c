import pytest

from flows.reading import read_wave
from nlp.contracts.errors import SourceDataError
from tests.shell.small_session import open_small
from tests.shell.small_workspace import PEOPLE, REFUSED, edit, rows_of, write_export

STUDY = ("configs", "studies", "small.yaml")


def test_a_wave_is_read_whole(session):
    """Each row is accepted or refused, and those accepted stand in the order of their ids."""
    delivered = read_wave(session, "w1")
    assert (PEOPLE + REFUSED, PEOPLE, REFUSED) == (
        len(delivered),
        len(delivered.accepted),
        len(delivered.refused),
    )
    ids = [record.respondent_id for record in delivered.accepted]
    assert sorted(ids) == ids


def test_people_are_shielded_before_anything_reads_them(root):
    """Ids become pseudonyms of the workspace's key; what is called identifying is emptied."""
    edit(root.joinpath(*STUDY), "{column: ID}", "{column: ID, pseudonymise: true}")
    edit(root.joinpath(*STUDY), "weight: {", "identifying: [ROLE]\nweight: {")
    edit(root.joinpath(*STUDY), "  role: {column: ROLE", "  role: {column: WT")
    edit(root.joinpath(*STUDY), "    asked_when: {role: [User, Maker]}\n", "")

    delivered = read_wave(open_small(root), "w1")

    assert all(record.respondent_id.startswith("p") for record in delivered.accepted)
    assert all("p01" not in record.cells for record in delivered.accepted)
    assert {""} == {record.cells[2] for record in delivered.accepted}
    again = read_wave(open_small(root), "w1")
    assert [r.respondent_id for r in delivered.accepted] == [
        r.respondent_id for r in again.accepted
    ]


def test_an_earlier_delivery_is_read_in_place_of_the_current_one(root, session):
    """What was delivered first can be read again, as the study says today."""
    earlier = root / "earlier.csv"
    write_export(earlier, rows_of("w1")[:5])
    assert 5 == len(read_wave(session, "w1", earlier).accepted)


def test_a_long_export_becomes_one_record_per_respondent(root):
    """Where there is one row per answer, the rows of a respondent are put together."""
    lines = ["ID,QUESTION,ANSWER"]
    for number in range(3):
        lines += [f"p{number},HOPES,It saves us time.", f"p{number},WORRIES,Jobs."]
    (root / "data" / "raw" / "small" / "w1.csv").write_text("\n".join(lines), "utf-8")
    study = root.joinpath(*STUDY)
    edit(study, "  role: {column: ROLE, label: Role, options: [User, Maker, Observer]}", "  {}")
    edit(study, "weight: {column: WT}\nbanner: [role]\n", "")
    edit(study, "    asked_when: {role: [User, Maker]}\n", "")
    edit(study, "respondent:", "export: {long: {question: QUESTION, answer: ANSWER}}\nrespondent:")

    delivered = read_wave(open_small(root), "w1")

    assert (6, 3) == (len(delivered), len(delivered.accepted))
    assert 6 == sum(record.rows for record in delivered.accepted)


def test_an_export_that_is_gone_is_told(root, session):
    """The message names the file and says what to do."""
    (root / "data" / "raw" / "small" / "w1.csv").unlink()
    with pytest.raises(SourceDataError, match=r"w1\.csv: there is no such file"):
        read_wave(session, "w1")
