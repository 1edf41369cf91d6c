import json
import stat

import pytest

from flows.deliveries import LEDGER, last_change, list_deliveries, read_ledger, take_delivery
from flows.digests import digest_of_file
from flows.reading import read_wave
from nlp.contracts.errors import StudyConfigError, WorkspaceError
from tests.shell.small_workspace import edit, rows_of, write_export


def take(session, wave="w1"):
    source = session.workspace.source_file(session.study.waves[wave].source)
    before = digest_of_file(source)
    return take_delivery(session, wave, read_wave(session, wave), before)


def folder_of(root, wave="w1"):
    return root / "data" / "raw" / "small" / wave


def export_of(root, wave="w1"):
    return root / "data" / "raw" / "small" / f"{wave}.csv"


def resend(root, change, wave="w1"):
    """Deliver *wave* again after *change* had its way with the rows."""
    write_export(export_of(root, wave), change(rows_of(wave)))


def test_an_export_is_kept_as_it_came(root, session):
    """
    The kept file is the delivered one byte for byte, under a name that tells its content.
    """
    entry = take(session)

    kept = folder_of(root) / entry["file"]
    assert export_of(root).read_bytes() == kept.read_bytes()
    assert f"{entry['sha256'][:12]}-w1.csv" == entry["file"]
    assert (44, 40) == (entry["rows"], entry["respondents"])
    assert "2026-01-31T12:00:00+00:00" == entry["first_seen"]
    assert "first delivery" == entry["change"]["words"]


def test_kept_exports_are_for_their_owner_only(root, session):
    """
    They hold what identifies people: folder 0700, files 0600, nothing half-written beside them.
    """
    take(session)

    files = sorted(folder_of(root).iterdir())
    assert 0o700 == stat.S_IMODE(folder_of(root).stat().st_mode)
    assert [0o600, 0o600] == [stat.S_IMODE(file.stat().st_mode) for file in files]
    assert LEDGER in {file.name for file in files}


def test_the_same_content_is_one_delivery(root, start):
    """
    Reading an export again changes nothing, whatever the time of its file.
    """
    first = take(start())
    export_of(root).touch()

    assert first == take(start())
    assert [first] == read_ledger(start(), "w1")
    assert 2 == len(list(folder_of(root).iterdir()))


def test_a_resent_wave_says_what_changed(root, start):
    """
    Who came, who went and what was corrected is counted; the earlier delivery stays.
    """
    first = take(start())

    def change(rows):
        corrected = (*rows[1][:2], "Maker" if rows[1][2] != "Maker" else "User", *rows[1][3:])
        late = ("p77", "1", "User", "", "It came late.")
        return [rows[0], corrected, *rows[3:], late]

    resend(root, change)
    second = take(start())

    assert "1 added, 1 removed, 1 changed" == second["change"]["words"]
    assert {"ROLE": 1} == second["change"]["corrected"]
    assert f"delivery of {first['first_seen']}" == second["change"]["against"]
    assert [first, second] == read_ledger(start(), "w1")
    assert (folder_of(root) / first["file"]).is_file()


def test_reordered_rows_are_the_same_content(root, start):
    """
    Another file, but nothing to do with what people said.
    """
    take(start())
    resend(root, lambda rows: [rows[0], *reversed(rows[1:])])

    assert "same content" == take(start())["change"]["words"]


def test_an_earlier_delivery_sent_again_is_a_delivery_but_no_new_file(root, start):
    """
    The ledger tells the order in which exports came; equal content is stored once.
    """
    first = take(start())
    resend(root, lambda rows: rows[:-1])
    take(start())
    resend(root, lambda rows: rows)
    third = take(start())

    assert [first["file"], third["file"]] == [first["file"], first["file"]]
    assert "1 added" == third["change"]["words"]
    assert (3, 3) == (len(read_ledger(start(), "w1")), len(list(folder_of(root).iterdir())))


def test_a_new_wave_is_held_against_the_wave_before(root, start):
    """
    Of another wave only the columns can be compared.
    """
    take(start())
    header, *lines = export_of(root, "w2").read_text("utf-8").splitlines()
    wider = [f"{header},trust_1to5", *(f"{line},5" for line in lines)]
    export_of(root, "w2").write_text("\n".join(wider), "utf-8")

    entry = take(start(), "w2")

    assert "first delivery; against wave w1: new column trust_1to5" == entry["change"]["words"]


def test_a_kept_file_that_was_damaged_is_kept_anew(root, start):
    """
    What a dying disk did to a copy is mended as long as the export is there.
    """
    kept = folder_of(root) / take(start())["file"]
    kept.write_bytes(b"x" * kept.stat().st_size)

    take(start())

    assert export_of(root).read_bytes() == kept.read_bytes()


@pytest.mark.parametrize("damage", ["gone", "another file"])
def test_without_the_earlier_file_nothing_is_compared(root, start, damage):
    """
    A deleted or unreadable earlier delivery is said to be so; the run goes on.
    """
    kept = folder_of(root) / take(start())["file"]
    kept.unlink() if damage == "gone" else kept.write_bytes(b"\0")
    resend(root, lambda rows: rows[:-1])

    assert "cannot be compared with the delivery before it" == take(start())["change"]["words"]


def test_a_damaged_ledger_is_refused_with_a_remedy(root, start):
    """
    History is not overwritten silently.
    """
    take(start())
    (folder_of(root) / LEDGER).write_text('{"deliveries": [{}]}', "utf-8")

    with pytest.raises(WorkspaceError, match="move it away and run again"):
        take(start())


def test_the_ledger_quotes_nobody(root, start):
    """
    Neither ids nor answers stand in it, only counts and names of columns.
    """
    take(start())
    resend(root, lambda rows: [(f"x{row[0]}", *row[1:3], "Zebra", "Zebra") for row in rows])
    take(start())

    ledger = (folder_of(root) / LEDGER).read_text("utf-8")
    assert [] == [word for word in ("p01", "xp", "Zebra", "time") if word in ledger]
    assert ["deliveries"] == list(json.loads(ledger))


def test_deliveries_are_listed_by_wave(root, start):
    """
    Each with its counts and change; waves that were never read are named.
    """
    take(start())
    resend(root, lambda rows: rows[:-1])
    take(start())

    answer = list_deliveries(start(), None)

    assert [("w1", "first delivery"), ("w1", "1 removed")] == [
        (entry["wave"], entry["change"]["words"]) for entry in answer["deliveries"]
    ]
    assert [True, True] == [entry["kept"] for entry in answer["deliveries"]]
    assert ["w2"] == answer["not_yet_read"]
    assert [] == list_deliveries(start(), "w2")["deliveries"]
    with pytest.raises(StudyConfigError, match="did you mean w1"):
        list_deliveries(start(), "w11")


def test_a_manifest_can_carry_the_last_change(root, start):
    """
    Which delivery it is, what it holds and how it differs, in plain values.
    """
    assert {} == last_change(start(), "w1")
    take(start())
    resend(root, lambda rows: rows[:-1])
    take(start())

    change = last_change(start(), "w1")

    assert (2, 39, "1 removed") == (change["delivery"], change["respondents"], change["words"])
    assert change == json.loads(json.dumps(change))


def test_long_names_are_shortened_before_their_suffixes(root, start):
    """
    A name that no file system takes with a digest before it keeps its suffixes.
    """
    long = export_of(root).with_name("\u00fc" * 120 + ".csv.gz"[:4])
    export_of(root).rename(long)
    edit(root / "configs" / "studies" / "small.yaml", "small/w1.csv", f"small/{long.name}")

    entry = take(start())

    assert entry["file"].endswith("\u00fc.csv")
    assert (folder_of(root) / entry["file"]).is_file()
