from typing import get_args

import pytest

from nlp.contracts.cues import CueKind, Cues, parse_cues
from nlp.contracts.errors import CodebookError


def test_kinds_that_can_be_added_are_those_there_are():
    """Whatever kind a file may hold, a study may add to."""
    assert sorted(get_args(CueKind)) == sorted(Cues.model_fields)


def test_study_adds_cues_and_repeats_none():
    """More cues come behind those of the file, each once."""
    cues = Cues(hedges=("maybe",)).extended({"hedges": ("maybe", "peut-être")})

    assert ("maybe", "peut-être") == cues.hedges


def test_unknown_kind_is_refused():
    """A misspelt kind is an error with a hint."""
    with pytest.raises(CodebookError, match="did you mean hedges"):
        parse_cues({"hedgs": ["maybe"]}, "english.yaml")
