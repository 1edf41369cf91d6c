"""What leads to a person, masked before anything else sees a response."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.names import NameFinder, Spans
from nlp.contracts.study import Redaction
from nlp.contracts.tables import LIST_JOINT, RedactedResponses, Responses, columns_of, conform
from nlp.intake.finders import FINDERS, as_typed
from nlp.intake.names import find_people

EVERY_KIND = tuple(finder.kind for finder in FINDERS)
"""The kinds of personal data that patterns find, for words no setting speaks of."""

_NAME = "name"
_SHOWN = {chr(0xFDD0 + n): kind for n, kind in enumerate((*EVERY_KIND, _NAME))}
_SIGN = {kind: sign for sign, kind in _SHOWN.items()}
"""While a text is worked on, a mask is one character that no text may hold (a Unicode
noncharacter), so that no pattern takes it, or a mask that a respondent typed, for words."""

_AS_MASKS = str.maketrans({sign: f"[{kind}]" for sign, kind in _SHOWN.items()})
_AS_GAPS = str.maketrans(dict.fromkeys(_SHOWN, "\u2026"))

MASK = re.compile(rf"\[(?:{'|'.join((*EVERY_KIND, _NAME))})\]")
"""What redaction leaves behind, such as `[email]`: nobody's words."""

_ANY_SIGN = re.compile(r"[\d@/]|www|\bdot\b|[(\[]\s?at\b", re.IGNORECASE)
"""Without one of these there is nothing that a pattern finds."""

_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n ]")
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufdd0-\ufdef\ufffe\uffff]"
)


class Masked(NamedTuple):
    """A text with masks, and the kind of each, in the order of the text."""

    text: str
    kinds: tuple[str, ...]


def redact(
    responses: DataFrame[Responses], settings: Redaction, find_names: NameFinder
) -> DataFrame[RedactedResponses]:
    """Return the responses with personal data masked, in words that can travel on."""
    distinct = list(dict.fromkeys(responses["verbatim"]))
    masked = dict(zip(distinct, _mask_all(distinct, settings, find_names), strict=True))
    found = [masked[verbatim] for verbatim in responses["verbatim"]]
    columns = {
        "text": pd.Series([m.text for m in found], index=responses.index, dtype="str"),
        "masked": pd.Series([len(m.kinds) for m in found], index=responses.index, dtype="int64"),
        "kinds": pd.Series(
            [LIST_JOINT.join(m.kinds) for m in found], index=responses.index, dtype="str"
        ),
    }
    return conform(responses.assign(**columns)[columns_of(RedactedResponses)], RedactedResponses)


def mask(text: str, kinds: Collection[str]) -> Masked:
    """Return *text* with personal data of these *kinds* masked.

    A mask is its kind in brackets, such as `[email]`. Characters that do not show are removed,
    line ends become newlines, other white space a space; emoji and accents stay as they are.
    """
    return _shown(_signed(text, kinds, frozenset()))


def fully_masked(text: str) -> str:
    """Return *text* with personal data of every kind masked, whatever a study's settings say."""
    return mask(text, EVERY_KIND).text


def _mask_all(
    texts: Sequence[str], settings: Redaction, find_names: NameFinder
) -> Iterable[Masked]:
    never = frozenset(word.casefold() for word in settings.never)
    signed = [_signed(text, settings.kinds, never) for text in texts]
    if settings.names:
        people = find_people([text.translate(_AS_GAPS) for text in signed], find_names, never)
        signed = [_without(text, spans) for text, spans in zip(signed, people, strict=True)]
    return map(_shown, signed)


def _signed(text: str, kinds: Collection[str], never: frozenset[str]) -> str:
    """Return *text* cleaned, with one sign for each find of these *kinds*."""
    text = _clean(text)
    if not _ANY_SIGN.search(as_typed(text)):
        return text
    for finder in FINDERS:
        if finder.kind in kinds:
            text = finder.replace(text, _SIGN[finder.kind], never)
    return text


def _clean(text: str) -> str:
    text = _LINE_ENDS.sub("\n", text)
    return _UNSEEN.sub("", _SPACES.sub(" ", text)).strip()


def _without(text: str, people: Spans) -> str:
    """Return *text* with the sign of a name for every stretch in *people*; other signs stay."""
    for start, end in reversed(people):
        kept = "".join(sign for sign in text[start:end] if sign in _SHOWN)
        text = text[:start] + _SIGN[_NAME] + kept + text[end:]
    return text


def _shown(text: str) -> Masked:
    kinds = tuple(_SHOWN[sign] for sign in text if sign in _SHOWN)
    return Masked(text.translate(_AS_MASKS) if kinds else text, kinds)
