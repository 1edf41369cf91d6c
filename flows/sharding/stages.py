"""The stages that are done in parts where there is much to do: screen, embed, code and tag.

Each gives what it gives in one piece, byte for byte: every row of theirs follows from one text, or
one response, alone, and the rows are put into the order that the stage itself has.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

import pandas as pd
from pandera.typing import DataFrame

from flows.runs import at_hand, compute
from flows.sharding.executors import executor_for
from flows.sharding.orders import plain
from flows.sharding.parts import as_part, rows_of
from flows.sharding.places import Place, place_at
from flows.sharding.spread import FOLDER, Part, Spread
from nlp.contracts.tables import (
    Codings,
    Mentions,
    RedactedResponses,
    ScreenedResponses,
    TableT,
    Units,
    conform,
)
from nlp.intake.screening import Screened, screen_as_read, texts_asked_for

if TYPE_CHECKING:
    from flows.session import Session

Given = Mapping[str, Any]
"""The arguments of a stage by name."""


Stage = Callable[["Session", Spread, Given], pd.DataFrame]
"""Gives the table of a stage, in parts."""


def in_parts(
    session: "Session", folder: Path, function: Callable[..., DataFrame[TableT]], given: Given
) -> DataFrame[TableT]:
    """Return the table of a stage: in parts if it is one of those, else in one piece."""
    stage = STAGES.get(function.__name__)
    if stage is None:
        return compute(function, given)
    return cast("DataFrame[TableT]", stage(session, spread_in(session, folder), given))


def spread_in(session: "Session", folder: Path) -> Spread:
    """Return who does the parts of the tables in *folder*."""
    settings, root = session.operation.sharding, session.workspace.root
    return Spread(executor_for(settings, root), place_of(session, folder), settings.rows)


def place_of(session: "Session", folder: Path) -> Place:
    """Return where the parts of the tables in *folder* lie: below it, or as the settings say."""
    settings, root = session.operation.sharding, session.workspace.root
    if settings.folder:
        return place_at(f"{settings.folder}/{folder.relative_to(root).as_posix()}")
    return place_at(str(folder / FOLDER))


def clear_parts(session: "Session") -> int:
    """Delete all parts of a study, wherever they lie, and return how many there were."""
    workspace, study_id = session.workspace, session.study.study_id
    deleted = 0
    for wave in ("", *session.wave_order):
        place = place_of(session, workspace.interim(study_id, wave))
        names = [name for name in place.names() if "." in name]  # else it is a folder
        for name in names:
            place.remove(name)
        deleted += len(names)
    return deleted


def _screen(session: "Session", spread: Spread, given: Given) -> DataFrame[ScreenedResponses]:
    """Texts are read in parts; campaigns are told over all of them, here."""
    redacted: DataFrame[RedactedResponses] = given["redacted"]
    texts, settings = texts_asked_for(redacted), given["settings"]
    order, rows = (
        {"settings": plain(settings)},
        as_part(pd.DataFrame({"text": texts}, dtype="str")),
    )
    found: dict[str, Screened] = {}
    for part in spread.over("screen", order, rows, texts):
        read = rows_of(part.made).itertuples(index=False, name=None)
        found |= {
            texts[place]: Screened(*row) for place, row in zip(part.places, read, strict=True)
        }
    return screen_as_read(redacted, found, settings)


def _code(session: "Session", spread: Spread, given: Given) -> DataFrame[Codings]:
    from flows.sharding.known_vectors import order_of_wordings

    units, codebook, waves = given["units"], given["codebook"], given["waves"]
    order = {
        "codebook": plain(codebook),
        "encoder": order_of_wordings(given["encoder"], codebook, units["question_id"], waves),
        "settings": plain(given["settings"]),
        "waves": list(waves),
    }
    return _merged(_over_units(spread, "code", order, given), Codings, ["unit_id", "theme_id"])


def _tag(session: "Session", spread: Spread, given: Given) -> DataFrame[Mentions]:
    from flows.sharding.learnt import order_of_meanings

    meanings = order_of_meanings(at_hand(given["meanings"]))
    order = {**_order_of_tagging(session, given), "meanings": meanings}
    return _merged(_over_units(spread, "tag", order, given), Mentions, ["response_id"])


def _tag_as_coded(session: "Session", spread: Spread, given: Given) -> DataFrame[Mentions]:
    from flows.sharding.learnt import order_of_calibration

    calibration = order_of_calibration(at_hand(given["calibration"]))
    order = {**_order_of_tagging(session, given), "calibration": calibration}
    return _merged(_over_units(spread, "tag_as_coded", order, given), Mentions, ["response_id"])


def _order_of_tagging(session: "Session", given: Given) -> dict[str, Any]:
    from flows.sharding.engines import order_of_pipeline
    from flows.sharding.learnt import order_of_questions

    return {
        "pipeline": order_of_pipeline(session),
        "questions": order_of_questions(given["questions"]),
        "settings": plain(given["settings"]),
    }


STAGES: Mapping[str, Stage] = MappingProxyType(
    {"screen": _screen, "code": _code, "tag": _tag, "tag_as_coded": _tag_as_coded}
)
"""The stages that can be done in parts, by the name of their function."""


def _over_units(spread: Spread, work: str, order: dict[str, Any], given: Given) -> Iterable[Part]:
    """Yield what becomes of the units, with their vectors; a response is never cut in two."""
    units: DataFrame[Units] = given["units"]
    matrix = given["embeddings"].rows(list(units["unit_id"]))
    return spread.over(work, order, as_part(units, matrix), list(units["response_id"]))


def _merged(parts: Iterable[Part], table: type[TableT], by: Sequence[str]) -> DataFrame[TableT]:
    """Return the rows of all *parts* ordered *by* columns, else as their part has them."""
    frame = pd.concat([rows_of(part.made) for part in parts], ignore_index=True)
    names = list(zip(*(frame[column] for column in by), strict=True))
    order = sorted(range(len(frame)), key=names.__getitem__)
    return conform(frame.iloc[order].reset_index(drop=True), table)
