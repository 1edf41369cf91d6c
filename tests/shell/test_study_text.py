from hypothesis import given
from hypothesis import strategies as st

from flows.study_text import study_text
from flows.yaml_files import read_yaml
from nlp.contracts.errors import StudyConfigError
from nlp.intake.columns import plain
from nlp.intake.proposing import Guess, LeftOut, Proposal

ODD = st.text(min_size=1, max_size=30).map(plain).filter(bool)  # as names are read


def proposal(label="Why", because="it is so", left_out="Duration"):
    question = Guess({"column": label, "label": label}, (because,), because)
    return Proposal(
        profile="a plain table",
        head={
            "study": Guess({"study_id": "s", "title": "S"}),
            "waves": Guess({"waves": {"2024": {"source": "w.csv"}}}),
            "banner": Guess({"banner": ["role"]}, ("few options",)),
        },
        open_questions={"why": question},
        closed_questions={
            "role": Guess({"column": "No", "label": "yes", "options": ["No", "1", "null", "~"]})
        },
        grids={},
        left_out=(LeftOut(3, left_out, "made by a machine"),),
    )


def test_reasons_stand_above_and_the_rest_below():
    """
    A guess stands below its reason, what is left out at the end, the banner behind the questions.
    """
    text = study_text(proposal(), "w.csv")

    assert "  # it is so\n  # SURE? it is so\n  why:\n    column: Why\n" in text
    assert text.endswith(
        "# Columns that this file does not use:\n# made by a machine: #3 Duration\n"
    )
    assert text.index("closed_questions:") < text.index("banner:")


@given(ODD, ODD, ODD)
def test_whatever_the_export_is_called_the_file_says_what_was_proposed(
    tmp_path_factory, label, because, left_out
):
    """
    Quotation marks, controls and signs of YAML in names change no setting.
    """
    proposed = proposal(label, because, left_out)
    path = tmp_path_factory.mktemp("text") / "s.yaml"
    path.write_text(study_text(proposed, left_out), "utf-8", newline="")

    assert proposed.settings() == read_yaml(path, StudyConfigError)
