"""A codebook to start from: one theme per topic, for people to read, rename, merge and keep."""

import re
from collections.abc import Mapping, Sequence

from pandera.typing import DataFrame

from nlp.contracts.codebook import Codebook, Net, Theme
from nlp.contracts.errors import NotEnoughResponses, listed
from nlp.contracts.ids import short_hash
from nlp.contracts.study import Discovery
from nlp.contracts.tables import LIST_JOINT, Topics, Units
from nlp.themes.nets import ProposedNet
from nlp.themes.wording import distinct

LONGEST_STEM = 30
"""Characters of a question's name in a theme id, which may have 40."""

MOST_SUBJECTS = 3
"""Noun phrases in a definition."""


def draft_codebook(
    study_id: str,
    topics: DataFrame[Topics],
    nets: Sequence[ProposedNet],
    units: DataFrame[Units],
    settings: Discovery,
) -> Codebook:
    """Return a draft codebook with one theme per topic, numbered within its question.

    Args:
        study_id: The study it is for.
        topics: What the themes are made of.
        nets: Which of them belong together.
        units: What the topics were looked for in, to say what was missing if there are none.
        settings: How they were looked for.
    """
    if topics.empty:
        raise NotEnoughResponses(_too_little(units, settings))
    named = _named(nets)
    net_of = {topic: net.net_id for net, proposed in named for topic in proposed.topic_ids}
    themes: list[Theme] = []
    for question_id in sorted(set(topics["question_id"])):
        found = topics[topics["question_id"] == question_id].sort_values("topic_id")
        themes += [
            _theme(f"{_stem(question_id)}-{number:02d}", row, net_of)
            for number, row in enumerate(found.to_dict("records"), start=1)
        ]
    return Codebook(
        study_id=study_id,
        version=1,
        status="draft",
        nets=tuple(net for net, _ in named),
        themes=tuple(themes),
    )


def _named(nets: Sequence[ProposedNet]) -> list[tuple[Net, ProposedNet]]:
    """Return each net with an id, numbered within its question."""
    numbers: dict[str, int] = {}
    named = []
    for proposed in nets:
        number = numbers[proposed.question_id] = numbers.get(proposed.question_id, 0) + 1
        net_id = f"{_stem(proposed.question_id)}-net-{number}"
        named.append((Net(net_id=net_id, label=proposed.label), proposed))
    return named


def _theme(theme_id: str, topic: dict[str, object], net_of: Mapping[str, str]) -> Theme:
    return Theme(
        theme_id=theme_id,
        label=str(topic["label"]),
        net=net_of.get(str(topic["topic_id"]), ""),
        definition=_definition(topic),
        examples=tuple(str(topic["examples"]).split(LIST_JOINT)),
        questions=(str(topic["question_id"]),),
    )


def _definition(topic: dict[str, object]) -> str:
    """Return one sentence on what a topic speaks of, and how much it was made of."""
    keywords = [word for word in str(topic["keywords"]).split(LIST_JOINT) if word]
    phrases = [keyword for keyword in keywords if " " in keyword][:MOST_SUBJECTS]
    label = str(topic["label"])
    subjects = [label[:1].lower() + label[1:] if label[1:2].islower() else label]
    known = label.casefold()
    subjects += [phrase for phrase in phrases if phrase.casefold() not in known]
    typical = [word for word in keywords if " " not in word and word.casefold() not in known]
    words = f"; typical words: {', '.join(typical)}" if typical else ""
    return f"Responses about {', '.join(subjects)}{words}. Drafted from {topic['size']} units."


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
            "`openends run` reports the study without themes and lists its answers. For themes, "
            "collect more, lower discovery.min_units in the study file (10 is the least), "
            "or write the codebook by hand.",
        ],
    )
