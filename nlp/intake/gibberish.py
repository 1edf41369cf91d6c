"""Keys pressed to get past a question. One sound word makes an answer sound: *asdf cost* is."""

import re
import unicodedata

_WORD = re.compile(r"\w+")
_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_RUNS = tuple(row[::step] for row in _ROWS for step in (1, -1))
_SHORT_RUNS = frozenset({"asd", "qwe", "zxc", "dsa", "ewq", "jkl"})
_SHORTEST_RUN = 3
_RUN_SHARE = 0.8
"""Least share of a word in runs of neighbouring keys; *were* and *tree* have three quarters."""

_REPEATED = re.compile(r"(.)\1{2,}|(.{2,3}?)\2{2,}.?")
_NO_VOWEL = re.compile(r"[b-df-hj-np-tv-xz]{6,}")
_CONSONANTS = re.compile(r"[b-df-hj-np-tv-xz]{9,}")
"""More consonants in a row than *catchphrase* or *Rechtsschutz* have."""


def is_gibberish(text: str) -> bool:
    """Return whether *text* has words and none of them is one.

    >>> is_gibberish("asdfgh jkl")
    True
    >>> any(map(is_gibberish, ["cost", "GDPR", "AI", "LGPD HTTPS", "were", "rhythms"]))
    False
    """
    words = _WORD.findall(text)
    return bool(words) and all(_is_junk(word) for word in words)


def _is_junk(word: str) -> bool:
    letters = _without_accents(word.casefold())
    if word.isupper():  # an abbreviation needs no vowel
        return len(word) > _SHORTEST_RUN and _is_keyboard_run(letters)
    return _is_keyboard_run(letters) or any(
        (
            _REPEATED.fullmatch(letters) and not letters.isdigit(),
            _NO_VOWEL.fullmatch(letters),
            _CONSONANTS.search(letters),
        )
    )


def _without_accents(word: str) -> str:
    signs = unicodedata.normalize("NFD", word)
    return "".join(sign for sign in signs if not unicodedata.combining(sign))


def _is_keyboard_run(word: str) -> bool:
    """Return whether nearly all of *word* lies in runs along a row of keys."""
    if len(word) <= _SHORTEST_RUN:
        return word in _SHORT_RUNS
    covered = start = 0
    while start < len(word):
        length = _run_length(word, start)
        covered += length if length >= _SHORTEST_RUN else 0
        start += length
    return covered / len(word) >= _RUN_SHARE


def _run_length(word: str, start: int) -> int:
    """Return how many keys from *start* on follow one another along a row."""
    end = start + 1
    while end < len(word) and any(word[start : end + 1] in run for run in _RUNS):
        end += 1
    return end - start
