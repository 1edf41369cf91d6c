import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.errors import SourceDataError
from nlp.contracts.raw import RawExport, Record, ValueLabels
from nlp.contracts.study import parse_study
from nlp.intake.answers import read_answers
from nlp.intake.proposing import long_layout
from nlp.intake.recoding import recode
from nlp.intake.records import sort_out
from nlp.intake.responses import read_responses
from tests.intake.small_proposals import export, proposed, settings, text


def read(raw, proposal):
    """Return answers and responses, read as the proposal says."""
    study = parse_study(proposal.settings(), "small.yaml")
    wave = next(iter(study.waves))
    delivered = sort_out(raw, study, wave)
    answers = read_answers(delivered, study, wave)
    recoded = recode(answers, study.closed_questions)
    return answers, read_responses(delivered, recoded, study, wave)


def test_an_open_and_a_closed_question():
    """
    Words that are never alike are an open question, words that repeat a closed one; both can be
    read as proposed.
    """
    raw = export(
        ("ID", "What is your role?", "What worries you?"),
        lambda n: (f"p{n}", ("Nurse", "Vet")[n % 2], text(n)),
    )
    proposal = proposed(raw)

    assert {"worries": {"column": "What worries you?", "label": "What worries you",
                        "elicits": ["risk"]}} == settings(proposal.open_questions)  # fmt: skip
    assert ["Nurse", "Vet"] == settings(proposal.closed_questions)["role"]["options"]
    answers, responses = read(raw, proposal)
    assert (40, 40) == (len(answers), len(responses))


def test_every_guess_has_a_reason():
    """
    Whatever stands in the file, but its names and its layout, says why.
    """
    raw = export(
        ("ID", "wave", "wt", "Email", "Q1_1", "Q1_2", "Role?", "Why?"),
        lambda n: (n, "2024-1", 1, f"a{n}@example.org", "x", n % 2 or "", "ab"[n % 2], text(n)),
    )
    proposal = proposed(raw)

    guesses = [guess for key, guess in proposal.head.items() if key not in ("study", "export")]
    for section in proposal.sections().values():
        guesses += section.values()
    assert all(guess.because for guess in guesses)
    assert ["identifying", "respondent", "waves", "weight"] == sorted(
        {"identifying", "respondent", "waves", "weight"} & set(proposal.head)
    )


def test_a_field_beside_other_hangs_on_its_question():
    """
    "Other - please specify" becomes an open question of those who chose that option.
    """
    raw = export(
        (("ID", "Your role?", "", "Why?"), ("", "Response", "Other (please specify)", "Open")),
        lambda n: (n, ("Nurse", "Other")[n % 2], f"keeper of {n} bees" if n % 2 else "", text(n)),
    )
    proposal = proposed(raw)

    other = settings(proposal.open_questions)["role_other"]
    assert ("role", "Other") == (other["other_of"], other["other_option"])
    answers, responses = read(raw, proposal)
    assert {"Nurse": 20, "Other": 20} == answers["option"].value_counts().to_dict()
    asked = responses[responses["question_id"] == "role_other"]["asked"]
    assert 20 == asked.sum()


def test_a_block_to_tick_can_be_read():
    """
    Ticked columns are one question whose options are their headers.
    """
    raw = export(
        (("ID", "Which tools?", "", "Why?"), ("", "Maps", "Mail", "Open-Ended Response")),
        lambda n: (n, "Maps", "Mail" if n % 4 == 0 else "", text(n)),
    )
    answers, _ = read(raw, proposed(raw))

    assert {"Maps": 40, "Mail": 10} == answers["option"].value_counts().to_dict()


def test_codes_that_mean_chosen_are_named():
    """
    Where 0 stands beside 1, only 1 means chosen.
    """
    raw = export(("ID", "Q1_1", "Q1_2", "Why?"), lambda n: (n, n % 2, 1, text(n)))
    answers, _ = read(raw, proposed(raw))

    assert {"Q1_1": 20, "Q1_2": 40} == answers["option"].value_counts().to_dict()


def test_a_grid_can_be_read():
    """
    The rows of a grid become closed questions with the same options.
    """
    raw = export(
        (("ID", "How often?", "", "Why?"), ("", "At work", "At home", "Open-Ended Response")),
        lambda n: (n, ("Never", "Often")[n % 2], ("Often", "Never")[n % 2], text(n)),
    )
    proposal = proposed(raw)
    answers, _ = read(raw, proposal)

    assert [["Never", "Often"]] == [g["options"] for g in settings(proposal.grids).values()]
    assert 80 == len(answers)


def test_machine_columns_are_left_out_with_their_reason():
    """
    What a machine made from answers, and what platforms add, is named and not used.
    """
    raw = export(
        ("ID", "Duration (in seconds)", "Why_OE", "Why_OE_sentiment"),
        lambda n: (n, n, text(n), "POSITIVE"),
    )

    left_out = {column.name: column.because for column in proposed(raw).left_out}
    assert ["Duration (in seconds)", "Why_OE_sentiment"] == list(left_out)
    assert "made by a machine from an answer" == left_out["Why_OE_sentiment"]


def test_labels_of_a_statistics_file_are_options():
    """
    The options of a labelled column are its labels, which its codes are read as.
    """
    labels = {1: ValueLabels({"1": "Nurse", "2": "Vet"})}
    raw = export(("ID", "role", "why"), lambda n: (n, n % 2 + 1, text(n)), values=labels)
    proposal = proposed(raw)

    assert ["Nurse", "Vet"] == settings(proposal.closed_questions)["role"]["options"]
    assert {"Nurse", "Vet"} == set(read(raw, proposal)[0]["option"])


def test_the_waves_of_a_wave_column():
    """
    Each value of a wave column is a wave of the same file.
    """
    raw = export(("ID", "Wave", "Why?"), lambda n: (n, ("W 1", "W 2")[n % 2], text(n)))

    waves = proposed(raw).head["waves"].settings["waves"]
    assert {"w_1": "W 1", "w_2": "W 2"} == {name: wave["value"] for name, wave in waves.items()}


def test_the_wave_in_the_name_of_the_file():
    """
    A year in the file's name is taken for the wave; without one it is for people to name.
    """
    raw = export(("ID", "Why?"), lambda n: (n, text(n)))

    assert ["2024-03"] == list(proposed(raw, "raw/ai_2024-03.csv").settings()["waves"])
    assert "waves" in proposed(raw).unsure


def test_one_row_per_answer_is_told():
    """
    Ids that repeat, each with its questions once, make a long export.
    """
    raw = export(
        ("respondent", "question", "answer"), lambda n: (n // 2, ("Why?", "How?")[n % 2], text(n))
    )

    layout, respondent = long_layout(raw)
    assert ("question", "answer", "respondent") == (layout.question, layout.answer, respondent)
    assert long_layout(export(("ID", "question", "answer"), lambda n: (n, "x", text(n)))) is None


def test_an_export_without_words_is_refused():
    """
    Where nobody wrote anything there is nothing to propose, and the message quotes no cell.
    """
    raw = export(("ID", "Role?"), lambda n: (n, ("Nurse", "Vet")[n % 2]))

    with pytest.raises(SourceDataError, match="none of its 2 columns") as caught:
        proposed(raw)
    assert "Nurse" not in str(caught.value)


def test_no_answer_in_free_words_is_proposed():
    """
    What respondents wrote stands nowhere in the settings, the reasons or the names.
    """
    raw = export(
        ("ID", "Role?", "Other (please specify)", "Why?"),
        lambda n: (
            n,
            ("Nurse", f"zebra {n}")[n % 9 == 0],
            f"zebra {n}",
            f"a zebra of {n} stripes",
        ),
        people=120,
    )

    assert "zebra" not in str(proposed(raw))


@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(shuffler: random.Random):
    """
    However the rows are ordered, the same study file is proposed.
    """
    raw = export(
        ("ID", "Role?", "Q1_1", "Q1_2", "Why?"),
        lambda n: (n, "abc"[n % 3], n % 2 or "", "", text(n)),
    )
    cells = [record.cells for record in raw.records]
    shuffler.shuffle(cells)
    shuffled = tuple(Record(line, row) for line, row in enumerate(cells, start=2))

    assert proposed(raw) == proposed(RawExport(raw.source, raw.header, shuffled))
