"""Can a response be coded, and if not, why?"""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.study import Screening
from nlp.contracts.tables import (
    CODABLE,
    EMPTY,
    NOT_ASKED,
    SUSPECT,
    RedactedResponses,
    ScreenedResponses,
    columns_of,
    conform,
)
from nlp.intake.campaigns import campaigns
from nlp.intake.emoji_names import spoken
from nlp.intake.gibberish import is_gibberish
from nlp.intake.languages import tell_language
from nlp.intake.nonsubstantive import is_non_substantive
from nlp.intake.redaction import MASK
from nlp.intake.refusals import bare, is_refusal

GIBBERISH, CAMPAIGN = SUSPECT


class Screened(NamedTuple):
    """What is found of one text: the first reason why it cannot be coded, if there is one."""

    status: str
    language: str = ""
    flag: str = ""


def screen(
    redacted: DataFrame[RedactedResponses], settings: Screening
) -> DataFrame[ScreenedResponses]:
    """Return every response with its status: `codable`, or the first reason why not.

    The reasons are looked for in the order of `STATUSES`. What is masked says nothing by itself.
    """
    return screen_as_read(redacted, screen_texts(texts_asked_for(redacted), settings), settings)


def texts_asked_for(redacted: DataFrame[RedactedResponses]) -> list[str]:
    """Return the distinct texts of those who were asked."""
    return list(redacted["text"][redacted["asked"]].unique())


def screen_texts(texts: Iterable[str], settings: Screening) -> dict[str, Screened]:
    """Return what can be said of each of *texts* by itself, whatever others there are."""
    declining = frozenset(bare(phrase) for phrase in settings.refusals)
    saying_nothing = frozenset(bare(phrase) for phrase in settings.non_substantive)
    return {text: _screened(text, settings, declining, saying_nothing) for text in texts}


def screen_as_read(
    redacted: DataFrame[RedactedResponses], found: Mapping[str, Screened], settings: Screening
) -> DataFrame[ScreenedResponses]:
    """Return every response with what was *found* of its text, and the campaigns among them."""
    rows = [
        found[text] if asked else Screened(NOT_ASKED)
        for asked, text in zip(redacted["asked"], redacted["text"], strict=True)
    ]
    screened = pd.DataFrame(rows, columns=Screened._fields, index=redacted.index, dtype="str")
    screened = redacted.assign(**screened)
    screened = _without_campaigns(screened, settings)
    return conform(screened[columns_of(ScreenedResponses)], ScreenedResponses)


def _screened(
    text: str, settings: Screening, refusals: Collection[str], non_substantive: Collection[str]
) -> Screened:
    """Return what can be said of *text* by itself."""
    if not text.strip():
        return Screened(EMPTY)
    if is_refusal(text, refusals):
        return Screened("refusal")
    words = spoken(MASK.sub(" ", text))
    if is_non_substantive(words, non_substantive):
        return Screened("non_substantive")
    if sum(map(str.isalnum, words)) < settings.min_characters:
        return Screened("too_short")
    if len(text) > settings.longest_response:
        return Screened("too_long")
    return _read(words, settings)


def _read(words: str, settings: Screening) -> Screened:
    """Return whether *words* are words, and of which language."""
    flag = GIBBERISH if is_gibberish(words) else ""
    if flag and flag not in settings.keep:
        return Screened(GIBBERISH, flag=flag)
    language, foreign = tell_language(words, settings.languages)
    return Screened("unsupported_language" if foreign else CODABLE, language, flag)


def _without_campaigns(screened: pd.DataFrame, settings: Screening) -> pd.DataFrame:
    """Return the responses with those of a campaign told, question by question."""
    readable = screened[(screened["status"] == CODABLE) & (screened["flag"] == "")]
    told = pd.Series(data=False, index=screened.index)
    for _, rows in readable.groupby(["wave", "question_id"], sort=False):
        told[rows.index] = rows["text"].isin(campaigns(rows["text"], settings))
    status = CODABLE if CAMPAIGN in settings.keep else CAMPAIGN
    return screened.assign(
        status=screened["status"].mask(told, status), flag=screened["flag"].mask(told, CAMPAIGN)
    )
