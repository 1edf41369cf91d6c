import numpy as np
import pytest

from nlp.contracts.study import OpenQuestion, Tagging
from nlp.contracts.tables import Units, conform
from nlp.mentions.calibration import EVIDENCE, calibrate, read_responses, tag_as_coded
from nlp.mentions.pipeline import build_pipeline
from nlp.themes.embedding import embed
from tests import builders
from tests.fakes import LetterEncoder
from tests.mentions.words import lexicon

SAID = ("zzz zz z", "a leak here", "nothing of note", "a bus ride")
QUESTIONS = {"risks": OpenQuestion(column="q", label="Risks")}
ASKED = {"risks": OpenQuestion(column="q", label="Risks", elicits=("risk",))}


@pytest.fixture
def pipeline(base, cues):
    """Finds leaks as risks."""
    return build_pipeline(base, [lexicon("leak")], cues)


def learnt(pipeline, names, questions=QUESTIONS, times=8):
    """What coders teach who say that the texts of *names* name a risk."""
    units = builders.units(*(f"{text} {'x' * n}" for n in range(times) for text in SAID))
    read = read_responses(
        units, embed(units, LetterEncoder()), pipeline, None, questions, Tagging()
    )
    coded = {
        r.response_id: frozenset({"risk"} if r.units[0].text.startswith(names) else ())
        for r in read
    }
    return calibrate(read, coded, None)


def tagged(pipeline, calibration, units, questions=QUESTIONS):
    vectors = embed(units, LetterEncoder())
    return tag_as_coded(units, vectors, pipeline, calibration, questions, Tagging())


def test_what_coders_name_is_raised(pipeline):
    """A text that no term knows becomes a mention where the coders say so of its like."""
    got = tagged(
        pipeline, learnt(pipeline, ("zzz", "a leak")), builders.units("zzz zz z", "a bus")
    )

    assert [("zzz zz z", "risk", "meaning", EVIDENCE)] == list(
        got[["span", "category", "rule", "evidence"]].itertuples(index=False, name=None)
    )
    assert Tagging().least_score <= got["score"].iloc[0] < 1


def test_what_coders_do_not_name_is_dropped(pipeline):
    """A term that the coders never mean is no mention."""
    got = tagged(pipeline, learnt(pipeline, ("zzz",)), builders.units("a leak here"))

    assert [] == list(got["span"])


def test_what_coders_agree_with_keeps_its_span(pipeline):
    """A term stays the mention, with the probability as its score."""
    got = tagged(pipeline, learnt(pipeline, ("a leak",)), builders.units("a leak here"))

    assert [("leak", "lexicon")] == list(zip(got["span"], got["rule"], strict=True))
    assert got["score"].iloc[0] < 1


def test_what_is_denied_stays_denied(pipeline):
    """No sureness raises a category in a unit that denies it."""
    got = tagged(pipeline, learnt(pipeline, ("zzz", "a leak")), builders.units("no leak zzzz zz"))

    assert [True] == list(got["negated"])


def test_strange_questions_stay_as_they_are(pipeline):
    """Where too few coded answers are to a question, words and question decide as ever."""
    few = learnt(pipeline, ("zzz",), times=2)

    assert ((), {}) == (few.questions, few.models)
    assert ["leak"] == list(tagged(pipeline, few, builders.units("a leak here"))["span"])


def test_categories_that_nobody_names_stay_as_they_are(pipeline):
    """What all coded answers name, or none, teaches nothing of a category."""
    assert ["risk"] == list(learnt(pipeline, ("zzz",)).models)


def test_no_answer_is_elicited_against_the_coders(pipeline):
    """What answers the question but is coded as no risk is none."""
    known = learnt(pipeline, ("zzz", "a leak"), ASKED)

    got = tagged(pipeline, known, builders.units("a bus ride", "a leak here"), ASKED)

    assert ["leak"] == list(got["span"])


def test_order_changes_nothing(pipeline):
    """Shuffled units give the same table."""
    known, units = learnt(pipeline, ("zzz", "a leak")), builders.units(*SAID)
    shuffled = conform(units.iloc[np.array([2, 0, 3, 1])], Units)

    assert tagged(pipeline, known, units).equals(tagged(pipeline, known, shuffled))


def test_questions_can_be_renamed(pipeline):
    """What was learnt of a question holds for it under its other id."""
    known = learnt(pipeline, ("zzz",))

    assert ("fears",) == known.renamed({"risks": "fears"}).questions
