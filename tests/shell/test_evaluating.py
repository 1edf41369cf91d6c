import json

import pytest

from flows.evaluating import evaluate_mentions, read_gold, session_for
from nlp.contracts.errors import SourceDataError, StudyConfigError
from tests.shell.small_workspace import edit

ANSWERS = (
    ("It saves us time.", ["benefit"], [("benefit", "affirmed", "saves us time")]),
    ("Much cheaper to run.", ["benefit"], [("benefit", "affirmed", "cheaper")]),
    ("sdfkjhsdkfjh", ["benefit"], []),
    ("People will lose their jobs.", [], [("risk", "affirmed", "lose their jobs")]),
    ("People will not lose their jobs.", [], [("risk", "denied", "not lose their jobs")]),
)


def line(number, answer, elicits, codes):
    spelt = [dict(zip(("code", "status", "evidence"), code, strict=True)) for code in codes]
    return json.dumps(
        {
            "id": f"a{number}",
            "respondent_id": f"p{number}",
            "question": "What do you hope?" if elicits else "What else?",
            "elicits": elicits,
            "answer": answer,
            "codes": spelt,
        },
        ensure_ascii=False,
    )


@pytest.fixture
def gold(tmp_path):
    """A file of coded answers."""
    path = tmp_path / "gold.jsonl"
    lines = [line(number, *answer) for number, answer in enumerate(ANSWERS)]
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_answers_go_the_way_of_a_run(session, gold):
    """
    Terms are found, junk is screened out, denials count, and the question names what it asks for.
    """
    got = evaluate_mentions(session, gold, use_question=True)

    assert (1.0, 1.0) == (got["benefit"]["precision"], got["benefit"]["recall"])
    assert {"accuracy": 1.0, "n": 2} == got["status"]["risk"]
    assert {"overlap": 1.0, "n": 3} == got["evidence"]
    assert ["What do you hope?", "What else?"] == list(got["questions"])
    assert 5 == got["n"]


def test_the_question_can_be_left_aside(session, gold):
    """
    Without the question, an answer names only what its words name.
    """
    got = evaluate_mentions(session, gold, use_question=False)

    assert 0.5 == got["benefit"]["recall"]


def test_the_study_stays_as_it_was_opened(session, gold):
    """
    The questions of the coded answers replace those of the study for the measurement alone.
    """
    evaluate_mentions(session, gold, use_question=False)

    assert ["hopes", "worries"] == list(session.study.open_questions)
    assert session.study.mentions.use_question


def test_personal_data_is_masked_first(session, tmp_path):
    """
    Evidence after a mask is found where the mask has moved it.
    """
    path = tmp_path / "gold.jsonl"
    answer = "Ask ann.lee@example.org: people lose their jobs."
    path.write_text(line(1, answer, [], [("risk", "affirmed", "lose their jobs")]), "utf-8")

    assert {"overlap": 1.0, "n": 1} == evaluate_mentions(session, path, True)["evidence"]


def test_alike_answers_are_no_campaign(workspace, session, tmp_path):
    """
    In a sample, many people's long and like answers all count, whatever the study keeps.
    """
    edit(workspace.study_file("small"), "keep: [duplicate_campaign]", "keep: []")
    session.study = session_for(workspace, "small").study
    path = tmp_path / "gold.jsonl"
    answer = "People in towns and villages all over the country will surely lose their jobs soon."
    codes = [("risk", "affirmed", "lose their jobs")]
    path.write_text("\n".join(line(number, answer, [], codes) for number in range(8)), "utf-8")

    assert 1.0 == evaluate_mentions(session, path, True)["risk"]["recall"]


def test_without_a_study_the_defaults_hold(workspace):
    """
    What every study starts from needs no study file; a study that is named must be there.
    """
    session = session_for(workspace, None)

    assert session.study.mentions.use_question
    assert ["benefit", "regulation", "risk"] == [lexicon.category for lexicon in session.lexicons]
    assert "small" == session_for(workspace, "small").study.study_id
    with pytest.raises(StudyConfigError, match="did you mean small"):
        session_for(workspace, "smal")


def test_a_line_ends_where_json_says(gold):
    """
    A line separator inside an answer ends no line, and a byte order mark is no fault.
    """
    edit(gold, "Much cheaper", "Much\u2028\u0085cheaper")
    gold.write_bytes(b"\xef\xbb\xbf" + gold.read_bytes())

    assert len(ANSWERS) == len(read_gold(gold))


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    """
    A missing file and one in another encoding are refused with what to do.
    """
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes(line(1, "caf\u00e9", [], []).encode("latin-1"))

    with pytest.raises(SourceDataError, match=r"none.jsonl cannot be read.*correct its path"):
        read_gold(tmp_path / "none.jsonl")
    with pytest.raises(SourceDataError, match=r"latin.jsonl: expected UTF-8") as caught:
        read_gold(latin)
    assert caught.value.__cause__ is None
