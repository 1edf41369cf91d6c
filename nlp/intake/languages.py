"""In which language is it? Its letters tell, or the pairs and triples of them that it is made of.

The tagger is langid.py's naive Bayes over byte n-grams (Lui and Baldwin 2012, "langid.py: An
Off-the-shelf Language Identification Tool"), in the edition py3langid. It comes with its figures.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache
from typing import NamedTuple

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SURE = 0.5
"""Probability from which on a language counts as told; docs/stages/screen.md has the figures."""

FEWEST_WORDS = 3
"""With fewer words in Latin letters nothing is told."""

_MOST_CHARACTERS = 300
_CODE_LENGTH = 2
_WORD = re.compile(r"[^\W\d_]+")

_WRITTEN_IN: Mapping[str, tuple[str, ...]] = {
    "ARABIC": ("ar", "fa", "ur", "ps", "ug", "ku"),
    "CYRILLIC": ("ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn"),
    "DEVANAGARI": ("hi", "mr", "ne"),
    "HEBREW": ("he", "yi"),
    "CJK": ("zh", "ja"),
    "HIRAGANA": ("ja",),
    "HANGUL": ("ko",),
    "GREEK": ("el",),
    "THAI": ("th",),
    "BENGALI": ("bn", "as"),
    "TAMIL": ("ta",),
    "TELUGU": ("te",),
    "GUJARATI": ("gu",),
    "GURMUKHI": ("pa",),
    "KANNADA": ("kn",),
    "MALAYALAM": ("ml",),
    "ARMENIAN": ("hy",),
    "GEORGIAN": ("ka",),
    "ETHIOPIC": ("am",),
    "KHMER": ("km",),
    "LAO": ("lo",),
    "SINHALA": ("si",),
}
"""Which languages are written in a script, by the first word of its letters' Unicode names."""

_KANA = ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA")

_SMALL_WORDS = """
and are be because but can could did does for from has have how if it its make more not of our
people should than that the their them there these they this those to very we what when which
who why will with would you your
"""
_ENGLISH = frozenset(_SMALL_WORDS.split())
"""Words of which other languages share few; enough of them, and it is English."""

_ENGLISH_SHARE = 0.2


class Told(NamedTuple):
    """The language, empty where unsure, and whether it surely is none of those wanted."""

    language: str
    foreign: bool


def tell_language(text: str, wanted: Collection[str]) -> Told:
    """Return the language of *text*, and whether it surely is none of the *wanted* ones.

    >>> tell_language("コスト削減", ["en"])
    Told(language='ja', foreign=True)
    >>> tell_language("coût élevé", ["en"])
    Told(language='', foreign=False)
    """
    text = text[:_MOST_CHARACTERS]
    script = "LATIN" if text.isascii() else _script_of("".join(_WORD.findall(text)))
    possible = _told_by_letters(text) if script == "LATIN" else _told_by_script(text, script)
    language = next(iter(possible)) if len(possible) == 1 else ""
    told = script != "LATIN" or bool(language)
    return Told(language, foreign=told and bool(wanted) and possible.isdisjoint(wanted))


def _script_of(letters: str) -> str:
    """Return the script of most of the letters; Latin where none has a majority.

    Chinese characters beside kana are Japanese.
    """
    scripts = Counter(_script(letter) for letter in unicodedata.normalize("NFKC", letters))
    kana = sum(scripts.pop(script, 0) for script in _KANA)
    if kana:
        scripts["HIRAGANA"] = kana + scripts.pop("CJK", 0)
    return next((script for script, n in scripts.items() if 2 * n > scripts.total()), "LATIN")


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "LATIN").split()[0]


def _told_by_script(text: str, script: str) -> frozenset[str]:
    """Return the languages that it may be; of those that share the script the tagger picks one."""
    languages = frozenset(_WRITTEN_IN.get(script, ()))
    picked = _tagged(text) if len(languages) > 1 else ""
    return frozenset({picked}) if picked in languages else languages


def _told_by_letters(text: str) -> frozenset[str]:
    """Return the one language that it is, or none where that is not sure."""
    words = _WORD.findall(text)
    if len(words) < FEWEST_WORDS:
        return frozenset()
    language = "en" if _is_plain_english(words) else _tagged(text)
    return frozenset({language} if language else ())


def _tagged(text: str) -> str:
    """Return the language that the tagger is sure of, if it has an ISO 639-1 code."""
    language, probability = _tagger().classify(text)
    return language if probability >= SURE and len(language) == _CODE_LENGTH else ""


def _is_plain_english(words: list[str]) -> bool:
    """Return whether English words abound; this spares most answers the slower tagger."""
    return sum(word.lower() in _ENGLISH for word in words) >= max(2, _ENGLISH_SHARE * len(words))


@cache
def _tagger() -> LanguageIdentifier:
    """Return the tagger with the figures that its package brings along."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
