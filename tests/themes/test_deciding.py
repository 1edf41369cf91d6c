"""Decisions replayed on a codebook."""

import pytest

from nlp.contracts.codebook import Codebook, Net, Theme, themes_of
from nlp.contracts.decisions import parse_ledger
from nlp.contracts.errors import CodebookError
from nlp.contracts.study import Coding
from nlp.themes.coding import code
from nlp.themes.deciding import replay
from nlp.themes.embedding import embed
from tests.builders import units
from tests.fakes import LetterEncoder

WAVES = ("w1", "w2")


def theme(theme_id, *examples, **more):
    examples = examples or (theme_id * 2, theme_id * 3)
    return Theme(theme_id=theme_id, label=theme_id * 4, examples=examples, **more)


BOOK = Codebook(
    study_id="s",
    nets=(Net(net_id="gain", label="Gains"),),
    themes=(
        theme("a", net="gain", questions=("hopes",)),
        theme("m", questions=("worries",), keywords=("gpu",)),
        theme("z"),
    ),
)


def said(theme_id):
    return {"theme_id": theme_id, "label": theme_id * 4, "examples": [theme_id * 2]}


def ledger(*entries):
    return parse_ledger({"study_id": "s", "decisions": list(entries)}, "s.decisions.yaml")


def decided(*entries, book=BOOK):
    return replay(book, ledger(*entries), WAVES, "s.decisions.yaml")


def live(codebook, wave="w1"):
    return [t.theme_id for q in ("hopes",) for t in themes_of(codebook, q, wave, WAVES)]


def by_id(codebook, theme_id):
    return next(t for t in codebook.themes if t.theme_id == theme_id)


def conflict(*entries):
    with pytest.raises(CodebookError) as caught:
        decided(*entries)
    return str(caught.value)


def codes(codebook, wave, *texts):
    of = units(*texts, wave=wave, question="hopes")
    settings = Coding(threshold=0.5, margin=0.1)
    return code(of, embed(of, LetterEncoder()), codebook, LetterEncoder(), settings, WAVES)


MERGE = {"merge": ["m"], "into": "z"}
MERGE_LATER = {"merge": ["m", "z"], "into": "mz", "label": "mz", "since": "w2"}
SPLIT = {"split": "z", "themes": [said("x"), said("y")]}


def test_a_merged_theme_gives_its_wordings_to_the_other_and_keeps_its_id():
    """The one that ends is never live again and says what it went into."""
    book = decided(MERGE)
    assert ["a", "z"] == live(book)
    assert ("w1", ("z",)) == (by_id(book, "m").retired, by_id(book, "m").replaced_by)
    assert ("zz", "zzz", "mm", "mmm") == by_id(book, "z").examples
    assert (("gpu",), ()) == (by_id(book, "z").keywords, by_id(book, "z").questions)


def test_a_merge_from_a_wave_on_makes_a_new_theme():
    """The codes of earlier waves stay, byte for byte, as their themes and wordings do."""
    book = decided(MERGE_LATER)
    assert (["a", "z"], ["a", "mz"]) == (live(book, "w1"), live(book, "w2"))
    texts = ("aaa", "mmm", "zzz", "amz")
    assert codes(BOOK, "w1", *texts).equals(codes(book, "w1", *texts))
    assert {"a", "mz"} == set(codes(book, "w2", *texts)["theme_id"])


def test_a_merge_from_a_wave_on_into_a_theme_that_is_there_is_refused():
    """Its new examples would move the codes of the waves before."""
    assert "`into` must be a new theme" in conflict({**MERGE, "since": "w2"})


def test_a_split_theme_ends_and_its_parts_stand_where_it_stood():
    """The parts take its questions and net where they say none."""
    book = decided({"split": "a", "themes": [said("x"), {**said("y"), "questions": ["b"]}]})
    assert ["x", "y", "a", "m", "z"] == [t.theme_id for t in book.themes]
    assert (("x", "y"), "w1") == (by_id(book, "a").replaced_by, by_id(book, "a").retired)
    assert [("gain", ("hopes",)), ("gain", ("b",))] == [
        (t.net, t.questions) for t in book.themes[:2]
    ]


def test_a_rename_moves_no_code():
    """Reports show the new label, coding goes on reading the first one."""
    book = decided({"rename": "a", "label": "mmmm"}, {"rename": "a", "label": "Third"})
    assert ("Third", "aaaa") == (by_id(book, "a").label, by_id(book, "a").coded_as)
    assert codes(BOOK, "w1", "aaaa", "am").equals(codes(book, "w1", "aaaa", "am"))


def test_themes_go_under_a_net_that_is_there_or_new_or_under_none():
    """A new net is given its label; the empty one is none."""
    new = {"net": "risk", "themes": ["m", "z"], "label": "Risks"}
    book = decided(new, {"net": "gain", "themes": ["z"]}, {"net": "", "themes": ["a"]})
    assert ["", "risk", "gain"] == [t.net for t in book.themes]
    assert ["Gains", "Risks"] == [net.label for net in book.nets]


def test_a_theme_is_retired_altogether_or_from_a_wave_on():
    """Its id stays either way."""
    assert (["a"], ["a"]) == tuple(live(decided({"retire": "z"}), wave) for wave in WAVES)
    later = decided({"retire": "z", "since": "w2"})
    assert (["a", "z"], ["a"]) == (live(later, "w1"), live(later, "w2"))


def test_examples_are_added_and_moved():
    """An example stands in one theme of the two."""
    book = decided(
        {"add_example": "abc", "to": "a"}, {"move_example": "aa", "out_of": "a", "into": "z"}
    )
    assert (("aaa", "abc"), ("zz", "zzz", "aa")) == (
        by_id(book, "a").examples,
        by_id(book, "z").examples,
    )


def test_an_accepted_candidate_is_a_theme_from_its_wave_on_and_moves_no_earlier_code():
    """The codes of earlier waves are the same bytes."""
    book = decided({"accept": said("k"), "since": "w2"})
    assert (["a", "z"], ["a", "z", "k"]) == (live(book, "w1"), live(book, "w2"))
    assert codes(BOOK, "w1", "kk", "aak").equals(codes(book, "w1", "kk", "aak"))


def test_replaying_again_changes_nothing_and_new_entries_go_on_from_there():
    """What a codebook holds is marked in it."""
    once = decided(MERGE, SPLIT)
    assert once == decided(MERGE, SPLIT, book=once)
    retire = {"retire": "a"}
    assert decided(MERGE, SPLIT, retire) == decided(MERGE, SPLIT, retire, book=once)
    assert BOOK == decided()


def test_entries_that_were_carried_out_must_stay_as_they_were():
    """A ledger is only added to."""
    once = decided(MERGE, SPLIT)
    with pytest.raises(CodebookError, match="first 2 entries, and they are no longer what"):
        decided(MERGE, {"retire": "z"}, book=once)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([{"retire": "mm"}], "entry 1 (retire): theme mm is not there"),
        ([MERGE, MERGE], "entry 2 (merge): theme m is retired already, replaced by z"),
        ([MERGE, {"rename": "m", "label": "M"}], "entry 2 (rename): theme m is retired already"),
        ([{"merge": ["m"], "into": "m"}], "a theme is named twice"),
        ([{"merge": ["m"], "into": "new"}], "a new theme needs a label"),
        ([{**MERGE, "label": "Z"}], "label is for a new theme"),
        ([SPLIT, {"accept": said("x")}], "entry 2 (accept): x is taken"),
        ([{"accept": said("gain")}], "gain is taken"),
        ([{"net": "risk", "themes": ["a"]}], "unknown net risk (known are gain)"),
        ([{"net": "gain", "themes": ["a"], "label": "G"}], "this one has its label"),
        ([{"add_example": "aa", "to": "a"}], "a has the example already"),
        ([{"move_example": "q", "out_of": "a", "into": "z"}], "the example is none of a"),
        (
            [{"move_example": e, "out_of": "a", "into": "z"} for e in ("aa", "aaa")],
            "a would be left without an example",
        ),
        ([{"retire": "a", "since": "w9"}], "since: unknown wave w9; known are w1, w2"),
    ],
)
def test_a_decision_that_does_not_fit_is_told_with_its_file_and_entry(entries, expected):
    """What is not there, was ended before or is there already is no silent no-op."""
    message = conflict(*entries)
    assert message.startswith("s.decisions.yaml, entry ")
    assert expected in message


def test_a_ledger_of_another_study_is_refused():
    """Copying a file is not deciding."""
    other = parse_ledger({"study_id": "t", "decisions": []}, "t")
    with pytest.raises(CodebookError, match="expected s, found t"):
        replay(BOOK, other, WAVES, "s.decisions.yaml")


def test_a_theme_that_came_later_and_is_merged_does_not_start_before():
    """The merged theme is live from the first wave of any of them."""
    book = BOOK.model_copy(update={"themes": (*BOOK.themes, theme("k", since="w2"))})
    merged = {"merge": ["k"], "into": "kk", "label": "K"}
    assert ["a", "z"] == live(decided(merged, book=book), "w1")
    assert ["a", "z", "kk"] == live(decided(merged, book=book), "w2")


@pytest.mark.parametrize(
    ("entry", "said_of_it"),
    [
        ({"net": "a", "themes": ["m"], "label": "New"}, "entry 1 (net): a is a theme"),
        ({"net": "no net!", "themes": ["m"], "label": "New"}, "cannot be the id of a net"),
        ({"accept": {**said("k"), "net": "lost"}}, "unknown net"),
    ],
    ids=["a theme's", "badly formed", "unknown"],
)
def test_a_net_that_cannot_be_is_told_as_an_error_of_the_ledger(entry, said_of_it):
    """What comes out is a codebook, or an error that names the ledger."""
    told = conflict(entry)

    assert told.startswith("s.decisions.yaml")
    assert said_of_it in told
