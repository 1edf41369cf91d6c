from flows.code_wave import prepare
from flows.files import codebook_path, read_codebook
from flows.propose_codebook import (
    evidence,
    propose_if_enough,
    redrafted,
    stability_of,
)
from flows.propose_codebook import write_draft as write_redraft
from nlp.contracts.codebook import Codebook, Theme
from nlp.contracts.tables import Granularity, Topics, build
from nlp.themes.redrafting import Redraft

DRAFT = Codebook(
    study_id="small",
    status="draft",
    themes=(
        Theme(
            theme_id="hopes-01",
            label="Time: saved, yes",
            definition="Drafted from 12 answers.",
            examples=("it's quick #1", "No", "010", 'so "fast"'),
            questions=("hopes",),
        ),
    ),
)


def levels(n_different):
    """What each level of detail finds in so many different answers."""
    rows = [
        {
            "question_id": "hopes",
            "level": level,
            "n_units": 60,
            "n_different": n_different,
            "n_topics": n,
            "coverage": 0.9,
            "mean_stability": stability,
        }
        for level, n, stability in (("coarse", 3, 0.8), ("medium", 5, 0.71), ("fine", 9, None))
    ]
    return build(rows, Granularity)


LEVELS = levels(n_different=55)


NO_LEVELS = build([], Granularity)


def write_draft(session, draft, *about):
    return write_redraft(session, Redraft(draft, {}, ()), *about)


def topic(stability):
    return build(
        [
            {
                "topic_id": "hopes-t01",
                "question_id": "hopes",
                "size": 12,
                "label": "Time",
                "keywords": "time",
                "examples": "No",
                "stability": stability,
            }
        ],
        Topics,
    )


def test_a_draft_is_read_back_as_it_was_made(session):
    """
    What was drafted comes back equal, marked as a draft, and is used until people agree on one.
    """
    session.workspace.codebook_file("small").unlink()

    path = write_draft(session, DRAFT, ["w1", "w2"], LEVELS, {"hopes-01": 0.834})

    assert path == codebook_path(session.workspace, "small")
    assert DRAFT == read_codebook(session.workspace, session.study)


def test_a_draft_says_what_it_is_and_what_to_do(session):
    """
    Whoever opens the file reads where it came from, that it quotes people, and what comes next.
    """
    path = write_draft(session, DRAFT, ["w1", "w2"], LEVELS, {"hopes-01": 0.834})

    head = "".join(line for line in path.read_text("utf-8").splitlines(True) if line[0] == "#")
    assert "DRAFT, made from topics that a model found in w1, w2" in head
    assert "not for publication" in head
    assert "configs/codebooks/small.yaml with `status: adopted`" in head


def test_a_draft_is_there_whole(session):
    """
    The draft is written aside and renamed; nothing else is left in the folder.
    """
    write_draft(session, DRAFT, ["w1"], LEVELS, {})

    names = [path.name for path in session.workspace.draft_file("small").parent.iterdir()]
    assert ["small.draft.yaml", "small.yaml"] == sorted(names)


def test_a_draft_shows_the_levels_of_detail_and_how_stable_its_themes_are(session):
    """
    Beside each theme stands its stability, and in the head what each level of detail finds.
    """
    lines = write_draft(session, DRAFT, ["w1"], LEVELS, {"hopes-01": 0.834}).read_text("utf-8")

    assert "theme_id: hopes-01  # stability .83\n" in lines
    assert "#   medium: 5 topics, 90% of units, stability .71 (used)\n" in lines
    assert "#   fine: 9 topics, 90% of units, stability not told\n" in lines


def test_a_theme_is_as_stable_as_its_topic():
    """
    A theme takes the stability of the topic it was made from; none is told where there is none.
    """
    assert {"hopes-01": 0.5} == stability_of(DRAFT, topic(0.5))
    assert {} == stability_of(DRAFT, topic(float("nan")))


def test_a_draft_tells_its_own_weak_points(session):
    """
    What a check would remark stands above the themes, for whoever edits them.
    """
    path = write_draft(session, DRAFT, ["w1"], NO_LEVELS, {})

    head = [line for line in path.read_text("utf-8").splitlines() if line.startswith("#   ")]
    assert [] == [line for line in head if "answers" not in line]
    worse = DRAFT.model_copy(
        update={"themes": (DRAFT.themes[0].model_copy(update={"label": "Other"}),)}
    )
    head = write_draft(session, worse, ["w1"], NO_LEVELS, {}).read_text("utf-8")
    assert "#   hopes-01: the label is vague" in head


def test_a_draft_that_replaces_another_keeps_its_ids_and_says_what_did_not_match(session):
    """
    Topics are numbered anew, themes are not, and what people decided on is still there.
    """
    first = redrafted(session, DRAFT)
    assert (DRAFT, {"hopes-01": "hopes-01"}) == (first.codebook, first.id_of)
    write_draft(session, DRAFT, ["w1"], NO_LEVELS, {})
    path = session.workspace.decisions_file("small")
    path.write_text("study_id: small\ndecisions:\n  - {retire: hopes-01}\n", "utf-8")
    other = DRAFT.themes[0].model_copy(update={"label": "Garden", "examples": ("roses bloom",)})

    same = redrafted(session, DRAFT)
    new = redrafted(session, DRAFT.model_copy(update={"themes": (other,)}))

    assert ({"hopes-01": "hopes-01"}, ()) == (same.id_of, same.remarks)
    assert ["hopes-02", "hopes-01"] == [theme.theme_id for theme in new.codebook.themes]
    head = write_redraft(session, new, ["w1"], NO_LEVELS, {}).read_text("utf-8")
    assert "#   hopes-01 (Time: saved, yes) was decided on and is carried over" in head


def test_a_question_below_the_floor_says_how_much_it_has_and_needs(session):
    """
    Where too few answers differ, one line says how many do and how many are needed; none is none.
    """
    assert {
        "hopes": ["14 different answers (or sentences of them); topics need 40"],
        "worries": ["0 different answers (or sentences of them); topics need 40"],
    } == evidence(levels(n_different=14), session.study)


def test_too_little_for_a_draft_is_no_error_of_a_run(session):
    """
    What a run cannot draft it does without; what was found is kept, so that it can be told.
    """
    session.workspace.codebook_file("small").unlink()
    prepare(session, "w1")

    propose_if_enough(session, ["w1"])

    assert codebook_path(session.workspace, "small") is None
    assert {5} == set(
        session.run().table(Granularity).query("question_id == 'hopes'")["n_different"]
    )
