"""An invented study with its results, as small or as large as a test wants it."""

import dataclasses
import functools
import itertools
import random

import pandas as pd

from nlp.contracts import ids
from nlp.contracts.codebook import parse_codebook
from nlp.contracts.study import column_in, parse_study
from nlp.contracts.tables import (
    Answers,
    Codings,
    Mentions,
    Respondents,
    ScreenedResponses,
    Topics,
    Units,
    build,
)
from nlp.estimates.bases import count_bases
from nlp.estimates.crosstabs import cross_tabulate
from nlp.estimates.findings import list_findings, live_findings
from nlp.estimates.linking import link
from nlp.estimates.prevalence import estimate_prevalence
from nlp.report.results import Results
from tests.builders import PLAINLY
from tests.fakes import fixed_clock
from tests.report.sample_tables import CANDIDATES, delivery_tables, theme_tables
from tests.report.small_lexicons import LEXICONS

BENEFIT, RISK = "benefits", "risks"


def study(**changes):
    return parse_study(
        {
            "study_id": "open_models",
            "title": "Open models in practice",
            "waves": {
                "2025": {"source": "a.csv", "fielded": ["2025-01-10", "2025-01-24"]},
                "2026": {"source": "b.csv", "fielded": ["2026-01-12", "2026-01-30"]},
            },
            "respondent": {"column": "id"},
            "open_questions": {
                BENEFIT: {"column": "b", "label": "Benefits", "elicits": ["benefit"]},
                RISK: {"column": "r", "label": "Risks", "elicits": ["risk"]},
            },
            "closed_questions": {
                "role": {"column": "role", "label": "Role", "options": ["Producer", "User"]},
                "tools": {"column": "t", "label": "Tools used", "kind": "multiple"},
            },
            "banner": ["role", "tools"],
            "weight": {"column": "w"},
            "reporting": {"smallest_base": 3},
        }
        | changes,
        "study.yaml",
    )


def asked_in(*waves):
    """What changes in the study where only *waves* ask for risks."""
    questions = study().model_dump(exclude_defaults=True)["open_questions"]
    questions[RISK]["column"] = dict.fromkeys(waves, "r")
    return {"open_questions": questions}


def codebook(**changes):
    return parse_codebook(
        {
            "study_id": "open_models",
            "version": 3,
            "nets": [
                {"net_id": "money", "label": "Money"},
                {"net_id": "trust", "label": "Trust and control"},
            ],
            "themes": [
                theme("cost", "Lower cost", "money", "savings on licences and fees"),
                theme("lock_in", "No vendor lock-in", "trust", "freedom to change supplier"),
                theme("insight", "Seeing how it works", "trust", "inspection of code or data"),
                theme("security", "Security holes", "", "weaknesses that others can use"),
                theme("agents", "Agents with tool access", "", "programs that act", since="2026"),
            ],
        }
        | changes,
        "codebook.yaml",
    )


def theme(theme_id, label, net, covers, **more):
    return {
        "theme_id": theme_id,
        "label": label,
        "net": net,
        "definition": f"The answer names {covers}.",
        "include": [f"hints at {covers}"],
        "exclude": ["price rises, which belong elsewhere"],
        "examples": [f"because of {covers}"],
    } | more


SAID = {
    BENEFIT: [
        ("cost", "cost_saving", "It saves us a lot of money a year", "saves us a lot of money"),
        ("cost", "cost_saving", "No licence fees, so the budget goes further", "No licence fees"),
        ("cost", "cost_saving", "cheaper", "cheaper"),
        ("lock_in", "independence", "We are free to move to another supplier", "free to move"),
        ("insight", "openness", "You can look inside and see what it learnt from", "look inside"),
        ("insight", "openness", "Our auditors can inspect the weights themselves", "inspect"),
        ("", "", "It suits our team and the way we like to work", ""),
    ],
    RISK: [
        ("security", "attack", "Anyone may hide a back door in the weights", "back door"),
        ("security", "attack", "Malicious uploads to the public model hubs", "Malicious uploads"),
        ("agents", "agency", "An agent that can send mail on its own frightens me", "on its own"),
        ("", "upkeep", "Nobody keeps the old releases up to date", "Nobody keeps"),
        ("", "", "Hard to say, it depends on the vendor and the day", ""),
    ],
}
"""What invented respondents say: theme, term, text, span."""


@functools.cache
def usual(respondents=40):
    """The results that most tests look at; made once, as nobody may change them."""
    return results(respondents)


def results(respondents=12, seed=1, texts=(), changes=None, the_codebook=None, **replaced):
    """Results of *respondents* invented people per wave; *texts* replace the first responses."""
    the_study, the_codebook = study(**(changes or {})), the_codebook or codebook()
    drawn, planted = random.Random(seed), list(texts)
    people, answers, responses, units, codings, mentions = [], [], [], [], [], []
    for wave, number, question_id in _asked(the_study, respondents):
        person = {"respondent_id": f"{wave}-p{number}", "wave": wave}
        if question_id == BENEFIT:
            people.append(person | {"weight": drawn.choice([0.5, 1.0, 2.0])})
            answers += _answers(the_study, person, drawn)
        row, response = _response(the_study, person, question_id, drawn, planted)
        responses.append(response)
        if response["status"] == "codable":
            units.append(_unit(response))
            codings += _codings(units[-1], row[0], drawn)
            mentions += _mentions(units[-1], question_id, row, drawn)
    tables = {
        "screened": build(responses, ScreenedResponses),
        "codings": build(codings, Codings),
        "mentions": build(mentions, Mentions),
    }
    answered = build(answers, Answers)
    estimates = _estimates(the_study, the_codebook, build_people(people), answered, tables)
    made = Results(
        study=the_study,
        codebook=the_codebook,
        lexicons=LEXICONS,
        waves=tuple(the_study.waves),
        wordings={BENEFIT: "What speaks for open models?", RISK: "What worries you about them?"},
        units=build(units, Units),
        answers=answered,
        candidates={wave: build(CANDIDATES, Topics) for wave in the_study.waves},
        method={"Version": "0.1.0", "Encoder": "letters", "Seed": "1"},
        made_at=fixed_clock(),
        **delivery_tables(respondents),
        **theme_tables(),
        **tables,
        **estimates,
    )
    return Results(**{**made.__dict__, **replaced})


def meant(made, **said):
    """The same results, had all mentions been meant like this: `meant(usual(), stance="for")`."""
    mentions = made.mentions.assign(**said)
    people = made.coded[["wave", "respondent_id", "weight"]].drop_duplicates()
    tables = {"screened": made.screened, "codings": made.codings, "mentions": mentions}
    estimates = _estimates(
        made.study, made.codebook, build_people(people.to_dict("records")), made.answers, tables
    )
    return dataclasses.replace(made, mentions=mentions, **estimates)


def _asked(the_study, respondents):
    """Who is asked what, in which wave; the question on benefits comes first."""
    return itertools.product(the_study.waves, range(1, respondents + 1), SAID)


def _response(the_study, person, question_id, drawn, planted):
    """What somebody says, of what is planted as long as there is any; nothing if not asked."""
    said = [one for one in SAID[question_id] if one[0] != "agents" or person["wave"] == "2026"]
    row = drawn.choice(said)
    if planted:
        row = (row[0], row[1], text := planted.pop(0), text)
    status = "codable" if drawn.random() < 0.85 else drawn.choice(["empty", "refusal"])
    if not column_in(the_study.open_questions[question_id].column, person["wave"]):
        status = "not_asked"
    return row, person | {
        "response_id": ids.response_id(person["wave"], person["respondent_id"], question_id),
        "question_id": question_id,
        "text": {"codable": row[2], "refusal": "n/a"}.get(status, ""),
        "status": status,
        "language": "",
        "flag": "",
    }


def build_people(people):
    return [
        build([one for one in people if one["wave"] == wave], Respondents)
        for wave in dict.fromkeys(one["wave"] for one in people)
    ]


def _estimates(the_study, the_codebook, people, answers, tables):
    """Findings, coded responses, bases and estimates, wave by wave, put together."""
    findings = list_findings(the_study.open_questions, the_codebook, the_study.mentions)
    settings = the_study.reporting
    parts = {"coded": [], "bases": [], "prevalence": [], "crosstabs": []}
    for respondents in people:
        wave = respondents["wave"].iloc[0]
        screened = _of_wave(tables["screened"], wave)
        own = set(screened["response_id"])
        codings, mentions = (
            tables[name][tables[name]["response_id"].isin(own)].reset_index(drop=True)
            for name in ("codings", "mentions")
        )
        live = live_findings(findings, the_codebook, wave, tuple(the_study.waves))
        coded = link(respondents, screened, codings, mentions, live)
        parts["coded"].append(coded)
        parts["bases"].append(count_bases(screened, respondents))
        parts["prevalence"].append(estimate_prevalence(coded, settings))
        chosen = _of_wave(answers, wave)
        parts["crosstabs"].append(cross_tabulate(coded, chosen, the_study.banner, settings))
    together = {name: pd.concat(waves, ignore_index=True) for name, waves in parts.items()}
    return {"findings": findings, **together}


def _of_wave(table, wave):
    return table[table["wave"] == wave].reset_index(drop=True)


def _answers(the_study, person, drawn):
    role = drawn.choice(["Producer", "User", None])
    chosen = [("role", role)] if role else []
    chosen += [("tools", tool) for tool in ("Chat", "Search") if drawn.random() < 0.6]
    put = {
        name: column_in(question.column, person["wave"])
        for name, question in the_study.closed_questions.items()
    }
    return [
        person | {"question_id": name, "option": option, "missing": False}
        for name, option in chosen
        if put.get(name)
    ]


def _unit(response):
    text = response["text"]
    kept = {name: response[name] for name in ("response_id", "question_id", "wave", "text")}
    unit = ids.unit_id(response["response_id"], 0, len(text))
    return kept | {"unit_id": unit, "start": 0, "end": len(text)}


def _codings(unit, theme_id, drawn):
    confidence = round(drawn.uniform(0.45, 0.9), 2)
    row = {
        "unit_id": unit["unit_id"],
        "response_id": unit["response_id"],
        "theme_id": theme_id,
        "source": "similarity",
        "confidence": confidence,
        "evidence": f"example 1: {confidence}",
    }
    return [row] if theme_id else []


def _mentions(unit, question_id, row, drawn):
    _, term_id, text, span = row
    start = text.index(span)
    mention = {
        "mention_id": "m" + unit["unit_id"],
        "unit_id": unit["unit_id"],
        "response_id": unit["response_id"],
        "category": "benefit" if question_id == BENEFIT else "risk",
        "term_id": term_id,
        "term": term_id.replace("_", " ").capitalize(),
        "start": start,
        "end": start + len(span),
        "span": span,
        "negated": drawn.random() < 0.1,
        **PLAINLY,
    }
    return [mention] if term_id else []
