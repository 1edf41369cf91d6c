"""The study file: what it may say, what it says by default, and what it may not."""

import pytest

from nlp.contracts.errors import StudyConfigError
from nlp.contracts.study import ExportLayout, column_in, parse_study


def _raw(**more):
    return {
        "study_id": "survey",
        "title": "A Survey",
        "waves": {"w1": {"source": "w1.csv"}, "w2": {"source": "w2.csv"}},
        "respondent": {"column": "id"},
        "open_questions": {"risks": {"column": "Q1", "label": "Risks"}},
        "closed_questions": {"role": {"column": "Q2", "label": "Role"}},
        **more,
    }


def _study(**more):
    return parse_study(_raw(**more), "survey.yaml")


def _problem(**more):
    with pytest.raises(StudyConfigError) as caught:
        _study(**more)
    return str(caught.value)


def _open(**more):
    return {"open_questions": {"risks": {"column": "Q1", "label": "Risks", **more}}}


def test_a_short_study_file_is_enough():
    """Waves and one open question; everything else has a default."""
    raw = _raw()
    del raw["closed_questions"]
    study = parse_study(raw, "survey.yaml")
    assert (None, 1, "sentences", "codable", None) == (
        study.export.delimiter,
        study.export.header_rows,
        study.units.split,
        study.reporting.base,
        study.weight,
    )


@pytest.mark.parametrize("key", ["study_id", "title", "waves", "open_questions"])
def test_what_has_no_default_must_be_said(key):
    """A study without these cannot be worked on."""
    raw = _raw()
    del raw[key]
    with pytest.raises(StudyConfigError, match=f"{key}: Field required"):
        parse_study(raw, "survey.yaml")


def test_waves_keep_the_order_of_the_file():
    """The order of fielding is what people wrote, not the order of names."""
    waves = {name: {"source": f"{name}.csv"} for name in ("2025", "2019", "pilot")}
    assert ["2025", "2019", "pilot"] == list(_study(waves=waves).waves)


@pytest.mark.parametrize(
    "name", ["", "Wave 1", "w/1", "..", "../etc", ".hidden", "-x", "w" * 61, "vague\n#", "é"]
)
def test_names_that_cannot_be_folders_are_refused(name):
    """Names of studies and waves become folders on every system, and stay inside theirs."""
    assert "study_id: String should match" in _problem(study_id=name)
    assert "waves." in _problem(waves={name: {"source": "a.csv"}})


@pytest.mark.parametrize("place", ["respondent", "open", "closed", "weight"])
def test_a_column_of_an_unknown_wave_is_refused(place):
    """A wave that is misspelt in a column would silently count as not asked."""
    column = {"column": {"w1": "A", "w22": "B"}}
    parts = {
        "respondent": ("respondent", {"respondent": column}),
        "open": ("open_questions.risks", _open(**column)),
        "closed": (
            "closed_questions.role",
            {"closed_questions": {"role": {"label": "Role", **column}}},
        ),
        "weight": ("weight", {"weight": column}),
    }
    name, more = parts[place]
    assert f"{name}.column: unknown wave w22; did you mean w2?" in _problem(**more)


def test_a_banner_names_closed_questions():
    """A column of a crosstab needs options."""
    assert "banner: unknown roles; did you mean role?" in _problem(banner=["role", "roles"])
    assert "banner: unknown risks; known are role" in _problem(banner=["risks"])


def test_a_condition_names_closed_questions():
    """Who was asked is known from what they chose."""
    assert "open_questions.risks.asked_when: unknown rôle; did you mean role?" in _problem(
        **_open(asked_when={"rôle": ["Developer"]})
    )


def test_a_question_is_open_or_closed():
    """One name for two questions could not be told apart in a table."""
    closed = {"risks": {"column": "Q2", "label": "Risks"}}
    assert "risks: both an open and a closed question" in _problem(closed_questions=closed)


def test_all_problems_of_references_are_told_at_once():
    """A study file copied from another shows all its loose ends."""
    problem = _problem(banner=["age"], respondent={"column": {"w9": "id"}})
    assert "unknown wave w9" in problem
    assert "banner: unknown age" in problem


@pytest.mark.parametrize(
    ("section", "wrong"),
    [
        ("screening", {"languages": ["EN"]}),
        ("coding", {"threshold": -0.1}),
        ("coding", {"most_themes": 0}),
        ("reporting", {"confidence_level": 0.5}),
        ("reporting", {"base": "everyone"}),
        ("discovery", {"min_units": 9}),
        ("redaction", {"kinds": ["names"]}),
        ("encoding", {"kind": "letters"}),
        ("export", {"header_rows": 0}),
        ("export", {"delimiter": ";;"}),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(section, wrong):
    """Shares lie between 0 and 1, counts begin at one, choices are listed."""
    assert f"{section}.{next(iter(wrong))}" in _problem(**{section: wrong})


def test_options_are_a_list_or_a_mapping():
    """A list is in reading order; a mapping gives delivered values the option that is shown."""
    asked = {"column": "Q2", "label": "Role"}
    study = _study(
        closed_questions={
            "listed": {**asked, "options": ["Producer", "User"]},
            "mapped": {**asked, "options": {"1": "Producer", "2": "User"}},
        }
    )
    assert ("Producer", "User") == study.closed_questions["listed"].options
    assert {"1": "Producer", "2": "User"} == study.closed_questions["mapped"].options


def test_a_wave_may_be_laid_out_differently():
    """A change of platform between waves is said where it happened."""
    waves = {"w1": {"source": "a.csv"}, "w2": {"source": "b.csv", "export": {"header_rows": 3}}}
    study = _study(waves=waves, export={"header_rows": 2})
    assert [ExportLayout(header_rows=2), ExportLayout(header_rows=3)] == [
        study.layout_of("w1"),
        study.layout_of("w2"),
    ]


def test_a_wave_is_laid_out_as_the_study_but_for_what_it_says():
    """One sheet has another name; a default that is written down, or null, is said too."""
    shared = {"header_rows": 2, "delimiter": ";", "sheet": "Data"}
    said = {"w1": {"sheet": "Export"}, "w2": {"header_rows": 1, "delimiter": None}, "w3": {}}
    waves = {wave: {"source": "a.xlsx", "export": own} for wave, own in said.items()}
    study = _study(waves=waves, export=shared)
    expected = [shared | said[wave] for wave in waves]
    assert [ExportLayout(**layout) for layout in expected] == [*map(study.layout_of, waves)]
    assert expected[2] == study.waves["w3"].export.model_dump(include=set(shared))


def test_what_the_wave_column_holds_for_other_waves():
    """The value or the name of each other wave, and what else the study says; sorted."""
    waves = {"w1": {"source": "a"}, "w2": {"source": "b", "value": "2"}, "w0": {"source": "c"}}
    study = _study(waves=waves, wave_column={"w1": "Wave"}, other_waves=["pilot", "2"])
    assert ("2", "pilot", "w0") == study.values_elsewhere("w1")
    assert () == study.values_elsewhere("w2")
    assert () == _study(waves=waves, other_waves=["pilot"]).values_elsewhere("w1")


def test_the_days_in_the_field_are_days_in_order():
    """They are compared with the days on which respondents handed in."""
    waves = {"w1": {"source": "a.csv", "fielded": ["2024-02-29", "2024-02-29"]}}
    assert ("2024-02-29", "2024-02-29") == _study(waves=waves).waves["w1"].fielded


@pytest.mark.parametrize(
    ("place", "days"),
    [
        ("fielded.0: expected a day such as 2025-01-31", ["31.01.2025", "yesterday"]),
        ("fielded.1: expected a day", ["2025-01-31", "2025-02-30"]),
        ("fielded.0: expected a day", ["20250131", "2025-02-28"]),
        ("fielded: expected the first and the last day", ["2025-01-31", "2025-01-30"]),
        ("fielded: expected the first and the last day", ["2025-01-31"]),
        ("fielded: expected the first and the last day", ["2025-01-31"] * 3),
    ],
)
def test_days_that_cannot_be_compared_are_refused(place, days):
    """No remark would ever be made on them."""
    assert f"waves.w1.{place}" in _problem(waves={"w1": {"source": "a.csv", "fielded": days}})


@pytest.mark.parametrize(
    ("ref", "column"), [("Q1", "Q1"), ({"w1": "Q1", "w2": "Q9"}, "Q9"), ({"w1": "Q1"}, None)]
)
def test_a_column_may_move_between_waves(ref, column):
    """One name holds in all waves; a wave that is left out did not ask."""
    assert column == column_in(ref, "w2")


def test_an_unknown_option_in_asked_when_gets_a_hint():
    """A misspelt option would mean that nobody was asked."""
    questions = {"use": {"column": "u", "label": "Use", "options": ["Yes", "No"]}}
    opens = {"why": {"column": "w", "label": "Why", "asked_when": {"use": ["Yess"]}}}
    problem = _problem(closed_questions=questions, open_questions=opens)
    assert "asked_when.use: unknown option Yess; did you mean Yes?" in problem


SCALE = {"1": "Never", "2": "Often"}
GRID = {
    "label": "Use",
    "items": {
        "work": {"column": "G1", "label": "At work"},
        "home": {"column": "G2", "label": "Home"},
    },
    "options": SCALE,
    "missing": {"9": "Refused"},
}


def test_a_grid_is_a_closed_question_per_item():
    """Its items share options and missing codes, and follow the closed questions."""
    study = _study(grids={"use": GRID}, banner=["use_home"])
    assert ["role", "use_work", "use_home"] == list(study.closed_questions)
    assert {} == study.grids
    home = study.closed_questions["use_home"]
    assert ("G2", "Use: Home", SCALE, {"9": "Refused"}, "single") == (
        home.column,
        home.label,
        home.options,
        home.missing,
        home.kind,
    )


def test_a_grid_is_checked_like_its_questions():
    """Unknown waves in an item, and an open question named like one, are told."""
    moved = {"items": {"work": {"column": {"w9": "G1"}, "label": "At work"}}}
    problem = _problem(grids={"use": GRID | moved})
    assert "grids.use.items.work.column: unknown wave w9; known are w1, w2" in problem
    opens = {"use_home": {"column": "Q1", "label": "Home"}}
    problem = _problem(grids={"use": GRID}, open_questions=opens)
    assert "use_home: both an open and a closed question" in problem


def test_an_other_field_names_its_closed_question():
    """A misspelt question would leave the field without one."""
    assert "open_questions.risks.other_of: unknown rolle; did you mean role?" in _problem(
        **_open(other_of="rolle")
    )
    question = _study(**_open(other_of="role")).open_questions["risks"]
    assert ("role", "Other") == (question.other_of, question.other_option)


@pytest.mark.parametrize("place", ["wording", "comparable"])
def test_wordings_name_known_waves(place):
    """What is said of a wave that is not there is said of none."""
    said = {"wording": {"w1": "Any risks?", "w3": "Risks?"}, "comparable": [["w1", "w3"]]}[place]
    assert f"open_questions.risks.{place}: unknown wave w3" in _problem(**_open(**{place: said}))
    closed = {"role": {"column": "Q2", "label": "Role", place: said}}
    problem = _problem(closed_questions=closed)
    assert f"closed_questions.role.{place}: unknown wave w3" in problem


@pytest.mark.parametrize("rule", [{}, {"values": ["Test"], "keep": ["Complete"]}])
def test_an_exclusion_says_what_goes_or_what_stays(rule):
    """Neither would exclude nobody, and both could contradict each other."""
    problem = _problem(exclude={"tests": {"column": "Status", **rule}})
    assert "exclude.tests: say either values or keep" in problem


def test_an_exclusion_may_be_of_the_empty_cell():
    """Who never handed in has no day there."""
    study = _study(exclude={"unfinished": {"column": "Submitted", "values": [""]}})
    assert ("",) == study.exclude["unfinished"].values


def test_the_column_of_an_exclusion_names_known_waves():
    """A misspelt wave would exclude nobody there."""
    rule = {"column": {"w22": "Status"}, "values": ["Test"]}
    assert "exclude.tests.column: unknown wave w22" in _problem(exclude={"tests": rule})


def test_reasons_are_a_list_or_a_mapping():
    """Codes for no answer may be given words."""
    asked = {"column": "Q2", "label": "Role"}
    listed, named = (asked | {"missing": said} for said in ([98, 99], {98: "Refused"}))
    study = _study(closed_questions={"listed": listed, "named": named})
    assert ("98", "99") == study.closed_questions["listed"].missing
    assert {"98": "Refused"} == study.closed_questions["named"].missing
