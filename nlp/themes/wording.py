"""How this chapter cuts texts into words, and when two texts say the same words."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from nlp.intake.redaction import MASK

_MARKS = "".join(
    chr(sign) for sign in range(0x300, 0x1AB0) if unicodedata.category(chr(sign))[0] == "M"
)
"""Vowel signs and accents that stand by themselves, which `\\w` leaves out: half of Hindi's."""

_LETTERS = rf"\w[\w{_MARKS}]*"

WORD = re.compile(rf"{_LETTERS}(?:['-]{_LETTERS})*")


def words(text: str) -> list[str]:
    """Return the words of *text* as written, without masks.

    >>> words("Don't e-mail [email], 007!")
    ["Don't", 'e-mail', '007']
    """
    return WORD.findall(MASK.sub(" ", text.replace("\u2019", "'")))


def same_words(text: str) -> str:
    """Return what *text* shares with all texts that differ from it in case or marks only.

    >>> same_words("Job loss!") == same_words("job  loss")
    True
    """
    return " ".join(words(text)).casefold() or text


@lru_cache(maxsize=10_000)
def singular(word: str) -> str:
    """Return *word* in small letters without the ending of a plural: good enough to tell twins.

    >>> [singular(word) for word in ["Jobs", "losses", "companies", "gas", "bias", "process"]]
    ['job', 'loss', 'company', 'gas', 'bias', 'process']
    """
    word = word.casefold().removesuffix("'s")
    if len(word) <= 3 or word.endswith(("ss", "us", "is", "as")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word.removesuffix("s")


def is_mostly_digits(word: str) -> bool:
    """Return whether *word* is a number rather than a word.

    >>> [is_mostly_digits(word) for word in ["19901-3618", "2025s", "2x4", "3D", "GPT-4"]]
    [True, True, True, False, False]
    """
    letters = sum(sign.isalpha() for sign in word)
    return letters < max(1, sum(sign.isdigit() for sign in word))


def in_one_line(text: str) -> str:
    """Return *text* as an item of a list in one cell: without line breaks, without bars.

    >>> in_one_line("jobs |  more jobs")
    'jobs / more jobs'
    """
    return " ".join(text.replace("|", "/").split())


def distinct(texts: Iterable[str]) -> list[str]:
    """Return one text, the first in the alphabet, for all that say the same words; sorted."""
    first: dict[str, str] = {}
    for text in sorted(set(texts)):
        first.setdefault(same_words(text), text)
    return sorted(first.values())
