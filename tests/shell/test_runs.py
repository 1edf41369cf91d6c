import json

import pytest
from pandera.typing import DataFrame

from flows.runs import WaveRun, at_hand, deferred
from nlp.contracts.errors import ContractError
from nlp.contracts.names import NO_NAMES
from nlp.contracts.study import Redaction, Screening, Unitising
from nlp.contracts.tables import RedactedResponses, ScreenedResponses, Units
from nlp.intake.redaction import redact
from nlp.intake.screening import screen
from nlp.intake.units import unitise
from tests.builders import redacted, responses
from tests.shell.small_workspace import flip_bit

ANSWERS = redacted("More jobs are lost every year.", "", "n/a")


FIRST_PAGE = 60
"""A byte of a kept table that holds content, not a description of it."""


class Speller:
    """An engine that counts how often it was loaded."""

    loaded = 0

    @classmethod
    def load(cls):
        cls.loaded += 1
        return cls()

    name = "speller-0"

    def spell(self, text):
        return text.upper()


def shout(redacted: DataFrame[RedactedResponses], engine: Speller) -> DataFrame[RedactedResponses]:
    return redacted.assign(text=[engine.spell(text) for text in redacted["text"]])


def untyped(redacted):
    return redacted


def test_an_unchanged_stage_is_not_run_again(tmp_path):
    """
    The second run finds the kept table and computes nothing.
    """
    WaveRun(tmp_path).stage(screen, ANSWERS, Screening())

    again = WaveRun(tmp_path)
    screened = again.stage(screen, ANSWERS, Screening())

    assert [] == again.computed
    assert ["codable", "empty", "refusal"] == list(screened["status"])


@pytest.mark.parametrize(
    ("answers", "settings"),
    [
        (ANSWERS, Screening(min_characters=40)),
        (redacted("More jobs are lost every year.", "", "none"), Screening()),
    ],
    ids=["setting", "input"],
)
def test_a_changed_stage_is_run_again(tmp_path, answers, settings):
    """
    Another setting, or another word in the input, makes another table.
    """
    WaveRun(tmp_path).stage(screen, ANSWERS, Screening())

    again = WaveRun(tmp_path)
    again.stage(screen, answers, settings)

    assert ["screen"] == again.computed


def test_only_what_depends_on_a_change_is_run_again(tmp_path):
    """
    A stage whose input comes out equal is not run again, whatever changed before it.
    """
    answers = responses("Mail a@b.example, more jobs are lost every year.", "Lost jobs")

    def work(run, redaction):
        masked = run.stage(redact, answers, redaction, NO_NAMES)
        screened = run.stage(screen, masked, Screening())
        run.stage(unitise, screened, Unitising())
        return run.computed

    assert ["redact", "screen", "unitise"] == work(WaveRun(tmp_path), Redaction())
    assert ["redact"] == work(WaveRun(tmp_path), Redaction(kinds=("email", "url")))
    assert ["redact", "screen", "unitise"] == work(WaveRun(tmp_path), Redaction(kinds=()))


def test_an_engine_is_not_loaded_for_a_kept_table(tmp_path):
    """
    Weights are loaded when a stage is really computed, once, and not before.
    """
    engine = deferred("speller-1", Speller.load)
    made = WaveRun(tmp_path).stage(shout, ANSWERS, engine)
    assert (1, "MORE JOBS ARE LOST EVERY YEAR.") == (Speller.loaded, made["text"][0])

    WaveRun(tmp_path).stage(shout, ANSWERS, deferred("speller-1", Speller.load))

    assert 1 == Speller.loaded


def test_another_engine_makes_another_table(tmp_path):
    """
    An engine of another name, which holds its weights, is a reason to compute anew.
    """
    WaveRun(tmp_path).stage(shout, ANSWERS, deferred("speller-1", Speller))

    again = WaveRun(tmp_path)
    again.stage(shout, ANSWERS, deferred("speller-2", Speller))

    assert ["shout"] == again.computed


def test_a_damaged_table_is_computed_anew(tmp_path, caplog):
    """
    A kept table in which a bit has flipped is as good as none, and is replaced.
    """
    WaveRun(tmp_path).stage(screen, ANSWERS, Screening())
    (kept,) = tmp_path.glob("screen-*.parquet")
    flip_bit(kept, FIRST_PAGE)

    again = WaveRun(tmp_path)
    screened = again.stage(screen, ANSWERS, Screening())
    third = WaveRun(tmp_path)
    third.stage(screen, ANSWERS, Screening())

    assert (["screen"], []) == (again.computed, third.computed)
    assert ["codable", "empty", "refusal"] == list(screened["status"])
    assert "computed anew" in caplog.text


def test_a_stage_that_raises_leaves_nothing_behind(tmp_path):
    """
    After an error there is no table that a later run could take for a result.
    """
    with pytest.raises(ContractError):
        WaveRun(tmp_path).stage(screen, ANSWERS.drop(columns="wave").assign(wave=1), Screening())

    assert [] == list(tmp_path.iterdir())


def test_a_finished_run_is_taken_up_where_it_ended(tmp_path):
    """
    A later process reads the tables of the last finished run without computing anything.
    """
    run = WaveRun(tmp_path)
    made = run.stage(screen, ANSWERS, Screening())
    run.finish()

    later = WaveRun(tmp_path)

    assert later.resume()
    assert made.equals(later.table(ScreenedResponses))
    assert [] == later.computed


@pytest.mark.parametrize("ledger", ["", "[]", "3", '{"Units": 1}', '{"Units": {"stage": "x"}}'])
def test_a_broken_ledger_is_no_ledger(tmp_path, ledger):
    """
    A ledger that cannot be read means that there is nothing to take up.
    """
    (tmp_path / "ledger.json").write_text(ledger, "utf-8")

    assert not WaveRun(tmp_path).resume()


def test_a_run_whose_tables_were_deleted_is_not_taken_up(tmp_path):
    """
    Tables may be deleted at any time; a run that misses one has to be done again.
    """
    run = WaveRun(tmp_path)
    run.stage(screen, ANSWERS, Screening())
    run.finish()
    next(tmp_path.glob("screen-*.parquet")).unlink()

    assert not WaveRun(tmp_path).resume()


def test_a_finished_run_keeps_its_own_tables_only(tmp_path):
    """
    Tables of earlier settings are deleted when a run has ended well, and not sooner.
    """
    WaveRun(tmp_path).stage(screen, ANSWERS, Screening(min_characters=9))
    run = WaveRun(tmp_path)
    run.stage(screen, ANSWERS, Screening())
    assert 2 == len(list(tmp_path.glob("*.parquet")))

    run.finish()

    assert [run.records["ScreenedResponses"].file] == [p.name for p in tmp_path.glob("*.parquet")]


def test_the_ledger_names_counts_and_never_an_answer(tmp_path):
    """
    What is written down of a run are names, counts and fingerprints.
    """
    run = WaveRun(tmp_path)
    run.stage(screen, ANSWERS, Screening())
    run.finish()

    (record,) = json.loads((tmp_path / "ledger.json").read_text("utf-8")).values()

    assert ("screen", {"redacted": 3}, 3) == (
        record["stage"],
        record["rows_in"],
        record["rows_out"],
    )
    assert "jobs" not in (tmp_path / "ledger.json").read_text("utf-8")


def test_a_table_nobody_made_is_our_bug(tmp_path):
    """
    Asking for a table before the stage that makes it is told as such.
    """
    with pytest.raises(ContractError, match="Units was asked for before the stage"):
        WaveRun(tmp_path).table(Units)


def test_two_stages_of_a_run_cannot_give_one_table(tmp_path):
    """
    A stage that would put its table in the place of another stage's is our bug.
    """
    run = WaveRun(tmp_path)
    run.stage(redact, responses("More jobs"), Redaction(), NO_NAMES)

    with pytest.raises(ContractError, match="shout gives RedactedResponses, which redact gave"):
        run.stage(shout, ANSWERS, Speller())


def test_a_stage_says_which_table_it_gives(tmp_path):
    """
    A function whose signature promises no table is not a stage.
    """
    with pytest.raises((ContractError, KeyError)):
        WaveRun(tmp_path).stage(untyped, ANSWERS)


def test_an_engine_is_at_hand_loaded_or_not():
    """
    A stand-in is loaded where its engine is needed; anything else is what it is.
    """
    assert "engine" == at_hand(deferred("name", lambda: "engine"))
    assert "engine" == at_hand("engine")
