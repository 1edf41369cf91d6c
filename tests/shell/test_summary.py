import re

from flows.run_history import read_history
from flows.summary import notice, summary
from tests.shell.noted import note
from tests.shell.small_workspace import HOPES, PEOPLE, REFUSED, WORRIES

HELD = {
    "verb": "run",
    "outcome": "held",
    "error": "HeldBack",
    "exit_code": 6,
    "waves": ["w2"],
    "figures": ["wave w2, hopes: junk is 41%, where 30% is the most"],
}


def test_a_summary_shows_how_it_went_and_what_is_published(finished, session):
    """
    Outcome, rows and responses by wave, and the figures beyond their limits.
    """
    note(session, "run", "unchanged")
    shown = summary(session.workspace, "small", read_history(session.workspace, "small")[-1])

    assert "run: **unchanged**, exit code 0." in shown
    assert f"| w1 | {PEOPLE + REFUSED} | {PEOPLE} | {REFUSED} |" in shown
    assert "| w1 | hopes | Base | 23 | 30 | beyond its limit |" in shown


def test_a_summary_quotes_nobody(finished, session):
    """
    Aggregates only: no answer, no id, no picture that a browser would fetch.
    """
    shown = summary(session.workspace, "small", HELD)

    words = {word for text in HOPES + WORRIES for word in re.findall(r"[a-z]{6,}", text)}
    words -= {"report"}  # the file
    assert [] == [word for word in sorted(words) if word in shown]
    assert "<" not in shown


def test_what_held_a_publication_back_stands_first(session):
    """
    Also where nothing was ever published.
    """
    shown = summary(session.workspace, "small", HELD)

    assert "- wave w2, hopes: junk is 41%" in shown
    assert "Nothing is published over all waves yet." in shown


def test_a_notice_says_what_happened_and_where_to_look():
    """
    Subject and body are enough to know whether to get up.
    """
    subject, body = notice("small", HELD)

    assert "OpenEnds: small held" == subject
    assert "run of small: HeldBack, exit code 6." in body
    assert "junk is 41%" in body
    assert "openends history small" in body
