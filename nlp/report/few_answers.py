"""The answers to questions that few people answered differently: listed, as topics need more."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from nlp.contracts.tables import CODABLE
from nlp.report.figures import count
from nlp.report.quotes import quotable
from nlp.report.results import Results
from nlp.themes.wording import distinct, same_words

UNSHOWN = "[too long to quote, or masked]"
UNQUOTED = "[this study shows no quotes]"


class Answer(NamedTuple):
    """What some respondents said, in one of their spellings, and how many did so in each wave."""

    text: str
    n_by_wave: tuple[int, ...]


@dataclass(frozen=True)
class FewAnswers:
    """The answers to one question, those given most often first, and why they are listed.

    Answers that may not be quoted are counted in a line of their own, which comes last.
    """

    question_id: str
    says: str
    answers: tuple[Answer, ...]


def few_answers(results: Results, question_id: str) -> FewAnswers | None:
    """Return the answers to a question if too few for topics, counted by the words they say.

    None where there are enough, or none at all.
    """
    units, least = results.units, results.study.discovery.min_units
    n_different = len(distinct(units.loc[units["question_id"] == question_id, "text"]))
    if not 0 < n_different < least:
        return None
    says = (
        f"{count(n_different)} different answers (or sentences of them): too few to look for "
        f"topics, which need {count(least)}, so all are listed."
    )
    return FewAnswers(question_id, says, _listed(results, question_id))


def few_answer_table(results: Results) -> pd.DataFrame:
    """Return one row per question with few answers, answer and wave in which somebody gave it."""
    rows = [
        (question_id, results.question_label(question_id), wave, answer.text, n)
        for question_id in results.question_ids
        if (few := few_answers(results, question_id))
        for answer in few.answers
        for wave, n in zip(results.waves, answer.n_by_wave, strict=True)
        if n
    ]
    columns = ["question_id", "question", "wave", "answer", "n_responses"]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype(dict.fromkeys(columns[:-1], "str") | {"n_responses": "int64"})


def _listed(results: Results, question_id: str) -> tuple[Answer, ...]:
    """Return the answers to one question; texts that say the same words are one."""
    screened = results.screened
    asked = screened[(screened["question_id"] == question_id) & (screened["status"] == CODABLE)]
    shown = _spellings(results, asked["text"])
    unshown = UNSHOWN if results.study.reporting.quotes else UNQUOTED
    counts: dict[str, Counter[str]] = {}
    for text, wave in zip(asked["text"], asked["wave"], strict=True):
        counts.setdefault(shown.get(same_words(text), unshown), Counter())[wave] += 1
    ordered = sorted(counts, key=lambda text: (text == unshown, -counts[text].total(), text))
    return tuple(Answer(text, tuple(counts[text][w] for w in results.waves)) for text in ordered)


def _spellings(results: Results, texts: pd.Series) -> dict[str, str]:
    """Return how to write what may be quoted, by what all its spellings share."""
    if not results.study.reporting.quotes:
        return {}
    may_be_quoted = texts[quotable(texts, results.study.reporting)]
    return {same_words(text): text for text in distinct(may_be_quoted)}
