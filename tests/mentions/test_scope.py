import pytest

from nlp.mentions.pipeline import build_pipeline
from nlp.mentions.scope import verb_after


@pytest.fixture
def pipeline(base, cues):
    """Finds where parts of texts end, without a parse."""
    return build_pipeline(base, [], cues)


def parts(doc, kind):
    """The texts of the clauses, statements or sentences of a document."""
    numbers = getattr(doc._.layout, kind)
    return [
        " ".join(token.text for token in doc if numbers[token.i] == number)
        for number in dict.fromkeys(numbers)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("not dear but good", ["not dear", "but good"]),
        ("no fraud, theft or noise", ["no fraud , theft or noise"]),
        ("no fraud, no theft", ["no fraud", ", no theft"]),
        ("not dear and it is good", ["not dear", "and it is good"]),
        ("neither dear nor good", ["neither dear", "nor good"]),
    ],
)
def test_clauses_end_at_words_and_subjects(pipeline, text, expected):
    """A list is one clause; a turn, another subject and another denial open the next one."""
    assert expected == parts(pipeline(text), "clauses")


def test_statements_end_at_turns(pipeline):
    """ "Because" ends a clause, "but" a statement."""
    doc = pipeline("good because cheap but slow")

    assert ["good because cheap", "but slow"] == parts(doc, "statements")


def test_sentences_end_at_marks_and_lines(pipeline):
    """Marks belong to the sentence that they end."""
    assert ["Why ? !", "No .", "Yes"] == parts(pipeline("Why?! No. Yes"), "sentences")
    assert 2 == len(parts(pipeline("no\nyes"), "sentences"))


def test_text_without_words_has_no_parts(pipeline):
    """Nothing is laid out where nothing is."""
    assert () == pipeline("")._.layout.clauses


def test_verb_behind_a_place_is_found_if_near(pipeline):
    """A verb far away belongs to something else."""
    assert "leak" == verb_after(pipeline("when they leak"), 1).text
    assert verb_after(pipeline("when a b c d e f leak"), 1) is None


@pytest.mark.model
def test_relative_clause_is_apart_and_has_an_antecedent(shipped):
    """What stands behind a relative clause goes on with what stood before."""
    layout = shipped("Models that are not open can spy on us.")._.layout

    assert not layout.reaches(3, 6)
    assert layout.reaches(0, 6)


@pytest.mark.model
def test_denied_antecedent_denies_its_relative_clause(shipped):
    """ "Nobody who was harmed": nobody was."""
    assert shipped("I know nobody who was harmed by it.")._.layout.reaches(2, 5)
