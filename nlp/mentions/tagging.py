"""Units in, mentions out: what respondents name, and what they name by answering."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from pandera.typing import DataFrame
from spacy.language import Language

from nlp.contracts.ids import short_hash
from nlp.contracts.study import Category, OpenQuestion, Tagging
from nlp.contracts.tables import Mentions, Units, build
from nlp.mentions.context import Context
from nlp.mentions.cues import Cue
from nlp.mentions.reading import Mention, readings
from nlp.mentions.replies import Reply, read_reply

ELICITED = "elicited"
"""The term and the rule of a response that names a category by answering the question."""

ELICITED_LABEL = "Answer to the question"

OPPOSITES = frozenset({("benefit", "risk"), ("risk", "benefit")})
"""A hope that names a harm is none; a law that is named may still be one."""


@dataclass(frozen=True)
class _Unit:
    """A row of Units and what its words name."""

    unit_id: str
    response_id: str
    question_id: str
    start: int
    text: str
    whole: Context
    mentions: tuple[Mention, ...]


def tag(
    units: DataFrame[Units],
    pipeline: Language,
    questions: Mapping[str, OpenQuestion],
    settings: Tagging,
) -> DataFrame[Mentions]:
    """Return what *units* name, found by the lexicons of *pipeline* and by what was asked.

    A unit is read without its neighbours; only whether a response names at all what its question
    asks for is settled over all its units.
    """
    rows: list[dict[str, object]] = []
    ordered = sorted(_read(units, pipeline), key=attrgetter("response_id", "start", "unit_id"))
    for _, response in groupby(ordered, key=attrgetter("response_id")):
        of_response = list(response)
        if settings.use_question:
            elicits = questions[of_response[0].question_id].elicits
            of_response = [_with_elicited(unit, of_response, elicits) for unit in of_response]
        rows += [_row(unit, mention) for unit in of_response for mention in unit.mentions]
    return build(rows, Mentions)


def _read(units: DataFrame[Units], pipeline: Language) -> Iterator[_Unit]:
    """Yield every unit with what its words name; each distinct text is read once."""
    read = readings(units["text"], pipeline)
    columns = ["unit_id", "response_id", "question_id", "start", "text"]
    for unit_id, response_id, question_id, start, text in zip(
        *(units[column] for column in columns), strict=True
    ):
        yield _Unit(unit_id, response_id, question_id, int(start), text, *read[text])


def _with_elicited(unit: _Unit, response: Sequence[_Unit], elicits: Sequence[Category]) -> _Unit:
    """Return *unit* with a mention of each category that its response names only by answering."""
    affirmed = {m.category for other in response for m in other.mentions if not m.context.negated}
    answers = [
        _answer(unit, category)
        for category in elicits
        if category not in affirmed and not _speaks_for_itself(unit, category)
    ]
    return replace(unit, mentions=(*unit.mentions, *(answer for answer in answers if answer)))


def _speaks_for_itself(unit: _Unit, category: Category) -> bool:
    """Return whether the words of *unit* settle *category*: they deny it, or name its opposite."""
    return any(
        m.category == category or (not m.context.negated and (m.category, category) in OPPOSITES)
        for m in unit.mentions
    )


def _answer(unit: _Unit, category: Category) -> Mention | None:
    """Return the whole of *unit* as a mention of *category*, or None if it says nothing."""
    reply = read_reply(unit.text, category)
    if reply.kind == "says nothing":
        return None
    context = _meant(unit, category, reply)
    return Mention(
        category, ELICITED, ELICITED_LABEL, 0, len(unit.text), context, ELICITED, ELICITED
    )


def _meant(unit: _Unit, category: Category, reply: Reply) -> Context:
    """Return how *unit* means what it names by answering; rules that are asked for are wanted."""
    denied, whole = reply.kind == "denies", unit.whole
    cues = (Cue(0, 0, "deny_before", reply.cue, reply.cue),) if denied else whole.cues
    if category != "regulation":
        return whole._replace(negated=denied, stance="", cues=cues)
    wanted = "for" if whole.stance == "neutral" else whole.stance
    return whole._replace(negated=False, stance="against" if denied else wanted, cues=cues)


def _row(unit: _Unit, mention: Mention) -> dict[str, object]:
    start, end = unit.start + mention.start, unit.start + mention.end
    place = (unit.unit_id, mention.category, str(start), str(end), mention.term_id)
    context = mention.context
    return {
        "mention_id": "m" + short_hash(*place),
        "unit_id": unit.unit_id,
        "response_id": unit.response_id,
        "category": mention.category,
        "term_id": mention.term_id,
        "term": mention.term,
        "start": start,
        "end": end,
        "span": unit.text[mention.start : mention.end],
        "negated": context.negated,
        "certainty": context.certainty,
        "holder": context.holder,
        "time": context.time,
        "target": context.target,
        "stance": context.stance,
        "cues": context.told,
        "rule": mention.rule,
        "score": 1.0,
        "evidence": mention.evidence,
    }
