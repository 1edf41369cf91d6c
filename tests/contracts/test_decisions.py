"""The ledger of decisions: entries that read as sentences, and every fault named by its entry."""

import pytest

from nlp.contracts.decisions import VERBS, parse_ledger, themes_made, themes_named, verb_of
from nlp.contracts.errors import CodebookError

THEME = {"theme_id": "price", "label": "Price", "examples": ["it is cheap"]}

ENTRIES = {
    "merge": {"merge": ["a", "b"], "into": "c"},
    "split": {"split": "a", "themes": [THEME, {**THEME, "theme_id": "speed"}]},
    "rename": {"rename": "a", "label": "Price"},
    "net": {"net": "gain", "themes": ["a", "b"], "label": "Gains"},
    "retire": {"retire": "a", "since": "w2"},
    "add_example": {"add_example": "cheap", "to": "a"},
    "move_example": {"move_example": "cheap", "out_of": "a", "into": "b"},
    "accept": {"accept": THEME, "since": "w2", "by": "Ana", "day": "2026-02-03", "why": "new"},
}


def parsed(*entries):
    return parse_ledger({"study_id": "s", "decisions": list(entries)}, "s.decisions.yaml")


def problem(*entries):
    with pytest.raises(CodebookError) as caught:
        parsed(*entries)
    return str(caught.value)


def test_every_verb_has_an_entry_and_order_is_kept():
    """The first word of an entry says what was decided."""
    assert list(VERBS) == [verb_of(d) for d in parsed(*ENTRIES.values()).decisions]


def test_a_decision_names_the_themes_it_is_about_and_those_it_makes():
    """The themes that must be there, and those that are there afterwards."""
    ledger = parsed(*ENTRIES.values())
    named = ["abc", "a", "a", "ab", "a", "a", "ab", ""]
    assert named == ["".join(themes_named(d)) for d in ledger.decisions]
    made = [[theme.theme_id for theme in themes_made(d)] for d in ledger.decisions]
    assert [["price", "speed"], ["price"]] == [themes for themes in made if themes]


def test_all_faulty_entries_are_named_at_once_with_hints():
    """Hints on keys are those of the entry's own verb, and no example is quoted."""
    said = problem(
        {"rename": "a", "lable": "secret"}, {"to": "a"}, {"retire": "a"}, {"split": "a"}, "x"
    )
    assert said.startswith("s.decisions.yaml cannot be used:\n  entry 1 (rename): ")
    assert "lable: unknown; did you mean label?" in said
    assert "entry 2: expected one of merge, split," in said
    assert "entry 4 (split): themes: " in said
    assert "entry 5: expected one of" in said
    assert "entry 3" not in said
    assert "secret" not in said


def test_an_entry_decides_one_thing():
    """Two verbs in one entry have no order."""
    assert "entry 1: expected one of" in problem({"retire": "a", "rename": "b", "label": "B"})


@pytest.mark.parametrize("name", ["since", "retired", "coded_as"])
def test_the_wave_of_a_new_theme_is_said_by_the_entry(name):
    """A theme in the ledger has no history of its own."""
    assert f"must not say {name}" in problem({"accept": {**THEME, name: "w1"}})


def test_a_ledger_may_be_empty_but_must_be_one():
    """A file of something else is refused by its name."""
    assert () == parsed().decisions
    with pytest.raises(CodebookError, match=r"^s\.yaml cannot be used"):
        parse_ledger(["merge"], "s.yaml")
