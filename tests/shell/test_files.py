import pytest

from flows.files import (
    codebook_path,
    known_wave,
    lexicon_paths,
    read_codebook,
    read_examples,
    read_lexicons,
    read_study,
)
from nlp.contracts.errors import CodebookError, StudyConfigError
from tests.shell.small_workspace import CODEBOOK_FILE, edit


def test_a_study_is_read_with_its_waves_in_order(workspace):
    """
    A study file becomes a study, its waves in the order in which they stand.
    """
    study = read_study(workspace, "small")

    assert ("small", ["w1", "w2"]) == (study.study_id, list(study.waves))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("study_id: small", "study_id: tall", "small.yaml: study_id is tall, not small"),
        ("  w2:", "  all-waves:", "no wave may be called all-waves"),
        ("banner: [role]", "banner: [rolle]", "unknown rolle; did you mean role?"),
        ("weight:", "wieght:", "wieght: unknown; did you mean weight?"),
        ("  w2:", "  ../w2:", "cannot be used"),
    ],
)
def test_a_study_file_that_cannot_be_used_says_why(workspace, old, new, message):
    """
    What is wrong in a study file is named, with what was probably meant.
    """
    edit(workspace.studies / "small.yaml", old, new)

    with pytest.raises(StudyConfigError) as caught:
        read_study(workspace, "small")

    assert message in str(caught.value)


def test_a_codebook_that_cannot_be_used_is_told_from_its_study_file(workspace):
    """
    Both files have the same name, so the message names the folder of the codebook.
    """
    edit(workspace.codebook_file("small"), "label:", "labl:")

    with pytest.raises(CodebookError, match=r"^codebooks/small\.yaml cannot be used"):
        read_codebook(workspace, read_study(workspace, "small"))


def test_the_adopted_codebook_comes_before_the_draft(workspace):
    """
    A draft counts only as long as people have not agreed on a codebook.
    """
    adopted, draft = workspace.codebook_file("small"), workspace.draft_file("small")
    draft.write_text(CODEBOOK_FILE, "utf-8")
    assert adopted == codebook_path(workspace, "small")

    adopted.unlink()
    assert draft == codebook_path(workspace, "small")

    draft.unlink()
    assert None is codebook_path(workspace, "small")
    assert None is read_codebook(workspace, read_study(workspace, "small"))


def test_a_codebook_of_another_study_is_refused(workspace):
    """
    Codebook and study are checked against each other.
    """
    edit(workspace.codebook_file("small"), "study_id: small", "study_id: other")

    with pytest.raises(CodebookError, match="study_id: expected small, found other"):
        read_codebook(workspace, read_study(workspace, "small"))


def test_a_codebook_that_names_no_such_wave_is_refused(workspace):
    """
    A theme cannot begin in a wave that the study has not.
    """
    edit(workspace.codebook_file("small"), "theme_id: time,", "theme_id: time, since: w3,")

    with pytest.raises(CodebookError, match="theme time: unknown wave w3"):
        read_codebook(workspace, read_study(workspace, "small"))


def test_lexicons_are_needed(workspace):
    """
    Without lexicons nothing could be a mention, so their absence is an error.
    """
    study = read_study(workspace, "small")
    assert ["benefit", "regulation", "risk"] == [
        x.category for x in read_lexicons(workspace, study)
    ]
    for path in workspace.lexicon_files:
        path.unlink()

    with pytest.raises(CodebookError, match="no lexicon in"):
        read_lexicons(workspace, study)


OWN_RULES = """\
category: regulation
terms:
  - {term_id: law, label: Bylaws, phrases: [a bylaw]}
  - {term_id: ban, label: Bans, phrases: [a ban]}
"""


def name_lexicons(root, names):
    own = root / "configs" / "lexicons" / "council" / "rules.yaml"
    own.parent.mkdir()
    own.write_text(OWN_RULES, "utf-8")
    edit(
        root / "configs/studies/small.yaml",
        "weight:",
        f"mentions: {{lexicons: [{names}]}}\nweight:",
    )


def test_a_study_may_extend_the_lexicons(root, workspace):
    """
    A further file of a category adds its terms, and takes the place of those whose id it has.
    """
    name_lexicons(root, "risks.yaml, regulation.yaml, council/rules.yaml")

    risks, rules = read_lexicons(workspace, read_study(workspace, "small"))

    assert ("risk", "regulation") == (risks.category, rules.category)
    assert {"law": "Bylaws", "ban": "Bans"} == {t.term_id: t.label for t in rules.terms}


def test_a_study_may_replace_the_lexicons(root, workspace):
    """
    Only what the study names counts; a file in a folder counts for nobody else.
    """
    assert "council/rules.yaml" not in lexicon_paths(workspace, read_study(workspace, "small"))
    name_lexicons(root, "council/rules.yaml")

    study = read_study(workspace, "small")

    assert ["council/rules.yaml"] == list(lexicon_paths(workspace, study))
    assert ["ban", "law"] == sorted(t.term_id for t in read_lexicons(workspace, study)[0].terms)


def test_a_lexicon_that_is_not_there_is_answered_with_those_that_are(root, workspace):
    """
    A misspelt file is met with the nearest name, and a path that leaves the folder with a refusal.
    """
    name_lexicons(root, "risk.yaml")
    with pytest.raises(StudyConfigError, match=r"unknown risk\.yaml; did you mean risks\.yaml"):
        read_lexicons(workspace, read_study(workspace, "small"))

    edit(root / "configs/studies/small.yaml", "[risk.yaml]", "[../models.yaml]")
    with pytest.raises(StudyConfigError, match="lexicons"):
        read_study(workspace, "small")


def test_an_unknown_wave_is_answered_with_the_known_ones(workspace):
    """
    A wave that the study has not is met with those it has.
    """
    study = read_study(workspace, "small")

    assert "w1" == known_wave(study, "w1")
    with pytest.raises(StudyConfigError, match="unknown wave 'w3' of small; known are w1, w2"):
        known_wave(study, "w3")


EXAMPLES = b"text,benefit,risk,regulation,stance\n"


def write_examples(workspace, content):
    """Write the file of coded examples."""
    workspace.examples_file.parent.mkdir(parents=True)
    workspace.examples_file.write_bytes(content)


def test_examples_are_read_as_spreadsheets_save_them(workspace):
    """
    A byte order mark, quoted line breaks and short rows are no fault.
    """
    write_examples(
        workspace, b"\xef\xbb\xbf" + EXAMPLES + b'"one\r\ntwo",,affirmed,,\r\nthree\r\n'
    )

    one, three = read_examples(workspace)

    assert ("one\r\ntwo", "affirmed", "three", "") == (one.text, one.risk, three.text, three.risk)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"text,risk\na,affirmed\n", "other columns"),
        (b"", "other columns"),
        (EXAMPLES, "holds no example"),
        (EXAMPLES + b"caf\xe9,,,,\n", "cannot be read: expected a CSV file in UTF-8"),
        (EXAMPLES + b"a,,,,,too many\n", "line 2"),
        (EXAMPLES + b'"a\nb",,,,\nc,,yes,,\n', "line 4"),
        (EXAMPLES + b'"never closed,,,,\n', "cannot be read"),
    ],
)
def test_examples_that_cannot_be_used_say_why(workspace, content, message):
    """
    What is wrong in the file of examples is named with its line, or what was expected.
    """
    write_examples(workspace, content)

    with pytest.raises(CodebookError, match=message):
        read_examples(workspace)
