"""The faulty configurations of `../shared/badinput/made/config` end as their manifest says."""

from collections.abc import Mapping

import pytest

from flows.yaml_files import read_yaml
from nlp.contracts.errors import StudyConfigError
from nlp.contracts.settings import Section, parse_section
from nlp.contracts.study import Name, parse_study


class Config(Section):
    """The settings that those files write down, held to as ours are."""

    study: Name
    wave: str
    input: Mapping[str, object] = {}
    min_cell: int = 10
    seed: int = 1


def read(path):
    return parse_section(read_yaml(path, StudyConfigError), Config, path.name, StudyConfigError)


def test_a_sound_file_is_read(bad_input):
    """Words, numbers and lists come as they were written."""
    assert ("ai-at-work", "2025-1", 10) == (
        (config := read(bad_input / "made" / "config" / "ok.yaml")).study,
        config.wave,
        config.min_cell,
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("typo_key.yaml", ["min_cel", "did you mean min_cell"]),
        ("duplicate_key.yaml", ["seed", "line 3"]),
        ("norway.yaml", ["country"]),
        ("python_tag.yaml", ["tag"]),
        ("alias_bomb.yaml", ["alias"]),
        ("deep.yaml", ["nested too deeply"]),
        ("wrong_types.yaml", ["study", "wave", "min_cell", "seed"]),
        ("empty.yaml", ["empty"]),
        ("tabs.yaml", ["line 2"]),
    ],
)
def test_a_faulty_file_is_refused_in_the_words_of_the_manifest(name, words, bad_input):
    """One error, which names the file and what is wrong with it."""
    with pytest.raises(StudyConfigError) as refused:
        read(bad_input / "made" / "config" / name)
    assert [] == [word for word in [name, *words] if word not in str(refused.value)]


def test_a_hostile_name_makes_no_study(bad_input):
    """A name may become a folder: nothing with a path, a sign or a blank in it is one."""
    names = (bad_input / "made" / "config" / "study_names.txt").read_text("utf-8").split("\n")
    assert 41 <= len(names)
    for name in names:
        if name.strip() == "a":  # sound, once the white space around it is off
            continue
        with pytest.raises(StudyConfigError, match="study_id"):
            parse_study(
                {"study_id": name, "title": "T", "waves": {"w": {"source": "a"}}}, "s.yaml"
            )
