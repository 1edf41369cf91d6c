"""Addresses and numbers that lead to a person, masked before anything else sees a response.

Names are not masked: no rule finds them without also masking what people write about.
"""

import ipaddress
import re
from collections.abc import Callable, Mapping

import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.study import Redaction
from nlp.contracts.tables import RedactedResponses, Responses, columns_of, conform

_TOP_DOMAINS = "com|org|net|edu|gov|io|ai|co|dev|app|info|me|eu|uk|us|ca|au|de|fr|nl|ch|jp|in|br"
_VERBOSE = re.VERBOSE | re.IGNORECASE

_EMAIL = re.compile(
    rf"""@?[\w.+'-]{{0,64}}[\w+]@[\w-]+(?:\.[\w-]+)+                  # name@example.org
    | [\w.+-]{{1,64}}\s?[(\[]\s?at\s?[)\]]\s?[\w-]+                   # name (at) example (dot) org
      (?:\s?[(\[]\s?dot\s?[)\]]\s?[\w-]+ | \.[\w-]+)+
    | [\w.+-]{{1,64}}[ ]at[ ][\w-]+(?:[ ]dot[ ][\w-]+)*?[ ]dot[ ](?:{_TOP_DOMAINS})\b""",
    _VERBOSE,
)
_URL = re.compile(
    rf"""(?: (?:https?|ftp)://  |  \bwww\.(?=\w)
         |  (?<![\w@.-])(?:[\w-]{{1,63}}\.){{1,4}}(?:{_TOP_DOMAINS})/(?=\w) )
    \S* [^\s.,;:!?()\[\]{{}}<>"'\u2019\u201d*]""",
    _VERBOSE,
)
_IP = re.compile(
    r"""(?<![\w.:]) (?: \d{1,3}(?:\.\d{1,3}){3} | [0-9a-f]{0,4}(?: :[0-9a-f]{0,4} ){2,7} )
    (?![\w:]|\.\w)""",
    _VERBOSE,
)
_PHONE = re.compile(
    r"""(?<![\w.,:/$€£¥\#+-])(?:
      \+[1-9][\d ().\-/]{5,20}\d                                     # +44 20 7946 0018
    | 00[1-9]\d[\d ().\-/]{5,18}\d                                   # 0044 20 7946 0018
    | (?:1[ .-]?)?\(0?\d{2,4}\)[ .-]?\d{3,4}(?:[ .-]?\d{2,4}){0,2}   # (555) 0142
    | 0[1-9]\d{0,3}(?:[ .\-/]\d{2,8}){1,4}                           # 07700 900123
    | 0[1-9]\d{8,10}                                                 # 07700900123
    | (?:1[ .-])?[2-9]\d{2}(?P<sign>[ .-])\d{3}(?P=sign)\d{4}        # 202-555-0147
    | [2-9]\d{9}(?<!000)                                             # 2025550147
    | \d{3}[ -]0\d{3} | 555[ -]\d{4}                                 # 555-0142
    )(?!\w|[.,-]\d)""",
    _VERBOSE,
)
_ANNOUNCED_PHONE = re.compile(
    r"""(?P<cue>\b(?:tel|telephone|phone|mobile|cell|call|ring|text|reach|whatsapp|fax)\b
        (?:[ ](?:me|us|number|no))?(?:[ ](?:at|on|is))?[ :.]{1,3})
    \d[\d .-]{5,14}\d(?!\w|[.,-]\d)""",
    _VERBOSE,
)
_HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z_]\w{1,29}\b(?!\.\w)")
_DATE = re.compile(r"\b\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})\b")

_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]")
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def redact(responses: DataFrame[Responses], settings: Redaction) -> DataFrame[RedactedResponses]:
    """Return the responses with personal data masked, in words that can travel on.

    A mask is its kind in brackets, such as `[email]`. Characters that do not show are removed,
    line ends become newlines, other white space a space; emoji and accents stay as they are.
    """
    cleaned = (_mask(_clean(verbatim), settings) for verbatim in responses["verbatim"])
    texts, counts = [], []
    for text, count in cleaned:
        texts.append(text)
        counts.append(count)
    redacted = responses.assign(
        text=pd.Series(texts, index=responses.index, dtype="str"),
        masked=pd.Series(counts, index=responses.index, dtype="int64"),
    )
    return conform(redacted[columns_of(RedactedResponses)], RedactedResponses)


def _clean(verbatim: str) -> str:
    text = _LINE_ENDS.sub("\n", verbatim)
    return _UNSEEN.sub("", _SPACES.sub(" ", text)).strip()


def _mask(text: str, settings: Redaction) -> tuple[str, int]:
    total = 0
    for kind, (sign, patterns, holds) in _FINDERS.items():
        if kind in settings.kinds and sign.search(text):
            for pattern in patterns:
                text, count = _replace(text, pattern, f"[{kind}]", holds)
                total += count
    return text, total


def _replace(
    text: str, pattern: re.Pattern[str], mask: str, holds: Callable[[str], bool]
) -> tuple[str, int]:
    """Return *text* with every match masked that *holds*, and their number."""
    count = 0

    def put(match: re.Match[str]) -> str:
        nonlocal count
        cue = match.groupdict().get("cue") or ""
        if not holds(match[0].removeprefix(cue)):
            return match[0]
        count += 1
        return cue + mask

    return pattern.sub(put, text), count


def _always(_: str) -> bool:
    return True


def _is_ip(found: str) -> bool:
    """Return whether *found* is an address, not a time (10:30:00) or code (a::b)."""
    try:
        ipaddress.ip_address(found)
    except ValueError:
        return False
    return any(sign.isdigit() for sign in found)


def _is_phone(found: str) -> bool:
    """Return whether *found* has the digits of a telephone number and is no date."""
    return 7 <= sum(sign.isdigit() for sign in found) <= 15 and not _DATE.search(found)


_Finder = tuple[re.Pattern[str], tuple[re.Pattern[str], ...], Callable[[str], bool]]

_FINDERS: Mapping[str, _Finder] = {
    "email": (re.compile(r"@|\bdot\b|[(\[]\s?at\b", re.IGNORECASE), (_EMAIL,), _always),
    "url": (re.compile(r"/|www", re.IGNORECASE), (_URL,), _always),
    "ip": (re.compile(r"\d"), (_IP,), _is_ip),
    "phone": (re.compile(r"\d"), (_PHONE, _ANNOUNCED_PHONE), _is_phone),
    "handle": (re.compile("@"), (_HANDLE,), _always),
}
"""By kind: a sign without which there is none, what finds it, and what a find must hold.

The order matters: what is masked as an address is no handle any more.
"""
