"""The codebook: ids that are unique and known, and themes live where they should be."""

import pytest

from nlp.contracts.codebook import NO_THEME, check_against_study, parse_codebook, themes_of
from nlp.contracts.errors import CodebookError

WAVES = ("2024", "2025", "2026")


def _theme(theme_id="cost", **more):
    return {"theme_id": theme_id, "label": theme_id.title(), "examples": ["it is cheap"], **more}


def _codebook(*themes, **more):
    return {"study_id": "survey", "themes": list(themes), **more}


def _parsed(*themes, **more):
    return parse_codebook(_codebook(*themes, **more), "survey.yaml")


def _problem(*themes, **more):
    with pytest.raises(CodebookError) as caught:
        _parsed(*themes, **more)
    return str(caught.value)


def _live(codebook, question_id, wave):
    return [theme.theme_id for theme in themes_of(codebook, question_id, wave, WAVES)]


def test_the_smallest_theme_is_an_id_a_label_and_an_example():
    """Everything else may come later."""
    theme = _parsed(_theme()).themes[0]
    assert ("cost", "Cost", ("it is cheap",), ()) == (
        theme.theme_id,
        theme.label,
        theme.examples,
        theme.keywords,
    )


def test_a_theme_without_examples_is_refused():
    """Nothing could be like it."""
    assert "themes.0.examples" in _problem(_theme(examples=[]))


def test_ids_are_given_once():
    """Themes and nets share one list of findings, so no id may stand for two things."""
    assert "cost is named twice" in _problem(_theme(), _theme(label="Price"))
    assert "cost is named twice" in _problem(_theme(), nets=[{"net_id": "cost", "label": "C"}])


def test_the_finding_of_uncovered_answers_is_taken():
    """A theme of this id could not be told from the answers that no theme covers."""
    assert f"{NO_THEME} is named twice" in _problem(_theme(NO_THEME))


def test_a_net_must_be_listed():
    """A misspelt net is told with the one that was meant."""
    problem = _problem(_theme(net="econmy"), nets=[{"net_id": "economy", "label": "Economy"}])
    assert "theme cost: unknown net econmy; did you mean economy?" in problem


@pytest.mark.parametrize("theme_id", ["", "1cost", "low cost", "../cost", "c" * 41])
def test_a_theme_id_is_a_plain_name(theme_id):
    """It stands in tables, files and addresses for ever."""
    assert "themes.0.theme_id" in _problem(_theme(theme_id))


@pytest.mark.parametrize(
    ("wave", "live"),
    [
        ("2024", ["always", "fading"]),
        ("2025", ["always", "fading", "new"]),
        ("2026", ["always", "new"]),
    ],
)
def test_a_theme_is_live_from_its_first_wave_until_it_is_retired(wave, live):
    """`since` counts from that wave on; `retired` is the first wave without the theme."""
    codebook = _parsed(
        _theme("always"), _theme("fading", retired="2026"), _theme("new", since="2025")
    )
    assert live == _live(codebook, "risks", wave)


def test_a_theme_is_live_in_its_questions_only():
    """What is a benefit under one question is a risk under another."""
    codebook = _parsed(_theme("anywhere"), _theme("saving", questions=["benefits"]))
    assert ["anywhere", "saving"] == _live(codebook, "benefits", "2025")
    assert ["anywhere"] == _live(codebook, "risks", "2025")


def test_the_order_of_waves_is_the_order_of_fielding():
    """Names of waves are never compared as words or numbers."""
    codebook = _parsed(_theme(since="pilot"))
    live = [
        len(themes_of(codebook, "q", wave, ("spring", "pilot"))) for wave in ("spring", "pilot")
    ]
    assert [0, 1] == live


def test_a_codebook_that_fits_its_study_passes():
    """Nothing is said of what is right."""
    codebook = _parsed(_theme(questions=["risks"], since="2024", retired="2026"))
    assert check_against_study(codebook, "survey", ("risks",), WAVES) is None


def test_everything_the_study_does_not_know_is_told_at_once():
    """A codebook copied from another study shows all its loose ends."""
    codebook = _parsed(_theme(questions=["risk"], since="2062"), study_id="other")
    with pytest.raises(CodebookError) as caught:
        check_against_study(codebook, "survey", ("risks",), WAVES)
    assert [
        "The codebook does not fit the study:",
        "  study_id: expected survey, found other",
        "  theme cost: unknown question risk; did you mean risks?",
        "  theme cost: unknown wave 2062; did you mean 2026?",
    ] == str(caught.value).splitlines()


def test_a_draft_says_that_it_is_one():
    """Nobody has read a draft yet, and reports must be able to say so."""
    assert ["adopted", "draft"] == [
        _parsed(_theme()).status,
        _parsed(_theme(), status="draft").status,
    ]


def test_only_a_draft_may_hold_no_theme():
    """Nothing to draft from is a fact; an agreed codebook without themes is a mistake."""
    assert () == _parsed(status="draft").themes
    assert "themes: at least one is needed" in _problem()
