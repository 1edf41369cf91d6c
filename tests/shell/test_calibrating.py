import json

import pytest

from flows.calibrating import evaluate_calibrated, labels_of
from flows.code_wave import embed_units, prepare, tag_units
from flows.plan import wave_inputs
from nlp.contracts.errors import NotEnoughResponses, SourceDataError, StudyConfigError
from nlp.contracts.tables import Mentions
from tests.shell.small_workspace import edit

SAID = (
    ("The garden of our office looks lovely in spring", True),
    ("It saves us time on every report we write", False),
)


def write_labels(root, question="Hopes", times=8):
    lines = [
        json.dumps(
            {
                "id": f"{n}-{said}",
                "respondent_id": f"p{n}",
                "question": question,
                "elicits": ["benefit"],
                "answer": f"{text}, says number {n}.",
                "codes": [{"code": "benefit", "status": "affirmed"}] * named,
            }
        )
        for n in range(times)
        for said, (text, named) in enumerate(SAID)
    ]
    path = root / "data" / "raw" / "small" / "labels.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.fixture
def labelled(root):
    """The small study, whose coders take a garden for a benefit, and saved time for none."""
    study = root / "configs" / "studies" / "small.yaml"
    study.write_text(
        study.read_text("utf-8") + "mentions: {labels: data/raw/small/labels.jsonl}\n"
    )
    (root / "configs" / "examples").mkdir(exist_ok=True)
    (root / "configs" / "examples" / "mentions.csv").touch()  # not read: the encoder sees spelling
    return write_labels(root)


def test_a_run_names_what_its_coders_name(labelled, start):
    """
    In a study with labels, gardens are benefits and saved time is none, as its coders say.
    """
    session = start()
    for step in (prepare, embed_units, tag_units):
        step(session, "w1")

    mentions = session.run("w1").table(Mentions)
    spans = " ".join(mentions.loc[mentions["category"] == "benefit", "span"])
    assert (True, False) == ("garden" in spans, "saves us time on" in spans)


def test_the_codes_of_a_wave_rest_on_its_labels(labelled, start):
    """
    New labels make a wave new.
    """
    session = start()
    before = wave_inputs(session.workspace, session.study, "w1", session.models)["labels"]
    edit(labelled, "number 3", "number three")

    after = wave_inputs(session.workspace, session.study, "w1", session.models)["labels"]
    assert before != after


def test_labels_are_known_by_id_label_or_wording(labelled, root, start):
    """
    A question of the labels is the study's by its id or its label, whatever the case.
    """
    write_labels(root, "  hopes ")

    assert {"hopes"} == {answer.question for answer in labels_of(start())}


def test_a_name_that_two_questions_share_is_neither_ones(labelled, root, start):
    """
    Labels must not teach another question than they answer; its id still tells which.
    """
    study = root / "configs" / "studies" / "small.yaml"
    edit(study, "label: Worries", "label: Dreams")
    edit(study, "label: Hopes", "label: Dreams")
    write_labels(root, "Dreams")
    with pytest.raises(StudyConfigError, match="holds no answer to a question of the study"):
        labels_of(start())
    write_labels(root, "hopes")

    assert {"hopes"} == {answer.question for answer in labels_of(start())}


def test_labels_of_another_study_are_refused(labelled, root, start):
    """
    Labels to none of the study's questions teach nothing, and are told.
    """
    write_labels(root, "Something else")

    with pytest.raises(StudyConfigError, match="holds no answer to a question of the study"):
        labels_of(start())
    labelled.unlink()
    with pytest.raises(SourceDataError, match="cannot be read"):
        labels_of(start())


def test_nothing_is_measured_on_what_was_learnt_from(session, root):
    """
    Held out by respondent, coders' habits are learnt; a question that nobody coded stays as it is.
    """
    path = write_labels(root)

    learnt = evaluate_calibrated(session, path, True, by_question=False)
    assert 1.0 == learnt["benefit"]["f1"]
    with pytest.raises(NotEnoughResponses, match="at least 2 questions, found 1"):
        evaluate_calibrated(session, path, True, by_question=True)


def test_too_few_respondents_are_told(session, root):
    """
    Fewer respondents than folds cannot be held out by turns.
    """
    path = write_labels(root, times=2)

    with pytest.raises(NotEnoughResponses, match="at least 5 respondents, found 2"):
        evaluate_calibrated(session, path, True, by_question=False)
