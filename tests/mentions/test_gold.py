"""How well mentions are found in real answers that were coded by others."""

import json
from dataclasses import dataclass

import pytest

from nlp.contracts.study import OpenQuestion, Tagging
from nlp.contracts.tables import CATEGORIES, Units, build
from nlp.mentions.tagging import tag


@dataclass(frozen=True)
class Agreement:
    """Answers in which the tagger and the coders name a category, and both do."""

    tagged: int
    coded: int
    both: int

    @property
    def f1(self):
        """The harmonic mean of precision and recall."""
        return 2 * self.both / (self.tagged + self.coded)


@pytest.fixture
def gold(shared_gold):
    """Answers, each with the question and the codes it was given."""
    lines = (shared_gold / "bc_ai_survey_gold.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def agreements(gold, pipeline):
    """Per category, how far the tagger agrees with the gold, answer by answer."""
    names = {question: f"q{n}" for n, question in enumerate(sorted({g["question"] for g in gold}))}
    questions = {
        names[g["question"]]: OpenQuestion(column="q", label="q", elicits=tuple(g["elicits"]))
        for g in gold
    }
    units = build(
        [
            {
                "unit_id": g["id"],
                "response_id": g["id"],
                "wave": "w1",
                "question_id": names[g["question"]],
                "text": g["answer"],
                "start": 0,
                "end": len(g["answer"]),
            }
            for g in gold
        ],
        Units,
    )
    mentions = tag(units, pipeline, questions, Tagging())
    affirmed = mentions[~mentions["negated"]]
    tagged = set(zip(affirmed["response_id"], affirmed["category"], strict=True))
    coded = {
        (g["id"], code["code"])
        for g in gold
        for code in g["codes"]
        if code["status"] == "affirmed"
    }
    return {
        name: Agreement(*(sum(c == name for _, c in s) for s in (tagged, coded, tagged & coded)))
        for name in CATEGORIES
    }


@pytest.mark.model
def test_mentions_agree_with_coded_answers(gold, shipped):
    """Answer by answer, the tagger agrees with the coders at least as well as it was measured."""
    floors = {"benefit": 0.84, "risk": 0.88, "regulation": 0.77}

    found = agreements(gold, shipped)

    assert [] == [name for name, floor in floors.items() if found[name].f1 < floor]
