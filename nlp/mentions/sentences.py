"""The sentences of lexicons, tried: is a term found where it should be, and nowhere else?"""

from collections.abc import Callable, Sequence

import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.lexicon import Lexicon
from nlp.contracts.tables import Mentions, Units, build

TagUnits = Callable[[DataFrame[Units]], DataFrame[Mentions]]

_Found = dict[tuple[str, str, str], set[str]]
"""The stances with which a sentence names a category and a term without denying it."""


def failing_sentences(lexicons: Sequence[Lexicon], tag_units: TagUnits) -> list[str]:
    """Return which sentences of *lexicons* do not show what they should; they are not quoted.

    A term must be affirmed in its `matches`. In its `rejects` it must not be found, or only as
    denied; or only by somebody against it, unless that is what the term itself says.

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
            named = [found.get((text, *key), set()) for text in term.matches]
            problems += [_problem(key, "matches", n) for n, one in enumerate(named, 1) if not one]
            excused = {"against"} - {stance for one in named for stance in one}
            problems += [
                _problem(key, "rejects", n)
                for n, text in enumerate(term.rejects, start=1)
                if found.get((text, *key), set()) - excused
            ]
    return problems


def _problem(key: tuple[str, str], kind: str, number: int) -> str:
    category, term_id = key
    said = "does not name it" if kind == "matches" else "names it"
    return f"{category}, term {term_id}: sentence {number} of {kind} {said}"


def _affirmed(units: DataFrame[Units], mentions: DataFrame[Mentions]) -> _Found:
    named = mentions[(mentions["rule"] == "lexicon") & ~mentions["negated"]]
    texts = dict(zip(units["unit_id"], units["text"], strict=True))
    found: _Found = {}
    columns = ("unit_id", "category", "term_id", "stance")
    for unit_id, category, term_id, stance in zip(*(named[c] for c in columns), strict=True):
        found.setdefault((texts[unit_id], category, term_id), set()).add(stance)
    return found


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
