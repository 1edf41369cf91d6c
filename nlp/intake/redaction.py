"""Addresses and numbers that lead to a person, masked before anything else sees a response.

Names are not masked: no rule finds them without also masking what people write about.
"""

import ipaddress
import re
from collections.abc import Callable, Collection, Mapping

import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.study import Redaction
from nlp.contracts.tables import RedactedResponses, Responses, columns_of, conform

_TOP_DOMAINS = "com|org|net|edu|gov|io|ai|co|dev|app|info|me|eu|uk|us|ca|au|de|fr|nl|ch|jp|in|br"
_VERBOSE = re.VERBOSE | re.IGNORECASE

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63"
_TYPED = str.maketrans(
    dict.fromkeys(_DASHES, "-")
    | {"\ufe6b": "@"}
    | {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
)
"""Dashes and full-width signs as a keyboard has them, one for one: patterns look at these."""

_EMAIL = re.compile(
    rf"""@?[\w.+'-]{{0,64}}[\w+]@[\w-]+(?:\.[\w-]+)+                  # name@example.org
    | [\w.+'-]{{1,64}}[ ]?@[ ]?(?:[\w-]{{1,63}}\.){{1,5}}(?:{_TOP_DOMAINS})\b
    | [\w.+-]{{1,64}}\s?[(\[]\s?at\s?[)\]]\s?[\w-]+                   # name (at) example (dot) org
      (?:\s?[(\[]\s?dot\s?[)\]]\s?[\w-]+ | \.[\w-]+)+
    | [\w.+-]{{1,64}}[ ]at[ ][\w-]+(?:[ ]dot[ ][\w-]+)*?[ ]dot[ ](?:{_TOP_DOMAINS})\b""",
    _VERBOSE,
)
_URL = re.compile(
    rf"""(?: (?:https?|ftp)://  |  (?<![\w@])(?<!@[ ])www\.(?=\w)
         |  (?<![\w@.-])(?<!@[ ])(?:[\w-]{{1,63}}\.){{1,4}}(?:{_TOP_DOMAINS})/(?=\w) )
    \S* [^\s.,;:!?()\[\]{{}}<>"'\u2019\u201d*]""",
    _VERBOSE,
)
_IP = re.compile(
    r"""(?<![\w.])
    (?: \d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?                         # 192.0.2.17:8080
    | (?<![0-9a-f:]:)[0-9a-f]{0,4}(?: :[0-9a-f]{0,4} ){2,7}(?<![0-9a-f]:) )
    (?!\w|:[\w:]|\.\w)""",
    _VERBOSE,
)
_DAY = r"""\b(?:
      \d{1,2}(?P<sep>[./-])\d{1,2}(?P=sep)(?:\d{4}|\d{2})\b(?!(?P=sep)\d)
    | (?:19|20)\d\d(?P<of>[./-])\d{1,2}(?:(?P=of)\d{1,2})?\b(?!(?P=of)\d)
    | \d{1,2}/(?:19|20)\d\d\b )"""
_EXTENSION = r"(?:[ ,]{0,2}(?:x|ext|extension)[ .:]{0,2}\d{1,6})?(?!\w|[.,-]\d)"
_PHONE = re.compile(
    _DAY  # is passed over, so that no number starts within a date
    + r"""| (?<![\w$€£¥\#+])(?<!\d[.,:-])(?:
      \+[1-9](?:(?:[ ().-]|/(?!0)){0,3}\d){6,14}                     # +44 20 7946 0018
    | 00[ ]?[1-9](?:(?:[ ().-]|/(?!0)){0,3}\d){7,14}                 # 0044 20 7946 0018
    | (?:1[ .-]?)?\((?!(?:19|20)\d\d\))0?\d{2,4}\)[ .-]?\d{3,4}(?:[ .-]?\d{2,4}){0,2}
    | 0[1-9]\d{0,3}(?:(?:[ .-]|/(?!0))\d{2,8}){1,4}                  # 07700 900123
    | 0[1-9]\d{8,10}                                                 # 07700900123
    | (?:1[ .-])?[2-9]\d{2}(?P<sign>[ .-])\d{3}(?P=sign)\d{4}        # 202-555-0147
    | [2-9]\d{2}[ -][2-9]\d{6}(?<!000)                               # 202 5550147
    | [2-9]\d{9}(?<!000)                                             # 2025550147
    | \d{3}[ -]0\d{3} | 555[ -]\d{4}                                 # 555-0142
    )"""
    + _EXTENSION,
    _VERBOSE,
)
_ANNOUNCED_PHONE = re.compile(
    r"""(?P<cue>\b(?:tel|telephone|ph|phone|mob|mobile|cell|call|ring|text|reach|whatsapp|fax)\b
        (?:[ ](?:me|us|number|no))?(?:[ ](?:at|on|is))?[ :.]{1,3})
    \d[\d .-]{5,14}\d(?<!000)"""
    + _EXTENSION,
    _VERBOSE,
)
_HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z_]\w{1,29}\b(?!\.\w)")
_DATE = re.compile(_DAY, re.VERBOSE)
_FEWEST_DIGITS = 7

_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]")
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def redact(responses: DataFrame[Responses], settings: Redaction) -> DataFrame[RedactedResponses]:
    """Return the responses with personal data masked, in words that can travel on."""
    texts, counts = [], []
    for verbatim in responses["verbatim"]:
        text, count = mask(verbatim, settings.kinds)
        texts.append(text)
        counts.append(count)
    redacted = responses.assign(
        text=pd.Series(texts, index=responses.index, dtype="str"),
        masked=pd.Series(counts, index=responses.index, dtype="int64"),
    )
    return conform(redacted[columns_of(RedactedResponses)], RedactedResponses)


def mask(text: str, kinds: Collection[str]) -> tuple[str, int]:
    """Return *text* with personal data of these *kinds* masked, and the number of masks.

    A mask is its kind in brackets, such as `[email]`. Characters that do not show are removed,
    line ends become newlines, other white space a space; emoji and accents stay as they are.
    """
    text, total = _clean(text), 0
    for kind, (sign, patterns, holds) in _FINDERS.items():
        if kind in kinds and sign.search(_typed(text)):
            for pattern in patterns:
                text, count = _replace(text, pattern, f"[{kind}]", holds)
                total += count
    return text, total


def _clean(text: str) -> str:
    text = _LINE_ENDS.sub("\n", text)
    return _UNSEEN.sub("", _SPACES.sub(" ", text)).strip()


def _typed(text: str) -> str:
    return text if text.isascii() else text.translate(_TYPED)


def _replace(
    text: str, pattern: re.Pattern[str], put: str, holds: Callable[[str], bool]
) -> tuple[str, int]:
    """Return *text* with *put* for every match that *holds*, and their number."""
    pieces: list[str] = []
    end = 0
    for match in pattern.finditer(_typed(text)):
        cue = match.groupdict().get("cue") or ""
        if holds(match[0].removeprefix(cue)):
            pieces += [text[end : match.start() + len(cue)], put]
            end = match.end()
    return "".join([*pieces, text[end:]]), len(pieces) // 2


def _always(_: str) -> bool:
    return True


def _is_ip(found: str) -> bool:
    """Return whether *found* is an address, not a time (10:30:00) or code (a::b)."""
    host = found.partition(":")[0] if "." in found else found
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return any(sign.isdigit() for sign in host)


def _is_phone(found: str) -> bool:
    """Return whether *found* has the digits of a telephone number and is no date."""
    return sum(sign.isdigit() for sign in found) >= _FEWEST_DIGITS and not _DATE.match(found)


_Finder = tuple[re.Pattern[str], tuple[re.Pattern[str], ...], Callable[[str], bool]]

_FINDERS: Mapping[str, _Finder] = {
    "url": (re.compile(r"/|www", re.IGNORECASE), (_URL,), _always),
    "email": (re.compile(r"@|\bdot\b|[(\[]\s?at\b", re.IGNORECASE), (_EMAIL,), _always),
    "ip": (re.compile(r"\d"), (_IP,), _is_ip),
    "phone": (re.compile(r"\d"), (_PHONE, _ANNOUNCED_PHONE), _is_phone),
    "handle": (re.compile("@"), (_HANDLE,), _always),
}
"""By kind: a sign without which there is none, what finds it, and what a find must hold.

The order matters: a web address may hold an e-mail address, and that what looks like a handle.
"""

EVERY_KIND = tuple(_FINDERS)
"""The kinds of personal data that can be masked, for words no setting speaks of."""
