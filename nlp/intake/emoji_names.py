"""Emoji in words: encoders know hardly any, and take a thumb up and a thumb down for the same."""

import re

import emoji

_MAYBE = re.compile("[\u203c-\u3299\U0001f000-\U0001faff]|[#*0-9]\ufe0f?\u20e3")
"""Wider than emoji, and quicker to look for."""

_SIGNS = frozenset("©®™")
"""Emoji by the standard, but typed as signs."""


def spoken(text: str, end: str = "") -> str:
    """Return *text* with its emoji in words, each with *end* behind it.

    >>> spoken("Saves time \U0001f44d")
    'Saves time thumbs up'
    """
    if text.isascii() or not _MAYBE.search(text):
        return text

    def name(found: str, about: dict[str, str]) -> str:
        if found in _SIGNS:
            return found
        return f" {about['en'].strip(':').replace('_', ' ')}{end} "

    named = emoji.replace_emoji(text, replace=name)
    return re.sub(" {2,}", " ", named).strip()
