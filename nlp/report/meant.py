"""How a mention is meant, in words under its quote."""

import pandas as pd

from nlp.estimates.findings import TARGET_LABELS

WORDS = {
    "certainty": {
        "hedged": "hedged",
        "hypothetical": "hypothetical",
        "conditional": "on a condition",
        "question": "asked",
    },
    "holder": {"organisation": "view of the own organisation", "others": "reported of others"},
    "time": {"past": "past", "expected": "expected"},
    "target": {name: label for name, label in TARGET_LABELS.items() if name != "unclear"},
    "stance": {"for": "for it", "against": "against it", "mixed": "for and against it"},
}
"""What is said of a mention, by column; what goes without saying is left out."""

PART = " \u00b7 "


def how_meant(mentions: pd.DataFrame) -> list[str]:
    """Return of every mention its term, how it is meant, and the cues that decided.

    A plain statement of the respondent about nothing in particular has its term alone.
    """
    columns = ("term", "cues", *WORDS)
    return [_in_words(*row) for row in zip(*(mentions[name] for name in columns), strict=True)]


def _in_words(term: str, cues: str, *values: str) -> str:
    said = [words.get(value, "") for words, value in zip(WORDS.values(), values, strict=True)]
    meant = ", ".join(word for word in said if word)
    return PART.join(part for part in (term, meant, cues) if part)
