"""A new draft under the ids of the one before."""

import pytest

from nlp.contracts.codebook import Codebook, Net, Theme
from nlp.contracts.decisions import parse_ledger
from nlp.themes.deciding import replay
from nlp.themes.redrafting import keep_ids, match_themes
from tests.fakes import LetterEncoder

WAVES = ("w1", "w2")


def theme(number, letter, net="", label="", question="q"):
    """A theme about one letter, as a draft numbers it."""
    return Theme(
        theme_id=f"{question}-{number:02d}",
        label=label or letter * 4,
        examples=(letter * 2, letter * 3),
        questions=(question,),
        net=net,
    )


def draft(*themes, nets=()):
    """A draft of themes; nets are numbered."""
    found = tuple(Net(net_id=net, label=net.upper()) for net in nets)
    return Codebook(study_id="s", status="draft", nets=found, themes=themes)


def ledger(*entries):
    return parse_ledger({"study_id": "s", "decisions": list(entries)}, "s.decisions.yaml")


def said(theme_id, letter):
    return {"theme_id": theme_id, "label": letter * 4, "examples": [letter], "questions": ["q"]}


def redrafted(new, *entries, before=None):
    before = before or draft(theme(1, "a"), theme(2, "m"), theme(3, "z"))
    return keep_ids(new, before, ledger(*entries), LetterEncoder())


def letters(codebook):
    """What each theme is about, by its id."""
    return {theme.theme_id: theme.examples[0][0] for theme in codebook.themes}


RENUMBERED = draft(theme(1, "z"), theme(2, "k"), theme(3, "a"))


def test_themes_keep_their_ids_and_new_ones_get_ids_that_were_never_given():
    """Numbers of topics say nothing; what a theme is like does."""
    redraft = redrafted(RENUMBERED)
    assert {"q-03": "z", "q-04": "k", "q-01": "a"} == letters(redraft.codebook)
    assert {"q-01": "q-03", "q-02": "q-04", "q-03": "q-01"} == redraft.id_of
    assert () == redraft.remarks


def test_what_people_decided_on_is_carried_over():
    """No topic is about m any more; its theme stays, and that is said."""
    merge = {"merge": ["q-02"], "into": "q-01"}
    redraft = redrafted(RENUMBERED, merge)
    assert "m" == letters(redraft.codebook)["q-02"]
    assert ("q-02 (mmmm) was decided on and is carried over; no topic is like it",) == (
        redraft.remarks
    )


def test_decisions_can_be_replayed_on_the_new_draft():
    """All kinds of them, whatever the topics are called now."""
    entries = [
        {"merge": ["q-02"], "into": "q-01"},
        {"split": "q-03", "themes": [said("x", "x"), said("y", "y")]},
        {"rename": "q-01", "label": "First letters"},
        {"net": "ends", "themes": ["x", "y"], "label": "Ends"},
        {"accept": said("k", "k"), "since": "w2"},
        {"move_example": "aaa", "out_of": "q-01", "into": "x"},
        {"add_example": "ab", "to": "q-01"},
    ]
    new = draft(theme(1, "z"), theme(2, "k"), theme(3, "a"), theme(4, "x"))
    redraft = redrafted(new, *entries)
    book = replay(redraft.codebook, ledger(*entries), WAVES, "s.decisions.yaml")
    live = {t.theme_id: t.label for t in book.themes if not t.retired}
    assert {"q-01": "First letters", "x": "xxxx", "y": "yyyy", "k": "kkkk"} == live
    assert 2 == sum("is left out" in remark for remark in redraft.remarks)


def test_an_example_that_a_decision_moves_is_there_to_be_moved():
    """The new draft chose other examples; the decision stands."""
    move = {"move_example": "aba", "out_of": "q-01", "into": "q-02"}
    redraft = redrafted(RENUMBERED, move)
    book = replay(redraft.codebook, ledger(move), WAVES, "s.decisions.yaml")
    assert "aba" in next(t for t in book.themes if t.theme_id == "q-02").examples


@pytest.mark.parametrize(
    "entries",
    [
        [
            {"move_example": "aba", "out_of": "q-01", "into": "q-02"},
            {"move_example": "aba", "out_of": "q-02", "into": "q-03"},
        ],
        [
            {"add_example": "aba", "to": "q-01"},
            {"move_example": "aba", "out_of": "q-01", "into": "q-03"},
        ],
    ],
    ids=["moved twice", "added, then moved"],
)
def test_an_example_is_only_where_the_first_decision_about_it_expects_it(entries):
    """What one decision brings for the next one to take is not there before."""
    redraft = redrafted(RENUMBERED, *entries)
    book = replay(redraft.codebook, ledger(*entries), WAVES, "s.decisions.yaml")
    assert ["q-03"] == [t.theme_id for t in book.themes if "aba" in t.examples]


def test_an_id_that_a_decision_gave_is_not_given_to_a_topic():
    """Ids are for ever, those of people too."""
    redraft = redrafted(RENUMBERED, {"accept": said("q-04", "c"), "since": "w2"})
    assert {"q-03": "z", "q-05": "k", "q-01": "a"} == letters(redraft.codebook)


def test_themes_of_different_questions_are_never_the_same():
    """The same words mean other things in answer to another question."""
    new = draft(theme(1, "a", question="p"))
    redraft = redrafted(new)
    assert {"p-01": "a"} == letters(redraft.codebook)


def test_a_net_that_keeps_its_themes_keeps_its_id():
    """Others are new; one that a decision fills is carried over."""
    before = draft(
        theme(1, "a", "q-net-1"),
        theme(2, "m", "q-net-1"),
        theme(3, "z", "q-net-2"),
        nets=("q-net-1", "q-net-2"),
    )
    new = draft(
        theme(1, "z", "q-net-1"),
        theme(2, "k", "q-net-1"),
        theme(3, "a", "q-net-2"),
        theme(4, "m", "q-net-2"),
        nets=("q-net-1", "q-net-2"),
    )
    put = {"net": "q-net-2", "themes": ["q-01"]}
    redraft = redrafted(new, put, before=before)
    nets = {t.theme_id: t.net for t in redraft.codebook.themes}
    assert {"q-03": "q-net-2", "q-04": "q-net-2", "q-01": "q-net-1", "q-02": "q-net-1"} == nets
    lonely = redrafted(RENUMBERED, put, before=before)
    assert ["q-net-2"] == [net.net_id for net in lonely.codebook.nets]


def test_the_likest_pairs_are_matched_first_and_each_theme_once():
    """Of two topics like the same theme, the nearer one is it."""
    found = match_themes([theme(1, "a"), theme(2, "aab")], [theme(9, "aab")], LetterEncoder())
    assert {"q-02": "q-09"} == found
