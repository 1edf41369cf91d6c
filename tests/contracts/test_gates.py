"""What a study file may say of the figures that are looked at before publication."""

import pytest

from nlp.contracts.errors import StudyConfigError
from nlp.contracts.study import Gates, parse_study

STUDY = {
    "study_id": "small",
    "title": "Small",
    "waves": {"w1": {"source": "a.csv"}, "w2": {"source": "b.csv"}},
    "open_questions": {"hopes": {"column": "H", "label": "Hopes"}},
}


def test_nothing_is_held_back_unless_the_study_says_so():
    """A study that says nothing of gates has limits, and is told what is beyond them."""
    gates = parse_study(STUDY, "small.yaml").gates
    assert ((), {}, None) == (gates.hold, dict(gates.let_pass), gates.least_base)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"hold": ["jnk"]}, "gates.hold.0"),
        ({"most_junk": 1.2}, "gates.most_junk"),
        ({"let_pass": {"w9": ["junk"]}}, "unknown wave w9"),
        ({"let_pass": {"w1": ["ledger"]}}, "gates.let_pass.w1.0"),
        ({"most_jnk": 0.1}, "did you mean most_junk"),
    ],
)
def test_what_makes_no_sense_is_refused(said, problem):
    """A misspelt figure, an impossible share, a wave there is not, and rows gone astray."""
    with pytest.raises(StudyConfigError, match=problem):
        parse_study(STUDY | {"gates": said}, "small.yaml")


def test_a_wave_knows_only_what_is_let_pass_in_it():
    """What is let pass in one wave is no reason to do another one again."""
    gates = Gates(let_pass={"w1": ("junk",), "w2": ("base",)})
    assert {"w1": ("junk",)} == gates.of("w1").let_pass
    assert {} == gates.of("w3").let_pass
