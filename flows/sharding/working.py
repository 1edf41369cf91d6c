"""What a worker does: one part at a time, its engines loaded once per process.

`do` is all that other processes are told to call; they know it by name.
"""

import threading
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import MappingProxyType

import pandas as pd
import pyarrow as pa
from pandera.typing import DataFrame

from flows.durable import failpoint
from flows.sharding.jobs import Done, Job
from flows.sharding.orders import Order, read_order
from flows.sharding.parts import (
    VECTOR,
    as_column,
    as_part,
    content_of,
    read_part,
    rows_of,
    vectors_of,
)
from flows.sharding.places import place_at
from nlp.contracts.errors import OpenEndsError, WorkspaceError
from nlp.contracts.tables import Units, conform
from nlp.contracts.vectors import Embeddings

FAILURE = "failure-"
"""How the file begins that says, to its owner only, what a part fell over with."""

_one_at_a_time = threading.Lock()


def do(*words: str) -> Done:
    """Do the job that *words* make, unless its result is there already; never raise."""
    job = Job(*words)
    with _one_at_a_time:
        try:
            _done(job)
        except OpenEndsError as error:
            return Done(made=job.made, problem=type(error).__name__, words=str(error))
        except OSError as error:
            told = f"a worker can neither read nor write at {job.place}: {error.strerror}"
            return Done(made=job.made, problem=WorkspaceError.__name__, words=told)
        except Exception as error:
            return _fallen_over(job, error)
    return Done(made=job.made, problem="", words="")


def unfit(place: str, order: str) -> str:
    """Return why this process cannot do as *order* says; nothing if it can."""
    try:
        read_order(place, order)
    except OpenEndsError as error:
        return str(error)
    return ""


def _done(job: Job) -> None:
    failpoint("part")
    place, order = place_at(job.place), read_order(job.place, job.order)
    if read_part(place.read(job.made)) is not None:
        return  # by a worker that died before it could say so
    given = read_part(place.read(job.given))
    if given is None:
        raise WorkspaceError(f"{job.place}: a part is missing or damaged; run again")
    place.write(job.made, content_of(WORKS[job.work](given, order)))


def _fallen_over(job: Job, error: Exception) -> Done:
    """Write what happened where only the owner reads it, and return what may be told."""
    name = type(error).__name__
    details = "".join(traceback.format_exception(error))
    with suppress(OSError):  # a full disk, say: the name of the error is told in any case
        place_at(job.place).write(f"{FAILURE}{job.made}.txt", details.encode())
    return Done(made=job.made, problem=name, words="")


def _screen(given: pa.Table, order: Order) -> pa.Table:
    """Return what can be said of each text by itself, in their order."""
    from nlp.contracts.study import Screening
    from nlp.intake.screening import Screened, screen_texts

    texts = given["text"].to_pylist()
    found = screen_texts(texts, Screening.model_validate(order["settings"]))
    columns = list(Screened._fields)
    return as_part(pd.DataFrame([found[text] for text in texts], columns=columns, dtype="str"))


def _embed(given: pa.Table, order: Order) -> pa.Table:
    """Return the vector of each text, in their order."""
    from flows.sharding.engines import encoder_in

    matrix = encoder_in(order["encoder"]).encode(given["text"].to_pylist())
    return pa.table({VECTOR: as_column(matrix)})


def _code(given: pa.Table, order: Order) -> pa.Table:
    """Return the codings of the units."""
    from flows.sharding.known_vectors import encoder_in
    from nlp.contracts.codebook import Codebook
    from nlp.contracts.study import Coding
    from nlp.themes.coding import code

    codebook = Codebook.model_validate(order["codebook"])
    settings, waves = Coding.model_validate(order["settings"]), tuple(order["waves"])
    encoder = encoder_in(order["encoder"])
    return as_part(code(*_units(given), codebook, encoder, settings, waves))


def _tag(given: pa.Table, order: Order) -> pa.Table:
    """Return the mentions in the units, as words and meanings tell."""
    from flows.sharding.engines import pipeline_in
    from flows.sharding.learnt import meanings_in, questions_in
    from nlp.contracts.study import Tagging
    from nlp.mentions.tagging import tag

    pipeline, meanings = pipeline_in(order["pipeline"]), meanings_in(order["meanings"])
    settings = Tagging.model_validate(order["settings"])
    questions = questions_in(order["questions"])
    return as_part(tag(*_units(given), pipeline, meanings, questions, settings))


def _tag_as_coded(given: pa.Table, order: Order) -> pa.Table:
    """Return the mentions in the units, as the study's own coded answers correct them."""
    from flows.sharding.engines import pipeline_in
    from flows.sharding.learnt import calibration_in, questions_in
    from nlp.contracts.study import Tagging
    from nlp.mentions.calibration import tag_as_coded

    pipeline = pipeline_in(order["pipeline"])
    calibration = calibration_in(order["calibration"])
    settings = Tagging.model_validate(order["settings"])
    questions = questions_in(order["questions"])
    return as_part(tag_as_coded(*_units(given), pipeline, calibration, questions, settings))


WORKS: Mapping[str, Callable[[pa.Table, Order], pa.Table]] = MappingProxyType(
    {
        "screen": _screen,
        "embed": _embed,
        "code": _code,
        "tag": _tag,
        "tag_as_coded": _tag_as_coded,
    }
)
"""What can be asked for, by the name of the stage."""


def _units(given: pa.Table) -> tuple[DataFrame[Units], Embeddings]:
    units = conform(rows_of(given), Units)
    return units, Embeddings(tuple(units["unit_id"]), vectors_of(given), "")
