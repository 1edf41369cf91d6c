"""How far the mentions that are found agree with those that people coded, answer by answer.

An answer names a category if any mention of it is not negated, and denies it if all are.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from pandera.typing import DataFrame

from nlp.contracts.stances import stance_of_all
from nlp.contracts.tables import CATEGORIES, MENTION_RULES, Mentions
from nlp.mentions.coded_answers import CodedAnswer, Place, names_of

DRAWS = 1_000
"""Samples of respondents that an interval rests on."""

LEVEL = 0.95

Counts = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Verdict:
    """What people and the tagger say of one category in one answer; "" is nothing.

    `overlaps` is missing unless both affirm it and people showed where.
    """

    respondent_id: str
    question: str
    category: str
    coded: str
    tagged: str
    coded_stance: str
    tagged_stance: str
    overlaps: bool | None

    @property
    def agreed(self) -> bool:
        """Return whether both affirm it."""
        return self.coded == self.tagged == "affirmed"


class _Found(NamedTuple):
    negated: bool
    stance: str
    score: float
    rule: str
    start: int
    end: int


def measure_quality(verdicts: Sequence[Verdict], n_answers: int, seed: int) -> dict[str, Any]:
    """Return figures per category, on stance, status and evidence, and errors per question.

    A figure that nothing speaks for is None. The bounds of F1 are percentiles over samples of
    respondents drawn with replacement (Efron 1979), since the answers of one are alike.
    """
    bounds = _bootstrap(verdicts, seed)
    by_category = {
        category: [v for v in verdicts if v.category == category] for category in CATEGORIES
    }
    stances = [v for v in verdicts if v.agreed and v.coded_stance]
    shown = [v for v in verdicts if v.overlaps is not None]
    return {
        **{name: _figures(of, bounds[name]) for name, of in by_category.items()},
        "stance": _accuracy(stances, lambda v: v.coded_stance == v.tagged_stance),
        "status": {
            name: _accuracy([v for v in of if v.coded and v.tagged], _same_status)
            for name, of in by_category.items()
        },
        "evidence": {
            "overlap": _share(sum(bool(v.overlaps) for v in shown), len(shown)),
            "n": len(shown),
        },
        "questions": _errors(verdicts),
        "n": n_answers,
    }


def judge(
    gold: Sequence[CodedAnswer], mentions: DataFrame[Mentions], texts: Mapping[str, str]
) -> list[Verdict]:
    """Return a verdict per answer of *gold* and category.

    Args:
        gold: What people say.
        mentions: What was found in them, by the names of `names_of`.
        texts: The masked text in which it was found, by the same names.
    """
    found: dict[tuple[str, str], list[_Found]] = {}
    columns = ("response_id", "category", *_Found._fields)
    for name, category, *rest in zip(*(mentions[column] for column in columns), strict=True):
        found.setdefault((name, category), []).append(_Found(*rest))
    return [
        _verdict(answer, category, found.get((name, category), []), texts[name], name)
        for name, answer in zip(names_of(gold), gold, strict=True)
        for category in CATEGORIES
    ]


def _verdict(
    answer: CodedAnswer, category: str, found: list[_Found], text: str, name: str
) -> Verdict:
    code = next((code for code in answer.codes if code.code == category), None)
    affirmed = [mention for mention in found if not mention.negated]
    tagged = "affirmed" if affirmed else "denied" if found else ""
    overlaps = None
    if code is not None and code.status == tagged == "affirmed":
        place = _place_in(text, answer, answer.place_of(code))
        overlaps = _overlap(_best(affirmed), place) if place else None
    return Verdict(
        respondent_id=answer.respondent_id or name,
        question=answer.question,
        category=category,
        coded=code.status if code else "",
        tagged=tagged,
        coded_stance=(code.stance or "") if code else "",
        tagged_stance=stance_of_all(mention.stance for mention in affirmed),
        overlaps=overlaps,
    )


def _best(mentions: Iterable[_Found]) -> Place:
    """Return where the surest mention stands; of equally sure ones, that found by a term."""
    best = min(mentions, key=lambda m: (-m.score, MENTION_RULES.index(m.rule), m.start, m.end))
    return best.start, best.end


def _place_in(text: str, answer: CodedAnswer, place: Place | None) -> Place | None:
    """Return where the stretch *place* of *answer* stands in *text*, which masking may have moved.

    None where its words were masked.
    """
    if place is None or text == answer.answer:
        return place
    words = answer.answer[slice(*place)].split()
    pattern = r"\s+".join(map(re.escape, words))
    matches = list(re.finditer(pattern, text)) if words else []
    return min((m.span() for m in matches), key=lambda span: abs(span[0] - place[0]), default=None)


def _overlap(one: Place, other: Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _same_status(verdict: Verdict) -> bool:
    return verdict.coded == verdict.tagged


def _accuracy(verdicts: Sequence[Verdict], is_right: Callable[[Verdict], bool]) -> dict[str, Any]:
    n_right = sum(map(is_right, verdicts))
    return {"accuracy": _share(n_right, len(verdicts)), "n": len(verdicts)}


def _figures(verdicts: Sequence[Verdict], bounds: tuple[float | None, ...]) -> dict[str, Any]:
    both, tagged, coded = _counts(verdicts).astype(int).tolist()
    return {
        "precision": _share(both, tagged),
        "recall": _share(both, coded),
        "f1": _share(2 * both, tagged + coded),
        "low": bounds[0],
        "high": bounds[1],
    }


def _share(hits: int, of: int) -> float | None:
    return hits / of if of else None


def _counts(verdicts: Iterable[Verdict]) -> Counts:
    """Return in how many answers both, the tagger, and people affirm a category."""
    counts = np.zeros(3)
    for v in verdicts:
        counts += (v.agreed, v.tagged == "affirmed", v.coded == "affirmed")
    return counts


def _bootstrap(verdicts: Sequence[Verdict], seed: int) -> dict[str, tuple[float | None, ...]]:
    """Return the bounds of F1 per category."""
    people: dict[str, Counts] = {}
    for v in verdicts:
        of_one = people.setdefault(v.respondent_id, np.zeros((3, len(CATEGORIES))))
        of_one[:, CATEGORIES.index(v.category)] += _counts([v])
    counts = np.array([people[name] for name in sorted(people)])
    random = np.random.default_rng(seed)
    chances = np.full(len(people), 1 / len(people))
    drawn = np.array(
        [np.tensordot(random.multinomial(len(people), chances), counts, 1) for _ in range(DRAWS)]
    )
    return {name: _bounds(drawn[:, :, place]) for place, name in enumerate(CATEGORIES)}


def _bounds(drawn: Counts) -> tuple[float | None, ...]:
    both, tagged, coded = drawn.T
    some = tagged + coded > 0
    if not some.any():
        return None, None
    scores = 2 * both[some] / (tagged + coded)[some]
    tails = (100 * (1 - LEVEL) / 2, 100 * (1 + LEVEL) / 2)
    return tuple(np.percentile(scores, tails).tolist())


def _errors(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Return by question how many answers were coded, and where the tagger raised too much."""
    errors: dict[str, Any] = {}
    for v in sorted(verdicts, key=lambda v: v.question):
        of_question = errors.setdefault(
            v.question, {"n": 0, **{name: {"false": 0, "missed": 0} for name in CATEGORIES}}
        )
        of_question["n"] += v.category == CATEGORIES[0]
        of_question[v.category]["false"] += v.tagged == "affirmed" and not v.agreed
        of_question[v.category]["missed"] += v.coded == "affirmed" and not v.agreed
    return errors
