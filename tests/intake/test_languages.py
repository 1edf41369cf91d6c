"""In which language is it?"""

import csv
from pathlib import Path

import pytest

from nlp.intake.languages import tell_language

MADE_UP = Path(__file__).parent.parent / "labels" / "languages.csv"


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("en", "It saves us time"),
        ("en", "Who is liable if it fails"),
        ("fr", "Le co\u00fbt est trop \u00e9lev\u00e9"),
        ("de", "Datenschutz ist mir sehr wichtig"),
        ("ja", "\u30b3\u30b9\u30c8\u524a\u6e1b"),
        ("ja", "AI \u306f\u4fbf\u5229\u3067\u3059"),
        ("ko", "\ube44\uc6a9\uc774 \ub4ed\ub2c8\ub2e4"),
        ("he", "\u05d4\u05e4\u05e8\u05d8\u05d9\u05d5\u05ea \u05d7\u05e9\u05d5\u05d1\u05d4"),
        ("", "co\u00fbt \u00e9lev\u00e9"),
        ("", "GDPR"),
        ("", "\u5f00\u6e90"),
        ("", ""),
        ("", "12 \U0001f44d"),
    ],
)
def test_a_language_is_told_where_letters_or_words_suffice(expected, text):
    """A script of one language tells by itself; Latin letters need three words."""
    assert expected == tell_language(text, ["en"]).language


@pytest.mark.parametrize(
    ("foreign", "wanted", "text"),
    [
        (True, ["en"], "\u5f00\u6e90"),
        (False, ["zh"], "\u5f00\u6e90"),
        (False, ["en", "ja"], "\u5f00\u6e90"),
        (True, ["en"], "\u041d\u0435\u0442"),
        (False, ["uk"], "\u041d\u0435\u0442"),
        (False, ["en"], "cost and \u5f00\u6e90"),
        (True, ["en"], "GPU \u304c\u9ad8\u3059\u304e\u307e\u3059"),
        (False, ["en"], "Kubernetes Istio Envoy"),
        (True, ["fr"], "It saves us time"),
        (False, [], "\u5f00\u6e90"),
        (False, [], "Datenschutz ist mir sehr wichtig"),
    ],
)
def test_only_what_is_surely_of_no_wanted_language_is_foreign(foreign, wanted, text):
    """In doubt between languages of one script, a response stays; with none wanted, all do."""
    assert foreign == tell_language(text, wanted).foreign


def test_what_has_no_script_of_a_language_that_we_know_is_foreign_and_unnamed():
    """Cherokee letters are not English, whatever they say."""
    assert ("", True) == tell_language("\u13e3\u13b3\u13a9", ["en"])


def test_short_sentences_of_other_languages_are_told():
    """Of seventy that we made up, in thirty languages, at most five pass for English."""
    with MADE_UP.open(encoding="utf-8", newline="") as rows:
        missed = [row for row in csv.DictReader(rows) if not _is_foreign(row["text"])]
    assert len(missed) <= 5


def _is_foreign(text):
    return tell_language(text, ["en"]).foreign
