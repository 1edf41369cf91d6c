from flows.files import codebook_path, read_codebook
from flows.propose_codebook import write_draft
from nlp.contracts.codebook import Codebook, Theme

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


def test_a_draft_is_read_back_as_it_was_made(session):
    """
    What was drafted comes back equal, marked as a draft, and is used until people agree on one.
    """
    session.workspace.codebook_file("small").unlink()

    path = write_draft(session, DRAFT, ["w1", "w2"])

    assert path == codebook_path(session.workspace, "small")
    assert DRAFT == read_codebook(session.workspace, session.study)


def test_a_draft_says_what_it_is_and_what_to_do(session):
    """
    Whoever opens the file reads where it came from, that it quotes people, and what comes next.
    """
    path = write_draft(session, DRAFT, ["w1", "w2"])

    head = "".join(line for line in path.read_text("utf-8").splitlines(True) if line[0] == "#")
    assert "DRAFT, made from topics that a model found in w1, w2" in head
    assert "not for publication" in head
    assert "configs/codebooks/small.yaml with `status: adopted`" in head


def test_a_draft_is_there_whole(session):
    """
    The draft is written aside and renamed; nothing else is left in the folder.
    """
    write_draft(session, DRAFT, ["w1"])

    names = [path.name for path in session.workspace.draft_file("small").parent.iterdir()]
    assert ["small.draft.yaml", "small.yaml"] == sorted(names)
