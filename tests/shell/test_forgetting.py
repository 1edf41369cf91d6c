import json
import shutil
import stat

import pytest

from flows import commands
from flows.deliveries import list_deliveries
from flows.forgetting import forget
from flows.publishing import differences
from flows.vector_store import key_of
from flows.workspace import ALL_WAVES
from nlp.contracts.ids import response_id
from tests.shell.marked_study import FEARED, PERSON, SAID, table, telling, vectors_in
from tests.shell.small_session import open_small
from tests.shell.small_workspace import PEOPLE, REFUSED, edit, rows_of, write_export


@pytest.fixture(scope="module")
def done(marked_root, tmp_path_factory):
    """The same after the person was forgotten, and what was answered; not to be changed."""
    root = tmp_path_factory.mktemp("done") / "marked"
    shutil.copytree(marked_root, root, symlinks=True)
    (root / "data" / "interim" / "small" / "failure.txt").write_text(SAID, "utf-8")
    return root, forget(open_small(root), PERSON)


@pytest.fixture
def forgotten(done, tmp_path):
    """A copy of it, which may be changed."""
    root = tmp_path / "forgotten"
    shutil.copytree(done[0], root, symlinks=True)
    return root


def test_nothing_of_the_person_is_left(marked_root, done):
    """
    After it no file but the delivered exports holds their id, their words or what names them.
    """
    names = [response_id(w, PERSON, q) for w in ("w1", "w2") for q in ("hopes", "worries")]
    traces = [PERSON, "gruffalo", "tortoise", *names]
    root, answer = done

    assert 20 < len(telling(marked_root, *traces))
    assert [] == telling(root, *traces)
    assert ("forgotten", {"w1": 1, "w2": 2}) == (answer["outcome"], answer["rows_by_wave"])
    assert PERSON not in json.dumps(answer)
    assert ["w1.csv", "w2.csv"] == [
        line.partition(": the delivered export")[0].rpartition("/")[2]
        for line in answer["cannot_change"][:2]
    ]


def test_every_row_is_still_accounted_for(done):
    """
    Their rows have a fate of their own; all fates together are the rows delivered.
    """
    rows = table(done[0], "rows_delivered.csv")
    counted = {(row["wave"], row["fate"]): int(row["n_rows"]) for row in rows}

    assert (1, 2) == (counted["w1", "forgotten"], counted["w2", "forgotten"])
    assert (PEOPLE, PEOPLE) == (counted["w1", "accepted"], counted["w2", "accepted"])
    totals = [sum(n for (wave, _), n in counted.items() if wave == w) for w in ("w1", "w2")]
    assert [PEOPLE + REFUSED + 1, PEOPLE + REFUSED + 2] == totals


def test_what_is_left_is_what_would_be_without_them(done, finished_root):
    """
    Figures and codings are those of a study in which the person never took part.
    """
    for wave in ("w1", "w2", ALL_WAVES):
        mine, never = (root / "outputs" / "small" / wave for root in (done[0], finished_root))
        for name in ("topline.csv", "codings.csv", "coded_responses.csv", "mentions.csv"):
            assert (never / name).read_bytes() == (mine / name).read_bytes()
        assert [] == differences(mine)


def test_vectors_of_words_nobody_else_said_go(marked_root, done):
    """
    Their vectors are gone from the store, and nobody else's.
    """
    key = key_of(f"{SAID}.")
    before, after = (vectors_in(root) for root in (marked_root, done[0]))

    assert key in before
    assert key not in after
    assert after == before - {key_of(text) for text in (f"{SAID}.", FEARED)}
    assert 2 == done[1]["deleted"]["vectors"]


def test_the_list_tells_nobody_and_is_for_its_owner_only(done):
    """
    What is written down are keyed hashes, in a private file.
    """
    path = done[0] / "data" / "private" / "forgotten" / "small.json"
    content = json.loads(path.read_text("utf-8"))

    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    assert 0o700 == stat.S_IMODE(path.parent.stat().st_mode)
    assert {"2026-01-31"} == set(content["forgotten"].values())
    assert all(len(token) == 17 for token in content["forgotten"])


def test_they_stay_forgotten(forgotten):
    """
    A later run, and a corrected delivery that still holds them, bring nothing back.
    """
    assert "unchanged" == commands.run(open_small(forgotten), None, no_prefect=True)["outcome"]
    edit(forgotten / "data" / "raw" / "small" / "w1.csv", "cheaper", "dearer")

    assert ["w1"] == commands.run(open_small(forgotten), None, no_prefect=True)["waves"]

    assert [] == telling(forgotten, PERSON, "gruffalo", "tortoise")
    kept = [entry["kept"] for entry in list_deliveries(open_small(forgotten), "w1")["deliveries"]]
    assert [False, False] == kept


def test_once_they_are_not_delivered_deliveries_are_kept_again(forgotten):
    """
    The copy of an export without them is kept, as ever.
    """
    write_export(forgotten / "data" / "raw" / "small" / "w1.csv", rows_of("w1"))

    commands.run(open_small(forgotten), "w1", no_prefect=True)

    assert [False, True] == [
        entry["kept"] for entry in list_deliveries(open_small(forgotten), "w1")["deliveries"]
    ]
