"""Short hashes that name responses and units: the same in every run, and not anonymity."""

import hashlib
import hmac
from collections.abc import Sequence

ID_LENGTH = 16
"""Hexadecimal digits of an id: 64 bits; among a million rows two agree with odds of 10^-7."""


def short_hash(*parts: str) -> str:
    """Return the id of the thing that *parts* name, in this order.

    >>> short_hash("w1", "007") == short_hash("w1", "007")
    True
    >>> short_hash("w1", "007") == short_hash("w10", "07")
    False
    """
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:ID_LENGTH]


def response_id(wave: str, respondent_id: str, question_id: str) -> str:
    """Return the name of what one respondent gave to one open question in one wave."""
    return "r" + short_hash(wave, respondent_id, question_id)


def unit_id(of_response: str, start: int, end: int) -> str:
    """Return the name of the stretch `text[start:end]` of one response."""
    return "u" + short_hash(of_response, str(start), str(end))


def record_id(cells: Sequence[str], earlier: int) -> str:
    """Return the name of a respondent without an id: what was delivered of them, all cells of it.

    `earlier` counts the records before it that are alike in every cell. Order does not matter.
    """
    return "n" + short_hash(*cells, str(earlier))


def pseudonym(key: bytes, study_id: str, delivered_id: str) -> str:
    """Return a respondent id that only the holder of *key* can make again (HMAC-SHA256)."""
    words = "\x1f".join((study_id, delivered_id)).encode()
    return "p" + hmac.new(key, words, hashlib.sha256).hexdigest()[:ID_LENGTH]
