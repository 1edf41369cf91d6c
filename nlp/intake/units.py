"""Responses cut into coding units: sentences, as far as people write in sentences."""

import math
import re
from collections.abc import Iterator

from pandera.typing import DataFrame

from nlp.contracts.ids import unit_id
from nlp.contracts.study import Unitising
from nlp.contracts.tables import CODABLE, ScreenedResponses, Units, build

Span = tuple[int, int]
"""Where a stretch of a text starts and ends."""

LONGEST_UNIT = 200
"""Words of the longest unit: about what a sentence encoder reads (256 word pieces)."""

_CUT = re.compile(
    r"""\n+
    | (?<![.!?;…])(?P<ender>[.!?;…]+["'\u201d\u2019)\]]*)\s+            # an end before white space
    | (?<=[a-z]{2})[.!?](?=[A-Z][a-z])            # an end without: cost.Privacy
    | [\u3002\uff01\uff1f]                                     # an end in Chinese or Japanese
    | \s(?=(?:[•●▪‣]|\(?\d{1,2}\))\s)           # before a bullet, or a number: 2)
    """,
    re.VERBOSE,
)
_BULLET = re.compile(r"\s*(?:[-\u2013\u2014*•●▪‣·]|\(?\d{1,2}[.)])\s+")
_ABBREVIATION = re.compile(
    r"""(?: \b(?i:e\.?g | i\.?e | vs | cf | al | approx | ca | dr | mrs? | ms | prof | st | inc
    | ltd | dept | est | fig | resp) | (?:^|[\s(.])[A-HJ-Z] )\.$""",
    re.VERBOSE,
)
_OPEN_END = re.compile(r"(?:\betc\.|\.\.+|…)$", re.IGNORECASE)
_LOOK_BACK = 12
_WORD = re.compile(r"\w+(?:['\u2019-]\w+)*")
_TOKEN = re.compile(r"\S+")
_CLAUSE_MARKS = (",", ":", ")", "\u2013", "\u2014")


def unitise(screened: DataFrame[ScreenedResponses], settings: Unitising) -> DataFrame[Units]:
    """Return the units of the codable responses, in the order of their texts.

    A sentence of few words stays with the next one, the last with the one before. Bullets and the
    numbers of lists are left out at the start of a unit.
    """
    codable = screened[screened["status"] == CODABLE]
    rows: list[dict[str, object]] = []
    for response_id, question_id, wave, text in zip(
        codable["response_id"],
        codable["question_id"],
        codable["wave"],
        codable["text"],
        strict=True,
    ):
        rows += [
            {
                "unit_id": unit_id(response_id, start, end),
                "response_id": response_id,
                "question_id": question_id,
                "wave": wave,
                "start": start,
                "end": end,
                "text": text[start:end],
            }
            for start, end in _spans(text, settings)
        ]
    return build(rows, Units)


def _spans(text: str, settings: Unitising) -> list[Span]:
    whole = _trimmed(text, 0, len(text))
    if settings.split == "whole":
        return [whole] if whole else []
    sentences = list(_sentences(text)) or ([whole] if whole else [])
    return [
        part
        for joined in _join_short(text, sentences, settings.min_words)
        for part in _cut_long(text, joined)
    ]


def _sentences(text: str) -> Iterator[Span]:
    start = 0
    for cut in (*_CUT.finditer(text), None):
        if cut and not _ends_sentence(text, cut):
            continue
        end = cut.end() if cut else len(text)
        bullet = _BULLET.match(text, start, end)
        if sentence := _trimmed(text, bullet.end() if bullet else start, end):
            yield sentence
        start = end


def _ends_sentence(text: str, cut: re.Match[str]) -> bool:
    """Return whether *cut* is no abbreviation (e.g.) and no thought that goes on (etc. and …)."""
    if not cut["ender"]:
        return True
    end = cut.end("ender")
    before = text[max(0, end - _LOOK_BACK) : end]
    if _ABBREVIATION.search(before):
        return False
    return not _OPEN_END.search(before) or text[cut.end() : cut.end() + 1].isupper()


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """Return where the stretch stands without white space around it; None where it is all."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _join_short(text: str, sentences: list[Span], min_words: int) -> list[Span]:
    joined: list[Span] = []
    n_words = min_words
    for start, end in sentences:
        n_here = len(_WORD.findall(text, start, end))
        if n_words < min_words:
            joined[-1] = (joined[-1][0], end)
            n_words += n_here
        else:
            joined.append((start, end))
            n_words = n_here
    if len(joined) > 1 and n_words < min_words:
        joined[-2:] = [(joined[-2][0], joined[-1][1])]
    return joined


def _cut_long(text: str, span: Span) -> Iterator[Span]:
    """Return the parts of *span*, alike in length, cut after a clause mark where one is near."""
    tokens = list(_TOKEN.finditer(text, *span))
    while len(tokens) > LONGEST_UNIT:
        size = math.ceil(len(tokens) / math.ceil(len(tokens) / LONGEST_UNIT))
        marks = (i for i in range(size, size // 2, -1) if tokens[i - 1][0].endswith(_CLAUSE_MARKS))
        size = next(marks, size)
        yield tokens[0].start(), tokens[size - 1].end()
        tokens = tokens[size:]
    yield tokens[0].start(), tokens[-1].end()
