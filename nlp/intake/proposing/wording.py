"""Short names for what a header says at length: keys and labels of a study file."""

import re
from collections.abc import Collection

from nlp.intake.proposing.sightings import GENERIC, Sighting, unnumbered, words_of
from nlp.intake.redaction import fully_masked

LONGEST_LABEL = 60
_LONGEST_KEY = 40
_SHORTEST_ITEM = 3
_WORDS_OF_KEY = 4
_EMPTY_WORDS = frozenset(
    """
    a all an and apply are as at be best by can check close closest could did do does e for from g
    has have how i if in is it its many most much of often on one or other our please provide q
    response s select should specify specific than that the their them there these they this to
    two us was we what when where which who why will with would you your oe text
    """.split()  # noqa: SIM905  (a list would be a word a line)
)
_CODE_PARTS = re.compile(r"^(?:q\d+\w?|g\d+q\d+|sq\d+|v\d+) | (?:oe|text|\d+|q\d+)$")


def label_of(column: Sighting) -> str:
    """Return a few words for the question that *column* belongs to."""
    return label_from(column.heading if len(column.heading) > 1 else column.name)


def label_of_item(column: Sighting) -> str:
    """Return a few words for what sets *column* apart from its neighbours."""
    return label_from(column.item if len(column.item) >= _SHORTEST_ITEM else column.own[-1])


def label_within(column: Sighting) -> str:
    """Return a few words for *column* that say of which question it is a part."""
    heading, item = label_of(column), label_of_item(column)
    if item == heading or item.casefold() in GENERIC:
        return heading
    half = LONGEST_LABEL // 2
    return f"{_cut(heading, half)}: {_cut(item, half)}"


def label_from(text: str) -> str:
    """Return a few words for *text*: a name in words, a question cut short.

    >>> label_from("Q13_AI_impact_worries_text_OE")
    'AI impact worries'
    """
    text = fully_masked(text)  # a header may hold answers
    if " " not in text:
        return _from_code(text)
    text = unnumbered(text).strip(" \t?:.")
    return _cut(text[:1].upper() + text[1:], LONGEST_LABEL)


def key_from(label: str, taken: Collection[str]) -> str:
    """Return *label* as a key of a study file that is not among *taken*."""
    words = [word for word in _ascii(label).split() if word not in _EMPTY_WORDS]
    words = (words or _ascii(label).split() or ["question"])[:_WORDS_OF_KEY]
    return free_key("_".join(words)[:_LONGEST_KEY].strip("_"), taken)


def free_key(key: str, taken: Collection[str]) -> str:
    """Return *key*, numbered if it is among *taken*."""
    return next(k for k in (key, *(f"{key}_{n}" for n in range(2, 10_000))) if k not in taken)


def counted(n: int, word: str) -> str:
    """Return *n* and *word*, in the plural but for one.

    >>> counted(1, "answer"), counted(1200, "answer")
    ('1 answer', '1,200 answers')
    """
    return f"{n:,} {word}" if n == 1 else f"{n:,} {word}s"


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:(-\u2013\u2014") + "…"


def _from_code(name: str) -> str:
    spaced = re.sub(r"[_.\[\]-]+", " ", name).strip()
    before = ""
    while spaced != before:
        before, spaced = spaced, re.sub(_CODE_PARTS.pattern, "", spaced, flags=re.IGNORECASE)
    spaced = spaced or name
    return spaced[:1].upper() + spaced[1:]


def _ascii(label: str) -> str:
    return words_of(label).encode("ascii", "ignore").decode()
