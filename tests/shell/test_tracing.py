import pandas as pd

from flows.code_wave import code_units, embed_units, find_candidates, prepare
from flows.tracing import Said, trace
from nlp.contracts.tables import Codings, TopicAssignments, UncoveredReasons, Units
from tests.shell.small_workspace import edit


def robots_come_up(root):
    """Let the second wave speak of what the first does not."""
    export = root / "data" / "raw" / "small" / "w2.csv"
    old = "The garden of our office looks lovely in spring."
    edit(export, old, "Robots steal passwords from servers.")
    edit(export, "Nobody checks what it says.", "Robots steal passwords.")


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
    robots_come_up(root)
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
    robots_come_up(root)
    session, again = start(), start()
    first = trace(session, said(session))

    lineage, described = trace(again, said(again))

    pd.testing.assert_frame_equal(first[0], lineage)
    pd.testing.assert_frame_equal(first[1]["w2"], described["w2"])
    names = [name for name in session.runs if name not in session.wave_order]
    anew = [session.runs[name].computed for name in names]
    assert [["find_newcomers", "trace_topics"], ["describe_topics"]] == anew
    assert [[], []] == [again.runs[name].computed for name in names]


def test_waves_alike_have_no_newcomers(start):
    """
    The same things said again are not new.
    """
    session = start()

    _, described = trace(session, said(session))

    assert [0, 0] == [len(topics) for topics in described.values()]
