"""Units to vectors."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.themes.candidates import ANY_QUESTION
from nlp.themes.embedding import QuestionEncoder, as_read, contrasted, embed
from nlp.themes.encoders import WordEncoder
from tests.builders import units
from tests.fakes import LetterEncoder


def test_each_distinct_text_is_encoded_once():
    """Three respondents who say the same cost one encoding."""
    encoder = LetterEncoder()
    embed(units("jobs", "art", "jobs", "jobs"), encoder)
    assert ["art", "jobs"] == encoder.encoded


def test_vectors_stand_in_the_order_of_units():
    """Row i belongs to unit i, and names the encoder it comes from."""
    found = embed(units("zzz", "aaa"), LetterEncoder())
    assert [25, 0] == found.matrix.argmax(axis=1).tolist()
    assert tuple(units("zzz", "aaa")["unit_id"]) == found.unit_ids
    assert "letters" == found.encoder


def test_a_thumb_up_and_a_thumb_down_are_told_apart():
    """Emoji are encoded by their names; to an encoder they are all alike."""
    encoder = LetterEncoder()
    embed(units("Great \U0001f44d", "\U0001f44e"), encoder)
    assert ["Great thumbs up", "thumbs down"] == encoder.encoded
    up, down = embed(units("\U0001f44d", "\U0001f44e"), WordEncoder()).matrix
    assert up @ down < 0.9


def test_no_units_give_no_vectors():
    """An empty wave embeds to nothing."""
    assert 0 == len(embed(units(), LetterEncoder()).matrix)


def test_what_is_common_is_left_out():
    """Without what they share, two texts are as unlike as what is left of them."""
    matrix = np.array([[0.8, 0.6, 0.0], [0.8, 0.0, 0.6], [1.0, 0.0, 0.0]], dtype=np.float32)
    expected = [[0, 1, 0], [0, 0, 1], [0, 0, 0]]
    assert expected == contrasted(matrix, np.array([2, 0, 0], dtype=np.float32)).tolist()


@settings(deadline=None, max_examples=25)
@given(st.lists(st.text("abc ", min_size=1), min_size=1, max_size=6))
def test_equal_texts_get_equal_vectors(texts):
    """Vectors differ only where texts do."""
    found = embed(units(*texts), LetterEncoder()).matrix
    for i, one in enumerate(texts):
        for j, other in enumerate(texts):
            assert one != other or np.array_equal(found[i], found[j])


def test_an_answer_can_be_read_after_its_question():
    """The label of the question goes before what is encoded, and never into a unit."""
    encoder = LetterEncoder()
    asked = QuestionEncoder(encoder, {"risks": "Risks", "hopes": "Hopes"})
    found = embed(units("jobs"), asked)
    assert ["Risks: jobs"] == encoder.encoded
    assert found.encoder.startswith("letters-after-question-")
    assert found.encoder != QuestionEncoder(encoder, {"risks": "Risk", "hopes": "Hopes"}).name
    assert "Hopes: thumbs up" == as_read("\U0001f44d", "hopes", asked)
    assert "thumbs up" == as_read("\U0001f44d", ANY_QUESTION, asked)
    assert "thumbs up" == as_read("\U0001f44d", "hopes", encoder)


def test_the_company_of_a_row_does_not_change_what_is_left_of_it():
    """Contrasting works row by row: the same bytes alone, in company and in any order."""
    matrix = np.random.default_rng(0).normal(size=(1000, 48)).astype(np.float32)
    common = matrix.mean(axis=0)
    expected = contrasted(matrix, common)
    alone = np.vstack([contrasted(row[np.newaxis], common) for row in matrix])
    assert expected.tobytes() == alone.tobytes()
    assert expected[::-1].tobytes() == contrasted(matrix[::-1], common).tobytes()
