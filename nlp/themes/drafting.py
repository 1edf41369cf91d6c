"""A codebook to start from: one theme per topic, for people to read, rename, merge and keep."""

import re

from pandera.typing import DataFrame

from nlp.contracts.codebook import Codebook, Theme
from nlp.contracts.errors import NotEnoughResponses, listed
from nlp.contracts.ids import short_hash
from nlp.contracts.study import Discovery
from nlp.contracts.tables import LIST_JOINT, Topics, Units
from nlp.themes.wording import distinct

LONGEST_STEM = 30
"""Characters of a question's name in a theme id, which may have 40."""


def draft_codebook(
    study_id: str, topics: DataFrame[Topics], units: DataFrame[Units], settings: Discovery
) -> Codebook:
    """Return a draft codebook with one theme per topic, numbered within its question.

    Args:
        study_id: The study it is for.
        topics: What the themes are made of.
        units: What the topics were looked for in, to say what was missing if there are none.
        settings: How they were looked for.
    """
    if topics.empty:
        raise NotEnoughResponses(_too_little(units, settings))
    themes: list[Theme] = []
    for question_id in sorted(set(topics["question_id"])):
        found = topics[topics["question_id"] == question_id].sort_values("topic_id")
        themes += [
            _theme(f"{_stem(question_id)}-{number:02d}", row)
            for number, row in enumerate(found.to_dict("records"), start=1)
        ]
    return Codebook(study_id=study_id, version=1, status="draft", themes=tuple(themes))


def _theme(theme_id: str, topic: dict[str, object]) -> Theme:
    keywords = [word for word in str(topic["keywords"]).split(LIST_JOINT) if word]
    about = f"Talks about {', '.join(keywords)}. " if keywords else ""
    return Theme(
        theme_id=theme_id,
        label=str(topic["label"]),
        definition=f"{about}Drafted from {topic['size']} units.",
        examples=tuple(str(topic["examples"]).split(LIST_JOINT)),
        questions=(str(topic["question_id"]),),
    )


def _stem(question_id: str) -> str:
    """Return the question's name as the beginning of a theme id: a letter first, and short.

    >>> _stem("hopes"), _stem("2nd")
    ('hopes', 'q2nd')
    """
    stem = question_id if re.match("[a-z]", question_id) else f"q{question_id}"
    if len(stem) <= LONGEST_STEM:
        return stem
    return f"{stem[: LONGEST_STEM - 7]}-{short_hash(question_id)[:6]}"


def _too_little(units: DataFrame[Units], settings: Discovery) -> str:
    questions = sorted(set(units["question_id"]))
    counts = [
        f"{question}: {len(distinct(units.loc[units['question_id'] == question, 'text']))}"
        for question in questions
    ]
    return listed(
        f"No topics can be found: a question needs at least {settings.min_units} different "
        "answers (or sentences of them); found are",
        [
            *(counts or ["none in any question"]),
            "Collect more, lower discovery.min_units in the study file (10 is the least), "
            "or write the codebook by hand.",
        ],
    )
