"""Topics to a codebook draft."""

import pytest

from nlp.contracts.errors import NotEnoughResponses
from nlp.contracts.study import Discovery
from nlp.contracts.tables import Topics, build
from nlp.themes.drafting import draft_codebook
from nlp.themes.nets import ProposedNet
from tests.builders import units


def topics(*names):
    """One topic per `question-tNN` name."""
    return build(
        [
            {
                "topic_id": name,
                "question_id": name.rpartition("-")[0],
                "size": 12,
                "label": "Jobs, automation",
                "keywords": "jobs | automation | factory robots | skills",
                "examples": "losing my job | robots",
                "stability": 0.8,
            }
            for name in names
        ],
        Topics,
    )


def test_a_topic_becomes_a_theme_of_its_question():
    """The codebook says that it is a draft, and each theme what it was made of."""
    codebook = draft_codebook("s", topics("risks-t01"), (), units(), Discovery())
    (theme,) = codebook.themes
    assert ("s", 1, "draft") == (codebook.study_id, codebook.version, codebook.status)
    assert ("risks-01", "Jobs, automation", ("risks",)) == (
        theme.theme_id,
        theme.label,
        theme.questions,
    )
    assert ("losing my job", "robots") == theme.examples
    assert (
        "Responses about jobs, automation, factory robots; typical words: skills. "
        "Drafted from 12 units." == theme.definition
    )


def test_themes_are_numbered_within_their_question():
    """Theme ids are readable, and start with a letter whatever the question is called."""
    codebook = draft_codebook("s", topics("b-t02", "b-t01", "7th-t01"), (), units(), Discovery())
    assert ["q7th-01", "b-01", "b-02"] == [theme.theme_id for theme in codebook.themes]


def test_long_question_names_do_not_run_into_each_other():
    """Names that differ only at their end give different theme ids of legal length."""
    names = [f"{'x' * 50}{end}-t01" for end in "ab"]
    ids = {
        theme.theme_id
        for theme in draft_codebook("s", topics(*names), (), units(), Discovery()).themes
    }
    assert 2 == len(ids)


def test_nets_become_the_level_above():
    """A net gets an id within its question; a topic outside of all nets gets none."""
    nets = [ProposedNet("b", "Work", ("b-t01", "b-t03")), ProposedNet("c", "Law", ("c-t01",))]
    names = topics("b-t01", "b-t02", "b-t03", "c-t01")
    codebook = draft_codebook("s", names, nets, units(), Discovery())
    assert [("b-net-1", "Work"), ("c-net-1", "Law")] == [
        (n.net_id, n.label) for n in codebook.nets
    ]
    assert ["b-net-1", "", "b-net-1", "c-net-1"] == [theme.net for theme in codebook.themes]


def test_too_few_answers_say_how_many_and_what_to_do():
    """The message counts different answers per question and quotes none."""
    with pytest.raises(NotEnoughResponses) as error:
        draft_codebook("s", topics(), (), units("jobs", "Jobs!", "art"), Discovery(min_units=40))
    assert "at least 40 different answers" in str(error.value)
    assert "risks: 2" in str(error.value)
    assert "discovery.min_units" in str(error.value)
    assert "art" not in str(error.value).replace("start", "").split()
