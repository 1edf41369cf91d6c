"""Minimal pairs: two sentences that differ by little and in what is expected of the tagger."""

from copy import copy
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import yaml

from flows.evaluating import tagger_of
from nlp.contracts.study import OpenQuestion
from nlp.contracts.tables import CATEGORIES, Units, conform
from tests import builders

PAIRS = Path(__file__).with_name("challenge.yaml")

MEANT = ("certainty", "holder", "time", "target")


@dataclass(frozen=True)
class Pair:
    """What a pair tests, and the sentences in which the tagger is wrong."""

    phenomenon: str
    cue: str
    half: str
    wrong: tuple[str, ...]


def tuned_on(pair):
    """Whether the pair belongs to the half by which rules and cues may be tuned."""
    return sha256(pair["a"]["text"].encode()).digest()[0] % 2 == 0


def read_pairs():
    """The pairs as they stand in the file."""
    return yaml.safe_load(PAIRS.read_text("utf-8"))


def judged(session):
    """Every pair, judged by the mentions that *session* gives."""
    pairs = read_pairs()
    sentences = [pair[side] for pair in pairs for side in ("a", "b")]
    right = [is_right(*both) for both in zip(sentences, tagged(sentences, session), strict=True)]
    return [
        Pair(
            pair["phenomenon"],
            pair["cue"],
            "tuned" if tuned_on(pair) else "held out",
            tuple(pair[side]["text"] for n, side in enumerate("ab") if not right[2 * place + n]),
        )
        for place, pair in enumerate(pairs)
    ]


def by_words(session):
    """*session* without what examples teach: terms, cues and the question decide alone."""
    alone = copy(session)
    alone.__dict__.pop("meanings", None)
    settings = session.study.mentions.model_copy(update={"use_meaning": False})
    alone.study = session.study.model_copy(update={"mentions": settings})
    return alone


def tagged(sentences, session):
    """The mentions of each sentence, as an answer to its question."""
    names = [f"q{number}" for number in range(len(sentences))]
    asked = [s.get("question", {"elicits": [], "label": "Anything to add?"}) for s in sentences]
    questions = {
        name: OpenQuestion(column="q", **question)
        for name, question in zip(names, asked, strict=True)
    }
    units = builders.units(*(s["text"] for s in sentences)).assign(question_id=names)
    asking = copy(session)
    asking.study = session.study.model_copy(update={"open_questions": questions})
    mentions = tagger_of(asking)(conform(units, Units))
    return [mentions[mentions["unit_id"] == unit_id] for unit_id in units["unit_id"]]


def is_right(sentence, mentions):
    """Whether all that is expected of a sentence came out."""
    expected = sentence["expect"]
    status = {c: v for c, v in expected.items() if c in CATEGORIES}
    if any(status_of(mentions, category) != said for category, said in status.items()):
        return False
    named = mentions[mentions["category"].isin([c for c, v in status.items() if v != "none"])]
    if any(key in expected and expected[key] not in set(named[key]) for key in MEANT):
        return False
    return "stance" not in expected or expected["stance"] == stance_of(mentions)


def status_of(mentions, category):
    """Whether a category is affirmed at least once, denied only, or not named."""
    negated = mentions.loc[mentions["category"] == category, "negated"]
    if negated.empty:
        return "none"
    return "denied" if negated.all() else "affirmed"


def stance_of(mentions):
    """The stance of all mentions of rules: for and against make mixed, neutral gives way."""
    stances = set(mentions.loc[mentions["category"] == "regulation", "stance"])
    if "mixed" in stances or {"for", "against"} <= stances:
        return "mixed"
    return next((stance for stance in ("for", "against") if stance in stances), "neutral")
