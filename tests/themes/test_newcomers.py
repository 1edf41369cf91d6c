"""What a wave says for the first time."""

import numpy as np
import pandas as pd

from nlp.contracts.tables import Codings, build
from nlp.themes.newcomers import find_newcomers
from tests.builders import units

WAVES = ("w1", "w2")


class Compass:
    """Vectors by the first word of a text: a direction, and a little of the text's own."""

    name = "compass"

    def encode(self, texts):
        matrix = np.zeros((len(texts), 60), dtype=np.float32)
        for row, text in enumerate(texts):
            word, number = text.split()
            matrix[row, {"old": 0, "older": 1, "new": 2, "rising": 3}[word]] = 1.0
            matrix[row, 4 + int(number) % 56] = 0.5
        return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


def said(wave, **counts):
    return units(*[f"{word} {i}" for word, n in counts.items() for i in range(n)], wave=wave)


def newcomers(first, second, codings=None, seed=1):
    both = pd.concat([first, second], ignore_index=True)
    given = build([], Codings) if codings is None else codings
    found = find_newcomers(both, given, Compass(), seed, WAVES)
    text_of = dict(zip(both["unit_id"], both["text"], strict=True))
    return [
        (topic_id, sorted({text_of[unit].split()[0] for unit in members["unit_id"]}), len(members))
        for topic_id, members in found.groupby("topic_id")
    ]


def given_to(of, theme_id):
    return [
        {
            "unit_id": row["unit_id"],
            "response_id": row["response_id"],
            "theme_id": theme_id,
            "source": "similarity",
            "confidence": 0.5,
            "evidence": "label: 0.50",
        }
        for row in of.to_dict("records")
    ]


FIRST = said("w1", old=60, older=60)


def test_what_only_the_new_wave_says_is_a_newcomer():
    """
    Twenty units that are like nothing in the wave before are found, and they alone.
    """
    found = newcomers(FIRST, said("w2", old=50, older=50, new=20))
    assert [("any_question-new-w2-01", ["new"], 20)] == found


def test_a_wave_like_the_one_before_has_none():
    """
    The same things said by other people are not new, whatever else they are.
    """
    assert [] == newcomers(FIRST, said("w2", old=50, older=70))


def test_what_rises_but_was_said_before_is_not_new():
    """
    A subject that quadruples has grown: the figures of its theme say so.
    """
    first, second = (
        said("w1", old=60, older=60, rising=10),
        said("w2", old=50, older=40, rising=40),
    )
    assert [] == newcomers(first, second)


def test_a_handful_is_an_anecdote():
    """
    Seven units are too few, however new.
    """
    assert [] == newcomers(FIRST, said("w2", old=60, older=60, new=7))


def test_what_has_a_theme_of_its_own_is_no_newcomer_any_more():
    """
    Given a theme that means just this, it is gone from the list; given a wide one, it stays.
    """
    second = said("w2", old=50, older=50, new=20)
    fresh = second[second["text"].str.startswith("new")]

    assert [] == newcomers(FIRST, second, build(given_to(fresh, "own"), Codings))
    assert [20] == [
        n for *_, n in newcomers(FIRST, second, build(given_to(second, "wide"), Codings))
    ]


def test_a_theme_that_was_there_before_is_not_the_newcomers_own():
    """
    A theme that earlier waves had too is wider, even if most of it in this wave is new.
    """
    second = said("w2", old=50, older=50, new=20)
    fresh = second[second["text"].str.startswith("new")]
    theme = [*given_to(FIRST.head(30), "wide"), *given_to(fresh, "wide")]
    assert [20] == [n for *_, n in newcomers(FIRST, second, build(theme, Codings))]


def test_the_first_wave_has_nothing_before_it():
    """
    One wave alone has no newcomers.
    """
    assert find_newcomers(FIRST, build([], Codings), Compass(), 1, WAVES).empty


def test_order_of_rows_changes_nothing():
    """
    The same units in another order give the very same table.
    """
    both = pd.concat([FIRST, said("w2", old=50, older=50, new=20)], ignore_index=True)
    shuffled = both.sample(frac=1, random_state=3).reset_index(drop=True)
    before, after = (
        find_newcomers(table, build([], Codings), Compass(), 1, WAVES)
        for table in (both, shuffled)
    )
    pd.testing.assert_frame_equal(before, after)
