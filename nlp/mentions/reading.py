"""What the words of a text name, and how it is meant; texts of any length are read in pieces."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.contracts.study import Category
from nlp.mentions.context import Context
from nlp.mentions.pipeline import TERMS

LONGEST_PIECE = 5_000
"""Characters that are read at once, so that no text takes more memory than a page does."""


@dataclass(frozen=True)
class Mention:
    """What a stretch of a unit's text names; `start` and `end` count in that text."""

    category: Category
    term_id: str
    term: str
    start: int
    end: int
    context: Context
    rule: str = "lexicon"
    evidence: str = ""


class Reading(NamedTuple):
    """How a text is meant as a whole, and what its words name."""

    whole: Context
    mentions: tuple[Mention, ...]


SILENT = Reading(
    Context(
        negated=False,
        certainty="stated",
        holder="respondent",
        time="now",
        target="unclear",
        stance="neutral",
        cues=(),
    ),
    (),
)
"""The reading of a text without words."""


def readings(texts: Iterable[str], pipeline: Language) -> dict[str, Reading]:
    """Return what each of *texts* names, each read once and without the others."""
    distinct = sorted(set(texts))
    pieces = [(text, start, piece) for text in distinct for start, piece in _cut(text)]
    docs = pipeline.pipe(piece for *_, piece in pieces)
    found: dict[str, list[Reading]] = {}
    for (text, start, _), doc in zip(pieces, docs, strict=True):
        found.setdefault(text, []).append(_read(doc, start))
    return {text: _joined(found.get(text, [])) for text in distinct}


def _joined(parts: Sequence[Reading]) -> Reading:
    if not parts:
        return SILENT
    return Reading(parts[0].whole, tuple(m for part in parts for m in part.mentions))


def _read(doc: Doc, offset: int) -> Reading:
    mentions = tuple(_mention(span, offset) for span in doc.spans[TERMS])
    return Reading(Span(doc, 0, len(doc), "regulation")._.context, mentions)


def _mention(span: Span, offset: int) -> Mention:
    start, end = offset + span.start_char, offset + span.end_char
    category = cast("Category", span.label_)
    phrase = span.doc._.evidence[span.label_, span.kb_id_, span.start, span.end]
    return Mention(category, span.kb_id_, span.id_, start, end, span._.context, evidence=phrase)


def _cut(text: str) -> Iterator[tuple[int, str]]:
    """Yield *text* in pieces short enough, and their places; cut behind a sentence or a word."""
    start = 0
    while len(text) - start > LONGEST_PIECE:
        most = start + LONGEST_PIECE
        ends = (text.rfind(mark, start, most) for mark in (". ", "\n", " "))
        end = next((place + 1 for place in ends if place > start), most)
        yield start, text[start:end]
        start = end
    if text[start:].strip():
        yield start, text[start:]
