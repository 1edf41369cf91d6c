"""Which responses an edit moves, and which shares with them."""

from typing import Any, NamedTuple

import pandas as pd
from pandera.typing import DataFrame

from flows.rederiving import Again
from flows.session import Session
from nlp.contracts.codebook import Codebook
from nlp.contracts.tables import CodedResponses, Codings, Mentions
from nlp.estimates.findings import list_findings, live_findings
from nlp.estimates.linking import link
from nlp.estimates.moves import compare_coded, compare_terms, term_finding
from nlp.estimates.prevalence import estimate_prevalence

_Key = tuple[str, str]
"""A question and a finding or term."""


class Found(NamedTuple):
    """What one codebook and one set of lexicons find in a wave."""

    codebook: Codebook
    codings: DataFrame[Codings]
    mentions: DataFrame[Mentions]


def list_moves(
    session: Session, wave: str, again: Again, found: tuple[Found, Found]
) -> list[dict[str, Any]]:
    """Return every finding, and then every term, that moves in *wave* between the two *found*.

    Each with the responses that lose and gain it; findings also with their share before and after.
    """
    before, after = (_coded(session, wave, again, one) for one in found)
    shares = [_shares(session, coded) for coded in (before, after)]
    terms = compare_terms(found[0].mentions, found[1].mentions, again.screened)
    responses = _responses(pd.concat([compare_coded(before, after), terms], ignore_index=True))
    labels = _labels(session, found)
    places = {name: place for place, name in enumerate(labels)}
    questions = list(session.study.open_questions)
    return [
        {
            "wave": wave,
            "question_id": key[0],
            "finding_id": key[1],
            "finding": labels[key[1]],
            "share_before": shares[0].get(key),
            "share_after": shares[1].get(key),
            "lost": responses[key][0],
            "gained": responses[key][1],
        }
        for key in sorted(responses, key=lambda key: (questions.index(key[0]), places[key[1]]))
    ]


def _responses(moves: pd.DataFrame) -> dict[_Key, tuple[list[str], list[str]]]:
    """Return the responses that lose, and those that gain, what moves."""
    responses: dict[_Key, tuple[list[str], list[str]]] = {}
    columns = ("question_id", "finding_id", "response_id", "gained")
    for question_id, finding_id, response_id, gained in zip(
        *(moves[name] for name in columns), strict=True
    ):
        lost_and_gained = responses.setdefault((question_id, finding_id), ([], []))
        lost_and_gained[int(gained)].append(response_id)
    return responses


def _coded(session: Session, wave: str, again: Again, found: Found) -> DataFrame[CodedResponses]:
    study = session.study
    every = list_findings(study.open_questions, found.codebook, study.mentions)
    findings = live_findings(every, found.codebook, wave, session.wave_order)
    return link(again.respondents, again.screened, found.codings, found.mentions, findings)


def _labels(session: Session, found: tuple[Found, Found]) -> dict[str, str]:
    """Return what findings and terms are called, in reading order; those of now come first."""
    study = session.study
    labels: dict[str, str] = {}
    for one in reversed(found):
        findings = list_findings(study.open_questions, one.codebook, study.mentions)
        for name, label in zip(findings["finding_id"], findings["label"], strict=True):
            labels.setdefault(name, label)
    for one in reversed(found):
        terms = one.mentions[["category", "term_id", "term"]].drop_duplicates()
        for category, term_id, label in sorted(terms.itertuples(index=False, name=None)):
            labels.setdefault(term_finding(category, term_id), label)
    return labels


def _shares(session: Session, coded: DataFrame[CodedResponses]) -> dict[_Key, float | None]:
    """Return the share of every finding of every question; None where the base is empty."""
    table = estimate_prevalence(coded, session.study.reporting)
    keys = zip(table["question_id"], table["finding_id"], strict=True)
    shares = [None if share != share else float(share) for share in table["share"]]
    return dict(zip(keys, shares, strict=True))
