"""What is asked about a theme, and what of a reply is used."""

import pytest

from nlp.contracts.codebook import Codebook, Theme
from nlp.contracts.names import NO_NAMES
from nlp.themes.asking import labels_beside, question_about, usable_label, with_label
from tests.fakes import ListedNames


def theme(theme_id="a", *questions, label="Jobs", definition="About jobs.", examples=("lost",)):
    return Theme(
        theme_id=theme_id,
        label=label,
        definition=definition,
        examples=examples,
        questions=questions,
    )


def test_the_question_holds_definition_and_examples():
    """Nothing else of the theme is sent, and long examples are not."""
    asked = question_about(theme(examples=("lost work", "x" * 300, "fewer jobs")), NO_NAMES)
    assert "About jobs.\nAnswers:\n- lost work\n- fewer jobs" == asked


def test_what_names_a_person_is_not_sent():
    """Masked or not, words with a name in them stay here."""
    named = theme(definition="About Ada.", examples=("Ada did it", "lost work"))
    assert "Answers:\n- lost work" == question_about(named, ListedNames("Ada"))


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("Lost jobs", "Lost jobs"),
        (' **"lost jobs."** \n', "Lost jobs"),
        ("Label: Lost jobs", "Lost jobs"),
        ("Sure! Here it is:\nLost jobs", ""),
        ("", ""),
        ("123", ""),
        ("cost", ""),
        ("Ada and her work", ""),
        ("one two three four five six seven eight nine", ""),
        ("x" * 61, ""),
    ],
)
def test_a_label_is_one_short_line_of_its_own(reply, expected):
    """A reply that is a talk, a taken label or names a person is none."""
    assert expected == usable_label(reply, ["Cost"], ListedNames("Ada"))


def test_labels_differ_within_a_question():
    """Themes of other questions may be called alike."""
    themes = [theme("a", "q"), theme("b", "q", label="B"), theme("c", "p", label="C")]
    themes += [theme("d", label="D")]
    assert ["B", "D"] == labels_beside(themes[0], themes)


def test_a_label_is_given_to_one_theme():
    """The others keep theirs."""
    book = Codebook(study_id="s", themes=(theme("a"), theme("b", label="B")))
    assert ["New", "B"] == [t.label for t in with_label(book, "a", "New").themes]
