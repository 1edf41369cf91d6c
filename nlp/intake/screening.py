"""Can a response be coded, and if not, why?"""

import re
from collections.abc import Collection

import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.study import Screening
from nlp.contracts.tables import (
    CODABLE,
    EMPTY,
    NOT_ASKED,
    RedactedResponses,
    ScreenedResponses,
    columns_of,
    conform,
)
from nlp.intake.gibberish import is_gibberish
from nlp.intake.refusals import bare, is_refusal

_MASK = re.compile(r"\[(?:email|url|ip|phone|handle)\]")
_SIGNS = re.compile(r"[\W_]+")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile("[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")


def screen(
    redacted: DataFrame[RedactedResponses], settings: Screening
) -> DataFrame[ScreenedResponses]:
    """Return every response with its status: `codable`, or the first reason why not.

    The reasons are looked for in the order of `STATUSES`. What is masked says nothing by itself.
    """
    refusals = frozenset(bare(phrase) for phrase in settings.refusals)
    statuses = [
        _status_of(text, settings, refusals) if asked else NOT_ASKED
        for asked, text in zip(redacted["asked"], redacted["text"], strict=True)
    ]
    screened = redacted.assign(status=pd.Series(statuses, index=redacted.index, dtype="str"))
    return conform(screened[columns_of(ScreenedResponses)], ScreenedResponses)


def _status_of(text: str, settings: Screening, refusals: Collection[str]) -> str:
    if not text.strip():
        return EMPTY
    if is_refusal(text, refusals):
        return "refusal"
    words = _MASK.sub(" ", text)
    if len(_SIGNS.sub("", words)) < settings.min_characters:
        return "too_short"
    if is_gibberish(words):
        return "gibberish"
    if _latin_share(words) < settings.min_latin_share:
        return "unsupported_language"
    return CODABLE


def _latin_share(text: str) -> float:
    """Return the share of letters that are Latin; 1 where there is no letter."""
    if text.isascii():
        return 1.0
    letters = _LETTER.findall(text)
    latin = sum(1 for letter in letters if _LATIN.match(letter))
    return latin / len(letters) if letters else 1.0
