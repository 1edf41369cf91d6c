"""Deliveries of a wave: each export that was read, kept as it came, and what it changed.

Below `data/raw/<study>/<wave>/` lies each export as delivered, under a name that begins with the
digest of its bytes, and `deliveries.json`, which lists them in the order they came.
"""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flows.digests import digest_of_file
from flows.durable import whole, write_whole, writing_to
from flows.files import known_wave
from flows.folders import own_folder
from flows.reading import read_wave
from flows.session import Session
from nlp.contracts.errors import OpenEndsError, WorkspaceError
from nlp.intake.deliveries import columns_in_words, compare, compare_waves, in_words
from nlp.intake.records import SortedExport
from nlp.intake.rules import FORGOTTEN

LEDGER = "deliveries.json"

Delivery = dict[str, Any]
"""One entry of the ledger."""

_ENTRY = ("sha256", "file", "first_seen", "rows", "respondents", "change")

_DIGITS = 12
"""Of the digest, in the name of a kept file."""

_LONGEST_NAME = 200
"""Bytes of a delivered name that are kept: file systems take 255."""


def take_delivery(session: Session, wave: str, delivered: SortedExport, sha256: str) -> Delivery:
    """Return the entry of what *wave* was read from; a new delivery is kept and compared.

    *sha256* is the digest of the export from before it was read: one that has changed since is
    refused. The change is reckoned once, by the study file of the day: it tells what was told
    then, even where the earlier file has been deleted since.
    """
    source = session.workspace.source_file(session.study.waves[wave].source)
    folder = session.workspace.raw(session.study.study_id, wave)
    if digest_of_file(source) != sha256:
        raise WorkspaceError(f"{source.name} changed while it was read; run again")
    earlier = read_ledger(session, wave)
    name = f"{sha256[:_DIGITS]}-{_short(source.name)}"
    with writing_to(folder):
        _private(folder)
        if not delivered.set_aside()[FORGOTTEN]:  # a copy would hold them still
            _keep(source, folder / name, sha256)
        if earlier and earlier[-1]["sha256"] == sha256:
            return earlier[-1]
        entry: Delivery = {
            "sha256": sha256,
            "file": name,
            "first_seen": session.clock().isoformat(),
            "rows": len(delivered.raw),
            "respondents": len(delivered.accepted),
            "change": _change(session, wave, earlier, delivered),
        }
        ledger = {"deliveries": [*earlier, entry]}
        write_whole(folder / LEDGER, json.dumps(ledger, indent=1, ensure_ascii=False))
    return entry


def keep_unread(session: Session, wave: str) -> None:
    """Keep the export of *wave* as it lies there, read or not: another is about to replace it."""
    source = session.workspace.source_file(session.study.waves[wave].source)
    folder = session.workspace.raw(session.study.study_id, wave)
    sha256 = digest_of_file(source)
    _private(folder)
    _keep(source, folder / f"{sha256[:_DIGITS]}-{_short(source.name)}", sha256)


def read_ledger(session: Session, wave: str) -> list[Delivery]:
    """Return the deliveries of *wave* in the order they came; the last one is the current one."""
    path = session.workspace.raw(session.study.study_id, wave) / LEDGER
    try:
        content = json.loads(path.read_text("utf-8"))
        deliveries = [dict(entry) for entry in content["deliveries"]]
        whole = all(set(_ENTRY) <= entry.keys() for entry in deliveries)
    except FileNotFoundError:
        return []
    except (OSError, ValueError, LookupError, TypeError):
        whole = False
    if not whole:
        raise WorkspaceError(
            f"{path} cannot be read; move it away and run again: the kept exports beside it stay, "
            "and the ledger begins anew"
        )
    return deliveries


def last_change(session: Session, wave: str) -> dict[str, Any]:
    """Return what the current delivery of *wave* changed; empty before the first one."""
    deliveries = read_ledger(session, wave)
    if not deliveries:
        return {}
    current = deliveries[-1]
    about = {key: current[key] for key in ("sha256", "first_seen", "rows", "respondents")}
    return {"delivery": len(deliveries), **about, **current["change"]}


def list_deliveries(session: Session, wave: str | None) -> dict[str, Any]:
    """Return what was delivered for *wave*, or for all waves, and what each delivery changed."""
    waves = list(session.wave_order) if wave is None else [known_wave(session.study, wave)]
    ledgers = {name: read_ledger(session, name) for name in waves}
    return {
        "study": session.study.study_id,
        "kept_in": str(session.workspace.raw(session.study.study_id)),
        "deliveries": [
            {
                "wave": name,
                **entry,
                "kept": (
                    session.workspace.raw(session.study.study_id, name) / entry["file"]
                ).is_file(),
            }
            for name, entries in ledgers.items()
            for entry in entries
        ],
        "not_yet_read": [name for name, entries in ledgers.items() if not entries],
    }


def _change(
    session: Session, wave: str, earlier: Sequence[Delivery], delivered: SortedExport
) -> dict[str, Any]:
    """Return how *delivered* differs from the delivery before it, else from the wave before it."""
    if earlier:
        against = f"delivery of {earlier[-1]['first_seen']}"
        before = _read_again(session, wave, earlier[-1])
        if before is None:
            return {"against": against, "words": "cannot be compared with the delivery before it"}
        change = compare(before, delivered)
        return {"against": against, "words": in_words(change), **_plain(asdict(change))}
    for previous in _waves_before(session, wave):
        entries = read_ledger(session, previous)
        before = _read_again(session, previous, entries[-1]) if entries else None
        if before is not None:
            came, went = compare_waves(before, delivered)
            words = columns_in_words(came, went) or "no new column"
            return {
                "against": f"wave {previous}",
                "words": f"first delivery; against wave {previous}: {words}",
                **_plain({"new_columns": came, "gone_columns": went}),
            }
    return {"against": "", "words": "first delivery"}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Return *values* as they will be read from the ledger."""
    return {key: list(v) if isinstance(v, tuple) else v for key, v in values.items()}


def _waves_before(session: Session, wave: str) -> list[str]:
    """Return the waves fielded before *wave*, the latest first."""
    order = session.wave_order
    return list(reversed(order[: order.index(wave)]))


def _read_again(session: Session, wave: str, entry: Delivery) -> SortedExport | None:
    """Return an earlier delivery read as the study says today, or None if that cannot be done."""
    path = session.workspace.raw(session.study.study_id, wave) / entry["file"]
    if not path.is_file():
        return None
    try:
        return read_wave(session, wave, path)
    except OpenEndsError:  # it was the reason for a new one, or the study file has moved on
        return None


def _private(folder: Path) -> None:
    own_folder(folder).chmod(0o700)


def _keep(source: Path, kept: Path, sha256: str) -> None:
    """Copy *source* to *kept*, whole or not at all; the same content is not copied again."""
    if kept.is_file() and digest_of_file(kept) == sha256:
        return
    with whole(kept) as aside:
        shutil.copyfile(source, aside)
        if digest_of_file(aside) != sha256:
            raise WorkspaceError(f"{source.name} changed while it was read; run again")


def _short(name: str) -> str:
    """Return *name*, shortened before its suffixes if file systems would not take it."""
    suffixes = "".join(Path(name).suffixes[-2:])
    most = _LONGEST_NAME - len(suffixes.encode())
    stem = name.removesuffix(suffixes).encode()[:most].decode(errors="ignore")
    return stem + suffixes
