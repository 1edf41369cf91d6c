import pytest

from flows.checking import MOST_REMARKS, check, look_at_examples, look_at_wave
from nlp.contracts.errors import CodebookError, SourceDataError
from nlp.contracts.study import Encoding
from tests.shell.small_session import open_small
from tests.shell.small_workspace import PEOPLE, edit, rows_of, write_export


def export_of(root):
    return root / "data" / "raw" / "small" / "w1.csv"


def test_a_look_counts_statuses_of_all_responses(session):
    """Every response has one status; together they are all responses."""
    look = look_at_wave(session, "w1")
    assert 2 * PEOPLE == look.counts["responses"] == sum(look.statuses.values())
    assert {"codable", "empty", "gibberish", "refusal", "not_asked"} == set(look.statuses)


def test_a_look_keeps_nothing(root, session):
    """Neither a table nor a copy of the export is left behind."""
    before = sorted(root.rglob("*"))
    look_at_wave(session, "w1")
    assert before == sorted(root.rglob("*"))


def test_remarks_name_their_row_once(root):
    """A remark begins with the place that it is about."""
    export = export_of(root)
    export.write_bytes(export.read_bytes().replace(b"Much cheaper", b"Much \0cheaper", 1))
    (remark,) = [one for one in look_at_wave(open_small(root), "w1").remarks if "NUL" in one]
    assert remark.startswith("row 2, column HOPES")
    assert 1 == remark.count("row 2")


def test_check_cuts_a_flood_of_remarks(small_weights, root):
    """The first are told, and how many more there are."""
    rows = [(f"{row[0]} {n}", *row[1:]) for n, row in enumerate(rows_of("w1"))]
    rows += [(row[0].upper(), *row[1:]) for row in rows]
    write_export(export_of(root), rows)
    edit(
        root / "configs" / "studies" / "small.yaml",
        "weight:",
        "limits: {on_breach: remark}\nweight:",
    )

    told = check(open_small(root))["remarks"]["w1"]

    assert MOST_REMARKS + 1 == len(told)
    assert told[-1].startswith("and ")


def test_a_wave_with_too_many_faults_is_refused(root):
    """More faulty rows than the study allows: the wave is not worth a run, and it is said why."""
    write_export(export_of(root), [*rows_of("w1"), *[("", "1", "User", "x", "y")] * 20])
    with pytest.raises(SourceDataError, match=r"most_set_aside is 10%"):
        look_at_wave(open_small(root), "w1")


def test_check_tries_the_sentences_of_lexicons(small_weights, root):
    """A term that is not found in its own sentence is an error that quotes nothing."""
    risks = root / "configs" / "lexicons" / "risks.yaml"
    edit(risks, "phrases:", "matches: [They lose their jobs.], rejects: [Nobody knows.], phrases:")
    assert "in order" == check(open_small(root))["outcome"]

    edit(risks, "They lose their jobs", "They lose their minds")
    with pytest.raises(CodebookError, match="risk, term jobs: sentence 1 of matches") as refused:
        check(open_small(root))
    assert "minds" not in str(refused.value)


def test_check_tells_what_is_odd_about_the_codebook(small_weights, root):
    """Remarks stand under the name of the file, and stop nothing."""
    told = check(open_small(root))["codebook_remarks"]
    assert ["small.yaml"] == list(told)
    assert "no definition: time, cost, jobs" == told["small.yaml"][0]


def test_check_counts_examples_where_they_are_needed(session):
    """Words need none; a sentence encoder wants them, and it is said where they are missing."""
    assert {} == look_at_examples(session)

    session.study = session.study.model_copy(update={"encoding": Encoding()})
    missing = look_at_examples(session)
    assert 0 == missing["examples"]
    assert "mentions.csv is missing" in missing["remarks_on_examples"]

    path = session.workspace.examples_file
    path.parent.mkdir(parents=True)
    path.write_text("text,benefit,risk,regulation,stance\na,,,,\nb,,affirmed,,\n", "utf-8")
    assert {"examples": 2} == look_at_examples(session)

    edit(path, "affirmed", "afirmed")
    with pytest.raises(CodebookError, match="line 3"):
        look_at_examples(session)
