"""What was found in it: topics, themes and mentions."""

import pandera.pandas as pa

from nlp.contracts.tables.contract import Table

CATEGORIES = ("benefit", "risk", "regulation")
"""What a mention can name."""

CERTAINTIES = ("stated", "hedged", "hypothetical", "conditional", "question")
"""How firmly something is said."""

HOLDERS = ("respondent", "organisation", "others")
"""Whose view it is: the respondent's, that of the own organisation, or one reported of others."""

TIMES = ("now", "past", "expected")
"""When it is said to hold."""

TARGETS = ("open", "closed", "both", "ai", "unclear")
"""What is spoken of: open models, closed ones, both compared, AI in general."""

STANCES = ("", "for", "against", "mixed", "neutral")
"""What is wanted of regulation; empty where no regulation is mentioned."""

MENTION_RULES = ("lexicon", "meaning", "elicited")
"""What finds a mention: a term, the meaning of the unit, or the question that it answers."""

NO_TOPIC = ""
"""The topic of a unit that fits none."""

LIST_JOINT = " | "
"""What stands between the items of a list in one cell; no item holds it."""

_GRANULARITIES = ("coarse", "medium", "fine")
"""Levels of detail at which topics are looked for."""

FINDING_KINDS = ("theme", "net", "mention", "stance", "target", "none")
"""What a finding is; `none` is the answer that no theme covers."""

UNCOVERED_REASONS = ("too_short", "between_themes", "unlike_all", "no_live_theme")
"""Why a unit has no theme."""

RELATIONS = ("new", "kept", "grown", "split", "merged", "gone", "unclear")
"""What a candidate is to what was there before."""


class TopicAssignments(Table):
    """One row per unit that took part in a discovery; `topic_id` is empty where it fits none.

    `stability` is the topic's (Hennig 2007), missing where the unit has none or none was told.
    """

    unit_id: str = pa.Field(unique=True)
    topic_id: str
    stability: float = pa.Field(ge=0, le=1, nullable=True)


class TopicLevels(Table):
    """One row per unit and level of detail at which topics were looked for."""

    unit_id: str
    level: str = pa.Field(isin=_GRANULARITIES)
    topic_id: str
    stability: float = pa.Field(ge=0, le=1, nullable=True)

    class Config(Table.Config):
        """A unit has one topic a level."""

        unique = ["unit_id", "level"]  # noqa: RUF012


class Granularity(Table):
    """One row per question and level of detail: what topics cut so fine would show.

    `coverage` is the share of units in a topic, `mean_stability` that of the topics found.
    """

    question_id: str
    level: str = pa.Field(isin=_GRANULARITIES)
    n_units: int = pa.Field(ge=0)
    n_different: int = pa.Field(ge=0)
    n_topics: int = pa.Field(ge=0)
    coverage: float = pa.Field(ge=0, le=1)
    mean_stability: float = pa.Field(ge=0, le=1, nullable=True)

    class Config(Table.Config):
        """A question has a level once."""

        unique = ["question_id", "level"]  # noqa: RUF012


class Topics(Table):
    """One row per topic of one question, described; lists are joined by `LIST_JOINT`."""

    topic_id: str = pa.Field(unique=True)
    question_id: str
    size: int = pa.Field(gt=0)
    label: str
    keywords: str
    examples: str
    stability: float = pa.Field(ge=0, le=1, nullable=True)


class Codings(Table):
    """One row per unit and theme given to it; `evidence` says which example or keyword decided."""

    unit_id: str
    response_id: str
    theme_id: str
    source: str = pa.Field(isin=("similarity", "keyword"))
    confidence: float = pa.Field(ge=0, le=1)
    evidence: str

    class Config(Table.Config):
        """A unit has a theme once."""

        unique = ["unit_id", "theme_id"]  # noqa: RUF012


class UncoveredReasons(Table):
    """One row per unit that has no theme, with why, and the two themes that are nearest to it.

    `likeness` and `next_likeness` are missing, and the themes empty, where the question has none
    live in the wave, or no second one.
    """

    unit_id: str = pa.Field(unique=True)
    response_id: str
    question_id: str
    wave: str
    reason: str = pa.Field(isin=UNCOVERED_REASONS)
    n_words: int = pa.Field(ge=0)
    theme_id: str
    likeness: float = pa.Field(nullable=True, ge=-1, le=1)
    next_theme_id: str
    next_likeness: float = pa.Field(nullable=True, ge=-1, le=1)


class TopicLineage(Table):
    """One row per candidate of a wave and what it goes back to, or candidate that is gone.

    `earlier_kind` says what it goes back to: a theme, a candidate of the wave before, or units of
    earlier waves that made no topic; empty, nothing. Where no past was found for a topic that is
    not surely new either, the relation is `unclear`. `topic_id` is empty where it is gone.
    `size` counts the units of the candidate, `earlier_size` those of what it goes back to;
    `overlap` is the share of its units that are nearest to it, `likeness` how alike they are.
    """

    wave: str
    topic_id: str
    relation: str = pa.Field(isin=RELATIONS)
    earlier_kind: str = pa.Field(isin=("", "theme", "candidate", "units"))
    earlier_wave: str
    earlier_id: str
    size: int = pa.Field(ge=0)
    earlier_size: int = pa.Field(ge=0)
    overlap: float = pa.Field(nullable=True, ge=0, le=1)
    likeness: float = pa.Field(nullable=True, ge=-1, le=1)

    class Config(Table.Config):
        """A candidate goes back to a thing once."""

        unique = ["wave", "topic_id", "earlier_wave", "earlier_id"]  # noqa: RUF012


class ThemeDrift(Table):
    """One row per wave, question and theme given there: how like its units are to it.

    `mean_likeness` is that of the codings by likeness, and missing where keywords gave them all.
    """

    wave: str
    question_id: str
    theme_id: str
    n_codings: int = pa.Field(gt=0)
    n_by_keyword: int = pa.Field(ge=0)
    mean_likeness: float = pa.Field(nullable=True, ge=0, le=1)

    class Config(Table.Config):
        """A theme drifts once per question and wave."""

        unique = ["wave", "question_id", "theme_id"]  # noqa: RUF012


class Mentions(Table):
    """One row per span that names a benefit, a risk or regulation.

    `start` and `end` count characters in the text of the response, `span` is what stands there.
    `rule` is what found it, `evidence` the phrase, pattern, example or question that did,
    `score` how sure it is. `cues` are the words that decided how it is meant, each with what it
    does (`not: deny | may: hedge`).
    """

    mention_id: str = pa.Field(unique=True)
    unit_id: str
    response_id: str
    category: str = pa.Field(isin=CATEGORIES)
    term_id: str
    term: str
    start: int = pa.Field(ge=0)
    end: int = pa.Field(gt=0)
    span: str = pa.Field(str_length={"min_value": 1})
    negated: bool
    certainty: str = pa.Field(isin=CERTAINTIES)
    holder: str = pa.Field(isin=HOLDERS)
    time: str = pa.Field(isin=TIMES)
    target: str = pa.Field(isin=TARGETS)
    stance: str = pa.Field(isin=STANCES)
    cues: str
    rule: str = pa.Field(isin=MENTION_RULES)
    score: float = pa.Field(ge=0, le=1)
    evidence: str


class Findings(Table):
    """One row per finding that a question can have; the stubs of every table, in reading order."""

    question_id: str
    finding_id: str
    kind: str = pa.Field(isin=FINDING_KINDS)
    label: str
    net_id: str

    class Config(Table.Config):
        """A question has a finding once."""

        unique = ["question_id", "finding_id"]  # noqa: RUF012
