import pytest

from flows.code_wave import (
    code_units,
    embed_units,
    estimate,
    find_candidates,
    prepare,
    tag_units,
    vectors_of,
)
from nlp.contracts.errors import ContractError
from nlp.contracts.tables import (
    CodedResponses,
    Codings,
    Mentions,
    Respondents,
    ScreenedResponses,
    Units,
)
from tests.shell.small_workspace import PEOPLE

STEPS = (prepare, embed_units, code_units, tag_units, find_candidates, estimate)


def work(session, wave="w1", steps=STEPS):
    for step in steps:
        step(session, wave)
    return session.run(wave)


def test_preparing_reads_every_sound_row_and_keeps_no_verbatim(session):
    """
    After preparing, each person has a screened response per question; no table holds verbatims.
    """
    run = work(session, steps=[prepare])

    assert (PEOPLE, 2 * PEOPLE) == (len(run.table(Respondents)), len(run.table(ScreenedResponses)))
    assert [] == list(run.folder.glob("read_responses*"))


def test_vectors_are_kept_once_for_all_steps(session):
    """
    What one step encoded, later steps take from the store, each unit with its own vector.
    """
    run = work(session, steps=[prepare, embed_units])
    before = sorted(session.workspace.vectors.rglob("*.parquet"))

    embeddings = vectors_of(session, run.table(Units))

    assert tuple(run.table(Units)["unit_id"]) == embeddings.unit_ids
    assert before == sorted(session.workspace.vectors.rglob("*.parquet"))


def test_a_wave_comes_out_coded_and_tagged(session):
    """
    Themes are given to units, mentions found in them, and both joined to the people.
    """
    run = work(session)

    assert {"time", "cost", "jobs"} == set(run.table(Codings)["theme_id"])
    assert {"benefit", "risk", "regulation"} == set(run.table(Mentions)["category"])
    assert 2 * PEOPLE == run.table(CodedResponses)["response_id"].nunique()


def test_a_step_out_of_order_is_our_bug(session):
    """
    A step that is called before what it builds on says so.
    """
    with pytest.raises(ContractError, match="Units was asked for before"):
        code_units(session, "w1")


def test_a_second_pass_computes_nothing(start):
    """
    Another process that goes the same way finds every table kept.
    """
    work(start())

    assert [] == work(start()).computed
