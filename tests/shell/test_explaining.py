import shutil

import pytest

from flows.explaining import explain
from nlp.contracts.errors import SourceDataError, StudyConfigError
from nlp.contracts.examples import parse_examples
from nlp.contracts.ids import response_id
from nlp.contracts.tables import ScreenedResponses
from nlp.mentions.meaning import learn_meanings
from tests.shell.small_workspace import HOPES, WORRIES


def explained(session, text, wave="w1", question="hopes"):
    """The explanation of the first response that has this text."""
    run = session.run(wave)
    run.resume()
    screened = run.table(ScreenedResponses)
    same = screened[(screened["text"] == text) & (screened["question_id"] == question)]
    return explain(session, same["response_id"].iloc[0])


def test_a_unit_shows_what_was_found_in_it_and_by_what(finished, session):
    """
    Mentions come with words, context, rule, score and evidence, themes with their evidence.
    """
    got = explained(session, HOPES[0])

    (unit,) = got["units"]
    (mention,) = unit["mentions"]
    assert ("w1", "hopes", "codable", HOPES[0]) == tuple(
        got[name] for name in ("wave", "question_id", "status", "text")
    )
    assert ("benefit", "Saves time", "saves us time", False, "lexicon", 1.0) == tuple(
        mention[name] for name in ("category", "term", "span", "negated", "rule", "score")
    )
    assert {"certainty", "holder", "time", "target", "stance", "cues", "evidence"} < set(mention)
    assert ("Time saved", "keyword: time") == tuple(
        unit["themes"][0][name] for name in ("theme", "evidence")
    )
    assert {} == unit["uncovered"]


def test_units_stand_in_the_order_of_the_text(finished, session):
    """
    A response of two sentences is told sentence by sentence.
    """
    units = explained(session, HOPES[2])["units"]

    assert HOPES[2].split(". ", 1)[0] + "." == units[0]["text"]
    assert sorted(unit["start"] for unit in units) == [unit["start"] for unit in units]


def test_a_denial_shows_its_cue(finished, session):
    """
    The words by which a mention counts as denied are told.
    """
    (unit,) = explained(session, WORRIES[3], question="worries")["units"]

    (mention,) = [m for m in unit["mentions"] if m["term_id"] == "jobs"]
    assert mention["negated"]
    assert "not" in mention["cues"]


def test_what_no_theme_covers_shows_the_nearest_ones(finished, session):
    """
    A unit without a theme says why, and which themes come nearest by how much.
    """
    (unit,) = explained(session, HOPES[5])["units"]

    assert [] == unit["themes"]
    assert "unlike_all" == unit["uncovered"]["reason"]
    assert ["Lower cost", "Time saved"] == sorted(
        theme["theme"] for theme in unit["uncovered"]["nearest"][:2]
    )


def test_a_response_that_was_not_coded_says_its_status(finished, session):
    """
    Where there are no units, the status tells why.
    """
    got = explained(session, "n/a", wave="w2")

    assert ("w2", "refusal", []) == (got["wave"], got["status"], got["units"])


def test_what_was_too_unsure_is_told(finished, session):
    """
    A term that examples do not take for a mention stands below its unit, with its score.
    """
    rows = [{"text": text} for text in HOPES[:3]] + [{"text": WORRIES[3], "risk": "affirmed"}]
    examples = parse_examples(enumerate(rows), "a test")
    session.meanings = learn_meanings(examples, session.encoder_of_answers)
    strict = session.study.mentions.model_copy(update={"use_question": False, "least_score": 0.9})
    session.study = session.study.model_copy(update={"mentions": strict})

    (unit,) = explained(session, HOPES[0])["units"]

    (near,) = [near for near in unit["nearly"] if near["rule"] == "lexicon"]
    assert ("benefit", "saves us time") == (near["category"], near["span"])
    assert near["score"] < 0.9


def test_without_examples_nothing_was_too_unsure(finished, session):
    """
    Words and questions know no doubt.
    """
    assert [] == explained(session, HOPES[0])["units"][0]["nearly"]


def test_an_unknown_id_says_where_ids_stand(finished, session):
    """
    An id of no response is refused with where to look one up.
    """
    with pytest.raises(StudyConfigError, match=r"in w1, w2 of small: .*coded_responses.csv"):
        explain(session, "r0")


def test_before_the_first_run_there_is_nothing_to_explain(session, root):
    """
    Without kept tables one is told to run the study; a wave whose tables are gone is passed over.
    """
    with pytest.raises(SourceDataError, match="`openends run small` first"):
        explain(session, response_id("w1", "p01", "hopes"))


def test_a_wave_without_its_tables_is_passed_over(finished, session, root):
    """
    What one wave has lost does not keep another from being explained.
    """
    shutil.rmtree(root / "data" / "interim" / "small" / "w1")

    assert "w2" == explain(session, response_id("w2", "p01", "hopes"))["wave"]
    with pytest.raises(StudyConfigError, match="in w2 of small"):
        explain(session, response_id("w1", "p01", "hopes"))
