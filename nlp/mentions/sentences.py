"""The sentences of lexicons, tried: is a term found where it should be, and nowhere else?"""

from collections.abc import Callable, Sequence

import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.lexicon import Lexicon
from nlp.contracts.tables import Mentions, Units, build

TagUnits = Callable[[DataFrame[Units]], DataFrame[Mentions]]

_Found = set[tuple[str, str, str]]
"""Sentences with the category and the term that they name without denying it."""


def failing_sentences(lexicons: Sequence[Lexicon], tag_units: TagUnits) -> list[str]:
    """Return which sentences of *lexicons* do not show what they should; they are not quoted.

    A term must be affirmed in its `matches`. In its `rejects` it must not be found, or only as
    denied.

    Args:
        lexicons: What is tried.
        tag_units: Finds mentions by *lexicons*, with no regard to what was asked.
    """
    units = _units(lexicons)
    if not len(units):
        return []
    found = _affirmed(units, tag_units(units))
    problems = []
    for lexicon in lexicons:
        for term in lexicon.terms:
            key = (lexicon.category, term.term_id)
            for kind, texts in (("matches", term.matches), ("rejects", term.rejects)):
                problems += [
                    _problem(key, kind, number)
                    for number, text in enumerate(texts, start=1)
                    if ((text, *key) in found) == (kind == "rejects")
                ]
    return problems


def _problem(key: tuple[str, str], kind: str, number: int) -> str:
    category, term_id = key
    said = "does not name it" if kind == "matches" else "names it"
    return f"{category}, term {term_id}: sentence {number} of {kind} {said}"


def _affirmed(units: DataFrame[Units], mentions: DataFrame[Mentions]) -> _Found:
    named = mentions[(mentions["rule"] == "lexicon") & ~mentions["negated"]]
    texts = dict(zip(units["unit_id"], units["text"], strict=True))
    columns = ("unit_id", "category", "term_id")
    return {
        (texts[unit_id], category, term_id)
        for unit_id, category, term_id in zip(*(named[c] for c in columns), strict=True)
    }


def _units(lexicons: Sequence[Lexicon]) -> DataFrame[Units]:
    """Return every sentence of *lexicons* once, as the only unit of a response."""
    terms = [term for lexicon in lexicons for term in lexicon.terms]
    texts = pd.unique(pd.Series([s for t in terms for s in (*t.matches, *t.rejects)], dtype="str"))
    return build(
        [
            {
                "unit_id": f"u{number}",
                "response_id": f"r{number}",
                "question_id": "sentences",
                "wave": "",
                "start": 0,
                "end": len(text),
                "text": text,
            }
            for number, text in enumerate(texts)
        ],
        Units,
    )
