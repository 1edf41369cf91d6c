"""How fine topics are cut: three levels of detail, and what each of them shows."""

from typing import NamedTuple

from pandera.typing import DataFrame

from nlp.contracts.study import Discovery, LevelName
from nlp.contracts.tables import (
    NO_TOPIC,
    Granularity,
    TopicAssignments,
    TopicLevels,
    Units,
    build,
    conform,
)
from nlp.themes.wording import distinct


class Level(NamedTuple):
    """A level of detail: how the fewest texts of a topic change, and which topics are one.

    `twins` is the cosine of two centres (the common subject left out) from which on they are.
    """

    name: LevelName
    size: float
    twins: float


LEVELS = (Level("coarse", 2.0, 0.5), Level("medium", 1.0, 0.65), Level("fine", 0.5, 0.75))
"""From coarse to fine (tried on four real questions, and one half of banking77 and clinc150)."""


def choose_level(
    levels: DataFrame[TopicLevels], settings: Discovery
) -> DataFrame[TopicAssignments]:
    """Return the topics at the level of detail that the study asks for."""
    chosen = levels[levels["level"] == settings.granularity].drop(columns="level")
    return conform(chosen.reset_index(drop=True), TopicAssignments)


def measure_granularity(
    units: DataFrame[Units], levels: DataFrame[TopicLevels]
) -> DataFrame[Granularity]:
    """Return what every level of detail shows, question by question, from coarse to fine."""
    question_of = dict(zip(units["unit_id"], units["question_id"], strict=True))
    asked = levels.assign(question_id=[question_of[unit] for unit in levels["unit_id"]])
    rows: list[dict[str, object]] = []
    for question_id in sorted(set(asked["question_id"])):
        n_different = len(distinct(units.loc[units["question_id"] == question_id, "text"]))
        for level in LEVELS:
            here = asked[(asked["question_id"] == question_id) & (asked["level"] == level.name)]
            topics = here[here["topic_id"] != NO_TOPIC].drop_duplicates("topic_id")
            rows.append(
                {
                    "question_id": question_id,
                    "level": level.name,
                    "n_units": len(here),
                    "n_different": n_different,
                    "n_topics": len(topics),
                    "coverage": float((here["topic_id"] != NO_TOPIC).mean()),
                    "mean_stability": float(topics["stability"].mean()),
                }
            )
    return build(rows, Granularity)
