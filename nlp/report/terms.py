"""The terms of the lexicons: what they cover, and how many responses name them."""

from typing import NamedTuple

import pandas as pd

from nlp.estimates.findings import mention_finding
from nlp.report.results import Results

MOST_TERMS = 15
"""Terms listed per question and mention category."""

COUNTS = ["n_affirmed", "n_denied"]


class TermCount(NamedTuple):
    """How many responses name a term, and how many only to deny it."""

    term: str
    n_affirmed: int
    n_denied: int


def terms_by_mention(results: Results) -> dict[tuple[str, str], tuple[TermCount, ...]]:
    """Return the terms of every question and mention category, those affirmed most first."""
    asked = results.screened[["response_id", "question_id"]]
    mentions = results.mentions.merge(asked, on="response_id")
    counts = _count(mentions, ["question_id", "category", "term"])
    counts = counts.sort_values([*COUNTS, "term"], ascending=[False, False, True])
    return {
        (str(question_id), mention_finding(str(category))): tuple(
            TermCount(*row)
            for row in rows[list(TermCount._fields)].itertuples(index=False, name=None)
        )[:MOST_TERMS]
        for (question_id, category), rows in counts.groupby(["question_id", "category"])
    }


def term_table(results: Results) -> pd.DataFrame:
    """Return one row per term in the order of the lexicons, those that nobody names included.

    Columns: category, net, term_id, term, definition, phrases, and how many responses to any
    question in any wave shown affirm it or only deny it.
    """
    rows = [
        (
            lexicon.category,
            lexicon.nets.get(term.net, ""),
            term.term_id,
            term.label,
            term.definition,
            "; ".join(term.phrases),
        )
        for lexicon in results.lexicons
        for term in lexicon.terms
    ]
    names = ["category", "net", "term_id", "term", "definition", "phrases"]
    terms = pd.DataFrame(rows, columns=names, dtype="str")
    counts = _count(results.mentions, ["category", "term_id"])
    table = terms.merge(counts, on=["category", "term_id"], how="left")
    return table.fillna(dict.fromkeys(COUNTS, 0)).astype(dict.fromkeys(COUNTS, "int64"))


def _count(mentions: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return how many responses affirm and how many only deny what *keys* name.

    A response that affirms a term in one place and denies it in another affirms it.
    """
    denied = mentions.groupby([*keys, "response_id"])["negated"].all().reset_index()
    counted = denied.groupby(keys)["negated"].agg(["sum", "size"]).reset_index()
    n_denied, n = counted["sum"].astype("int64"), counted["size"].astype("int64")
    return counted[keys].assign(n_affirmed=n - n_denied, n_denied=n_denied)
