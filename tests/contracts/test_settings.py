"""Files people write: every problem told at once, with its place and a hint."""

from collections.abc import Mapping

import pytest
from pydantic import Field, ValidationError

from nlp.contracts.errors import CodebookError, StudyConfigError
from nlp.contracts.settings import Section, did_you_mean, parse_section


class Bed(Section):
    plant: str = Field(min_length=1)
    rows: int = Field(default=1, ge=1)


class Garden(Section):
    name: str
    beds: Mapping[str, Bed] = Field(default_factory=dict)
    paths: tuple[Bed, ...] = ()


def _problems(raw, error_type=StudyConfigError):
    with pytest.raises(error_type) as caught:
        parse_section(raw, Garden, "garden.yaml", error_type)
    return str(caught.value).splitlines()


def test_what_a_file_says_is_returned():
    """A good file becomes its section, defaults filled in."""
    garden = parse_section(
        {"name": "G", "beds": {"a": {"plant": "kale"}}}, Garden, "g", ValueError
    )
    assert Garden(name="G", beds={"a": Bed(plant="kale", rows=1)}) == garden


def test_all_problems_are_told_at_once():
    """One run is enough to learn everything that is wrong with a file."""
    assert [
        "garden.yaml cannot be used:",
        "  name: Field required",
        "  beds.a.rows: Input should be greater than or equal to 1",
    ] == _problems({"beds": {"a": {"plant": "kale", "rows": 0}}})


def test_a_misspelt_key_is_refused_with_the_right_one():
    """A key that is silently ignored would be a setting that silently is not set."""
    assert "  nmae: unknown; did you mean name?" in _problems({"name": "G", "nmae": "G"})


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (
            {"beds": {"a": {"plant": "kale", "rwos": 2}}},
            "beds.a.rwos: unknown; did you mean rows?",
        ),
        ({"paths": [{"plant": "box", "rwos": 2}]}, "paths.0.rwos: unknown; did you mean rows?"),
    ],
)
def test_the_hint_comes_from_the_section_where_the_key_stands(raw, problem):
    """Inside mappings and lists too, the keys that are offered are the ones that would work."""
    assert f"  {problem}" in _problems({"name": "G", **raw})


@pytest.mark.parametrize("raw", [None, [], "name: G", 7])
def test_a_file_that_is_no_mapping_is_told_as_a_whole(raw):
    """An empty file or a list is a problem of the file, not of one key."""
    assert _problems(raw)[1].startswith("  (whole file): ")


def test_the_caller_says_whose_error_it_is():
    """A study and a codebook are read alike, and fail as what they are."""
    assert "garden.yaml cannot be used:" == _problems({}, CodebookError)[0]


def test_a_section_cannot_be_changed_once_read():
    """Stages may share settings without fear of each other."""
    with pytest.raises(ValidationError, match="frozen"):
        Bed(plant="kale").rows = 2


def test_a_number_may_be_a_name():
    """YAML reads a bare 2022 as a number; where a name is due it is one."""
    assert {"2022"} == set(Garden(name="G", beds={2022: Bed(plant="kale")}).beds)


def test_outer_white_space_is_not_part_of_a_word():
    """A folded line of YAML ends in a line break that nobody meant."""
    assert "kale" == Bed(plant=" kale\n").plant


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("rsk", ["risks", "benefits"], "did you mean risks?"),
        ("weather", ["risks", "benefits"], "known are benefits, risks"),
        ("risks", [], "none is known"),
    ],
)
def test_did_you_mean_offers_what_exists(word, known, hint):
    """A near word is offered, else all words, else the plain fact that there is none."""
    assert hint == did_you_mean(word, known)
