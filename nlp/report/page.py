"""The report as one self-contained HTML page: no script, no request, nothing that can run."""

import base64
import hashlib
from collections.abc import Mapping
from typing import NamedTuple

import jinja2
from markupsafe import Markup

from nlp.contracts.tables import CODABLE, EMPTY, NOT_ASKED, STATUSES
from nlp.report.candidates import (
    REASON_WORDS,
    candidates_by_wave,
    drift_by_theme,
    uncovered_by_question,
)
from nlp.report.charts import Part, parts_svg
from nlp.report.delivered import remark_lines, row_accounts, wording_lines
from nlp.report.figures import count, interval, percent
from nlp.report.limits import health_lines
from nlp.report.results import Results
from nlp.report.sections import question_sections

STATUS_WORDS = {
    CODABLE: "codable",
    NOT_ASKED: "not asked",
    EMPTY: "empty",
    "refusal": "refusal",
    "non_substantive": "beside the question",
    "too_short": "too short",
    "too_long": "too long",
    "gibberish": "gibberish",
    "unsupported_language": "other language",
    "duplicate_campaign": "campaign",
}

BASE_WORDS = {
    "asked": "everyone who was asked",
    "answered": "everyone who wrote something",
    "codable": "everyone whose response could be coded",
}

SHADES = 8
"""Steps of colour in the crosstabs; a share of one half or more has the darkest."""

_UNPRINTABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), "\ufffd")
"""Control characters, shown as the sign for what cannot be shown."""


class Account(NamedTuple):
    """What became of the responses to one question in one wave."""

    question: str
    wave: str
    n_by_status: tuple[int, ...]
    n_respondents: int
    n_asked: int
    n_answered: int
    bar: Markup


def render_page(results: Results) -> str:
    """Return the report as HTML."""
    style, template = _templates()
    page = template.render(
        results=results,
        study=results.study,
        style=Markup(style),  # noqa: S704  (our own file)
        style_digest=_digest(style),
        accounts=_accounts(results),
        statuses=[STATUS_WORDS[status] for status in _statuses_found(results)],
        base_words=BASE_WORDS[results.study.reporting.base],
        questions=question_sections(results),
        candidates=candidates_by_wave(results),
        reasons=tuple(REASON_WORDS.values()),
        uncovered=uncovered_by_question(results),
        drift=drift_by_theme(results),
        health=health_lines(results),
        row_accounts=row_accounts(results),
        quarantine=_quarantine(results),
        remarks=remark_lines(results),
        wordings=wording_lines(results),
    )
    return page.translate(_UNPRINTABLE)


def shade(share: float) -> str:
    """Return the class that colours a share in a crosstab.

    >>> shade(0.0), shade(0.3), shade(1.0)
    ('shade-0', 'shade-5', 'shade-8')
    """
    return f"shade-{min(SHADES, round(2 * SHADES * share))}" if share == share else "shade-0"


def _templates() -> tuple[str, jinja2.Template]:
    """Return the style sheet and the template of the page; everything put into it is escaped."""
    loader = jinja2.PackageLoader("nlp.report")
    environment = jinja2.Environment(
        loader=loader,
        autoescape=True,  # for every name: a template called *.j2 would be taken for plain text
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "percent": percent,
        "interval": interval,
        "count": count,
        "shade": shade,
    }
    style = loader.get_source(environment, "page.css")[0]
    return style, environment.get_template("page.html.j2")


def _digest(style: str) -> str:
    """Return what the page's security policy calls the one style sheet that it allows."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def _statuses_found(results: Results) -> list[str]:
    """Return the statuses that any response has, in their order."""
    found = set(results.bases.loc[results.bases["n_responses"] > 0, "status"])
    return [status for status in STATUSES if status in found]


def _accounts(results: Results) -> list[Account]:
    """Return one account per question and wave, in reading order."""
    counted = results.bases.groupby(["question_id", "wave"])
    n_by_status = {
        key: dict(zip(rows["status"], rows["n_responses"], strict=True)) for key, rows in counted
    }
    return [
        _account(results, question_id, wave, n_by_status[question_id, wave])
        for question_id in results.question_ids
        for wave in results.waves
        if sum(n_by_status.get((question_id, wave), {}).values())
    ]


def _account(results: Results, question_id: str, wave: str, n_of: Mapping[str, int]) -> Account:
    total = sum(n_of.values())
    found = [(status, n_of.get(status, 0)) for status in _statuses_found(results)]
    asked = total - n_of.get(NOT_ASKED, 0)
    parts = [Part(n / total, f"{STATUS_WORDS[status]} {count(n)}", status) for status, n in found]
    return Account(
        question=results.question_label(question_id),
        wave=wave,
        n_by_status=tuple(n for _, n in found),
        n_respondents=total,
        n_asked=asked,
        n_answered=asked - n_of.get(EMPTY, 0),
        bar=parts_svg(parts),
    )


def _quarantine(results: Results) -> list[tuple[str, str, str, int]]:
    """Return how many rows each rule refused, by wave and column."""
    refused = results.quarantine.groupby(["wave", "rule", "column"], as_index=False).size()
    return list(refused.itertuples(index=False, name=None))
