"""The report as one self-contained HTML page: no script, no request, nothing that can run."""

import base64
import hashlib
from typing import NamedTuple

import jinja2
from markupsafe import Markup

from nlp.contracts.tables import CODABLE, EMPTY, NOT_ASKED, STATUSES
from nlp.report.charts import Part, parts_svg
from nlp.report.figures import count, interval, percent
from nlp.report.results import Results
from nlp.report.sections import question_sections

STATUS_WORDS = {
    CODABLE: "codable",
    NOT_ASKED: "not asked",
    EMPTY: "empty",
    "refusal": "refusal",
    "too_short": "too short",
    "gibberish": "gibberish",
    "unsupported_language": "other language",
}

SHADES = 8
"""Steps of colour in the crosstabs; a share of one half or more has the darkest."""

_UNPRINTABLE = {code: "\ufffd" for code in (*range(9), 11, 12, *range(14, 32), 127)}
"""Control characters, shown as the sign for what cannot be shown."""


class Account(NamedTuple):
    """What became of the responses to one question in one wave."""

    question_id: str
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
    return template.render(
        results=results,
        study=results.study,
        style=Markup(style),  # noqa: S704  (our own file)
        style_digest=_digest(style),
        accounts=_accounts(results),
        statuses=[STATUS_WORDS[status] for status in STATUSES],
        questions=question_sections(results),
        quarantine=_quarantine(results),
    )


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
        finalize=_printable,
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


def _printable(value: object) -> object:
    """Return *value* without control characters; what we drew ourselves has none."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return value.translate(_UNPRINTABLE)
    return value


def _digest(style: str) -> str:
    """Return what the page's security policy calls the one style sheet that it allows."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def _accounts(results: Results) -> list[Account]:
    """Return one account per question and wave, in reading order."""
    keys = ["question_id", "wave", "status"]
    counts = results.bases.set_index(keys)["n_responses"].to_dict()
    return [
        _account(results, question_id, wave, tuple(n_by_status))
        for question_id in results.question_ids
        for wave in results.waves
        if sum(n_by_status := [counts.get((question_id, wave, one), 0) for one in STATUSES])
    ]


def _account(
    results: Results, question_id: str, wave: str, n_by_status: tuple[int, ...]
) -> Account:
    total = sum(n_by_status)
    n_of = dict(zip(STATUSES, n_by_status, strict=True))
    parts = [
        Part(n / total, f"{STATUS_WORDS[status]} {count(n)}", status)
        for status, n in n_of.items()
        if n
    ]
    asked = total - n_of[NOT_ASKED]
    return Account(
        question_id=question_id,
        question=results.question_label(question_id),
        wave=wave,
        n_by_status=n_by_status,
        n_respondents=total,
        n_asked=asked,
        n_answered=asked - n_of[EMPTY],
        bar=parts_svg(parts),
    )


def _quarantine(results: Results) -> list[tuple[str, str, str, int]]:
    """Return how many rows each rule refused, by wave and column."""
    refused = results.quarantine.groupby(["wave", "rule", "column"], as_index=False).size()
    return list(refused.itertuples(index=False, name=None))
