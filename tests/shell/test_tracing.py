import pandas as pd

from flows.code_wave import code_units, embed_units, find_candidates, prepare
from flows.tracing import Said, trace
from nlp.contracts.tables import Codings, TopicAssignments, UncoveredReasons, Units
from tests.shell.small_workspace import edit


def said(session):
    for wave in session.wave_order:
        for step in (prepare, embed_units, code_units, find_candidates):
            step(session, wave)
    tables = (
        pd.concat([session.run(w).table(t) for w in session.wave_order], ignore_index=True)
        for t in (Units, Codings, UncoveredReasons, TopicAssignments)
    )
    return Said(session.wave_order, *tables)


def test_what_only_the_second_wave_says_is_described_as_new(start, root):
    """
    A subject that comes up in the second wave is a newcomer with a label and a line in the ledger.
    """
    old = "The garden of our office looks lovely in spring."
    edit(root / "data" / "raw" / "small" / "w2.csv", old, "Robots steal passwords from servers.")
    edit(
        root / "data" / "raw" / "small" / "w2.csv",
        "Nobody checks what it says.",
        "Robots steal passwords.",
    )
    session = start()

    lineage, described = trace(session, said(session))

    assert (0, 1) == (len(described["w1"]), len(described["w2"]))
    assert "robots" in described["w2"]["keywords"][0].casefold()
    new = lineage[lineage["topic_id"] == described["w2"]["topic_id"][0]]
    assert [("w2", "new")] == list(zip(new["wave"], new["relation"], strict=True))


def test_what_was_reckoned_is_read_back(start, root):
    """
    Traced a second time, nothing is reckoned anew, and the same comes out.
    """
    first = trace(start(), said(start()))
    again = start()

    lineage, described = trace(again, said(again))

    pd.testing.assert_frame_equal(first[0], lineage)
    assert [False, False] == [first[1][w].compare(described[w]).any(axis=None) for w in described]
    compared = [run for name, run in again.runs.items() if name not in again.wave_order]
    assert [[]] * len(compared) == [run.computed for run in compared]
    assert compared


def test_waves_alike_have_no_newcomers(start):
    """
    The same things said again are not new.
    """
    session = start()

    _, described = trace(session, said(session))

    assert [0, 0] == [len(topics) for topics in described.values()]
