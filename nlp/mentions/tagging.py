"""Units in, mentions out: what respondents name, and what they name by answering."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from pandera.typing import DataFrame
from spacy.language import Language

from nlp.contracts.ids import short_hash
from nlp.contracts.study import Category, OpenQuestion, Tagging
from nlp.contracts.tables import Mentions, Units, build
from nlp.contracts.vectors import Embeddings
from nlp.mentions.meaning import Meanings, Meant, meant_by
from nlp.mentions.reading import Mention, readings
from nlp.mentions.settling import Settled, Unit, settle, settle_unsure


def tag(
    units: DataFrame[Units],
    embeddings: Embeddings | None,
    pipeline: Language,
    meanings: Meanings | None,
    questions: Mapping[str, OpenQuestion],
    settings: Tagging,
) -> DataFrame[Mentions]:
    """Return what *units* name: by their words, by what they mean, and by what was asked.

    A unit is read without its neighbours; only whether a response names at all what its question
    asks for is settled over all its units.

    Args:
        units: What to read.
        embeddings: Their vectors, by the encoder that *meanings* were learnt with, if any were.
        pipeline: Finds terms, and how they are meant.
        meanings: What coded examples teach; None lets words and questions decide alone.
        questions: What each of them asks for.
        settings: How sure is sure enough, and whether the question counts.
    """
    read = read_units(units, pipeline, meant_by(units, embeddings, meanings))
    return _settled(read, settle, questions, settings)


def tag_unsure(
    units: DataFrame[Units],
    embeddings: Embeddings | None,
    pipeline: Language,
    meanings: Meanings | None,
    questions: Mapping[str, OpenQuestion],
    settings: Tagging,
) -> DataFrame[Mentions]:
    """Return what `tag` left out of *units* as too unsure: it is no mention, but nearly was."""
    read = read_units(units, pipeline, meant_by(units, embeddings, meanings))
    return _settled(read, settle_unsure, questions, settings)


def read_units(
    units: DataFrame[Units], pipeline: Language, meant: Mapping[str, Meant]
) -> Iterator[Unit]:
    """Yield every unit with what its words name, by response and place; a text is read once."""
    read = readings(units["text"], pipeline)
    columns = ["unit_id", "response_id", "question_id", "start", "text"]
    ordered = units.sort_values(["response_id", "start", "unit_id"])
    for unit_id, response_id, question_id, start, text in zip(
        *(ordered[column] for column in columns), strict=True
    ):
        known = meant.get(unit_id)
        yield Unit(unit_id, response_id, question_id, int(start), text, *read[text], known)


def _settled(
    read: Iterable[Unit],
    settle_response: Callable[[Sequence[Unit], Sequence[Category], Tagging], Iterator[Settled]],
    questions: Mapping[str, OpenQuestion],
    settings: Tagging,
) -> DataFrame[Mentions]:
    rows: list[dict[str, object]] = []
    for _, response in groupby(read, key=attrgetter("response_id")):
        of_response = list(response)
        asked = of_response[0].question_id
        elicits = questions[asked].elicits if settings.use_question else ()
        rows += [row_of(*found) for found in settle_response(of_response, elicits, settings)]
    return build(rows, Mentions)


def row_of(unit: Unit, mention: Mention, score: float) -> dict[str, object]:
    """Return what becomes the row of a mention, *score* being how sure it is."""
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
        "score": score,
        "evidence": mention.evidence,
    }
