"""Stand-ins that are passed as arguments: no weights, no network, no clock."""

import datetime as dt
import re

import numpy as np

from nlp.contracts.tagger import Word


class LetterEncoder:
    """Counts letters: equal texts get equal vectors, like texts like ones; 26 dimensions."""

    name = "letters"

    def __init__(self):
        self.encoded = []

    def encode(self, texts):
        self.encoded.extend(texts)
        counts = [[text.lower().count(chr(97 + i)) + 0.01 for i in range(26)] for text in texts]
        matrix = np.array(counts, dtype=np.float32).reshape(len(texts), 26)
        return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


def fixed_clock():
    """The same moment, always."""
    return dt.datetime(2026, 1, 31, 12, 0, tzinfo=dt.UTC)


class PlainTagger:
    """Takes words for nouns in their singular, but for those it is told of; marks are marks."""

    name = "plain"

    def __init__(self, **pos):
        self.pos = pos

    def __call__(self, texts):
        return [
            [
                Word(
                    found.start(),
                    found.end(),
                    found.group().lower(),
                    self.pos.get(found.group(), "NOUN" if found.group().isalnum() else "PUNCT"),
                )
                for found in re.finditer(r"\w+|[^\w\s]", text)
            ]
            for text in texts
        ]


class ListedNames:
    """Finds the names it is given, as they are spelt."""

    name = "listed"

    def __init__(self, *names):
        self.names = names

    def __call__(self, texts):
        return [
            [found.span() for name in self.names for found in re.finditer(rf"\b{name}\b", text)]
            for text in texts
        ]
