"""A study that fits on the screen: its tables in one line each, and Hypothesis drawing them."""

from hypothesis import settings
from hypothesis import strategies as st

from nlp.contracts import ids
from nlp.contracts.codebook import parse_codebook
from nlp.contracts.tables import (
    CATEGORIES,
    CODABLE,
    EMPTY,
    NOT_ASKED,
    STANCES,
    STATUSES,
    TARGETS,
    Answers,
    CodedResponses,
    Codings,
    Mentions,
    Respondents,
    ScreenedResponses,
    build,
)
from tests.builders import PLAINLY, QUESTION, WAVE

HOPES = "hopes"

CODEBOOK = parse_codebook(
    {
        "study_id": "small",
        "nets": [
            {"net_id": "harm", "label": "Harm"},
            {"net_id": "good", "label": "Good"},
        ],
        "themes": [
            {"theme_id": "jobs", "label": "Lost jobs", "net": "harm", "examples": ["no work"]},
            {"theme_id": "risk", "label": "Unsafe", "net": "harm", "examples": ["not safe"]},
            {
                "theme_id": "time",
                "label": "Time saved",
                "net": "good",
                "examples": ["it is quick"],
                "questions": [HOPES],
            },
            {"theme_id": "rules", "label": "Rules", "examples": ["a law"]},
        ],
    },
    "codebook",
)


def respondents(*weights, wave=WAVE):
    """One respondent per weight: p1, p2, …"""
    return build(
        [
            {"respondent_id": f"p{number}", "wave": wave, "weight": weight}
            for number, weight in enumerate(weights, start=1)
        ],
        Respondents,
    )


def screened(statuses, wave=WAVE):
    """The responses of p1, p2, … by question: `{"risks": ["codable", "empty"]}`."""
    return build(
        [
            {
                "response_id": ids.response_id(wave, f"p{number}", question_id),
                "respondent_id": f"p{number}",
                "question_id": question_id,
                "wave": wave,
                "text": "" if status in (EMPTY, NOT_ASKED) else "words",
                "status": status,
                "language": "",
                "flag": "",
            }
            for question_id, of_question in statuses.items()
            for number, status in enumerate(of_question, start=1)
        ],
        ScreenedResponses,
    )


def codings(*given, wave=WAVE):
    """One coding per `("p1", "jobs")` or `("p1", "jobs", question)`, each in its own unit."""
    rows = []
    for number, (who, theme_id, *where) in enumerate(given):
        response_id = ids.response_id(wave, who, *(where or [QUESTION]))
        rows.append(
            {
                "unit_id": ids.unit_id(response_id, number, number + 1),
                "response_id": response_id,
                "theme_id": theme_id,
                "source": "keyword",
                "confidence": 1.0,
                "evidence": "word",
            }
        )
    return build(rows, Codings)


def mentions(*given, wave=WAVE):
    """One mention per `("p1", "risk")`; a third word is `"not"`, a stance, or a target."""
    rows = []
    for number, (who, category, *meant) in enumerate(given):
        response_id = ids.response_id(wave, who, QUESTION)
        rows.append(
            {
                "mention_id": f"m{number}",
                "unit_id": ids.unit_id(response_id, 0, 1),
                "response_id": response_id,
                "category": category,
                "term_id": "term",
                "term": "Term",
                "start": number,
                "end": number + 1,
                "span": "w",
                "negated": "not" in meant,
                **PLAINLY,
                "stance": next((word for word in meant if word in STANCES), ""),
                "target": next((word for word in meant if word in TARGETS), "unclear"),
            }
        )
    return build(rows, Mentions)


def coded(*given, wave=WAVE, finding_id="jobs"):
    """One coded response per `(raised, weight)`, or `(raised, weight, status)`, of p1, p2, …"""
    return build(
        [
            {
                "response_id": ids.response_id(wave, f"p{number}", QUESTION),
                "respondent_id": f"p{number}",
                "question_id": QUESTION,
                "wave": wave,
                "status": (rest or [CODABLE])[0],
                "weight": float(weight),
                "finding_id": finding_id,
                "raised": raised,
                "denied": False,
            }
            for number, (raised, weight, *rest) in enumerate(given, start=1)
        ],
        CodedResponses,
    )


def answers(question_id, chosen, wave=WAVE, missing=False):
    """The options each respondent chose: `answers("role", {"p1": ["user"]})`."""
    return build(
        [
            {
                "respondent_id": who,
                "wave": wave,
                "question_id": question_id,
                "option": option,
                "missing": missing,
            }
            for who, options in chosen.items()
            for option in options
        ],
        Answers,
    )


FEW = settings(max_examples=15, deadline=None)
"""Every draw checks several tables, so a few of them take a second."""

WEIGHTS = st.just(0.0) | st.floats(min_value=1e-3, max_value=1e3)


@st.composite
def surveys(draw):
    """Respondents with responses to two questions, some of them with themes and mentions."""
    weights = draw(st.lists(WEIGHTS, min_size=1, max_size=6))
    one_each = st.lists(st.sampled_from(STATUSES), min_size=len(weights), max_size=len(weights))
    statuses = {QUESTION: draw(one_each), HOPES: draw(one_each)}
    codable = [
        f"p{number}" for number, s in enumerate(statuses[QUESTION], start=1) if s == CODABLE
    ]
    some = st.lists(st.sampled_from(codable), max_size=8) if codable else st.just([])
    themes = draw(some.map(lambda people: [(who, "jobs") for who in people]))
    themes += draw(some.map(lambda people: [(who, "rules") for who in people]))
    meant = st.tuples(*(st.sampled_from(names) for names in (CATEGORIES, STANCES, TARGETS)))
    named = [(who, *draw(meant)) for who in draw(some)]
    return respondents(*weights), screened(statuses), codings(*themes), mentions(*named)


def shuffled(table, seed=7):
    """The same rows in another order."""
    return table.sample(frac=1, random_state=seed)
