"""What an edit of the codebook would do to the codes, told before it is done."""

from collections.abc import Mapping
from typing import Any

from pandera.typing import DataFrame

from flows.files import read_ledger, read_written_codebook
from flows.publishing import read_manifest
from flows.rederiving import code_units_again, kept_codebook, units_again
from flows.session import Session
from nlp.contracts.codebook import Codebook
from nlp.contracts.tables import Codings

PUBLISHED, WRITTEN = "the published codebook", "the codebook without its decisions"


def impact(session: Session) -> dict[str, Any]:
    """Return how many codes each theme would gain and lose per wave, and publish nothing.

    The codebook in use, decisions and edits by hand carried out, is compared with the one that a
    wave was published with, or else with the codebook's file alone. Both code the same units, so
    what differs is what the edit does.
    """
    ledger = read_ledger(session.workspace, session.study)
    answer: dict[str, Any] = {
        "study": session.study.study_id,
        "outcome": "foreseen",
        "decisions": len(ledger.decisions),
        "compared_with": {},
        "codes": {},
    }
    for wave in session.delivered_waves:
        name, before = _codebook_before(session, wave)
        units = units_again(session, wave)
        then = code_units_again(session, units, before)
        now = code_units_again(session, units, session.codebook)
        answer["compared_with"][wave] = name
        answer["codes"][wave] = in_lines(compare_codings(then, now), before, session.codebook)
    return answer


def compare_codings(
    before: DataFrame[Codings], after: DataFrame[Codings]
) -> dict[str, tuple[int, int, int]]:
    """Return for every theme how many units it had, loses and gains, where any move."""
    had = _units_of_themes(before)
    has = _units_of_themes(after)
    none: frozenset[str] = frozenset()
    moved = {}
    for theme in sorted({*had, *has}):
        then, now = had.get(theme, none), has.get(theme, none)
        if then != now:
            moved[theme] = (len(then), len(then - now), len(now - then))
    return moved


def in_lines(
    moved: Mapping[str, tuple[int, int, int]], before: Codebook, after: Codebook
) -> list[str]:
    """Return a line for each theme whose codes move, the themes in the order of the codebook."""
    themes = [*after.themes, *before.themes]
    labels = {theme.theme_id: theme.label for theme in reversed(themes)}
    order = list(dict.fromkeys(theme.theme_id for theme in themes))
    lines = [
        f"{theme} ({labels[theme]}): {n - lost + gained:,} units, were {n:,} "
        f"({lost:,} lost, {gained:,} gained)"
        for theme in order
        if theme in moved
        for n, lost, gained in [moved[theme]]
    ]
    return lines or ["no code moves"]


def _codebook_before(session: Session, wave: str) -> tuple[str, Codebook]:
    """Return what the edit is compared with, and its name."""
    manifest = read_manifest(session.workspace.outputs(session.study.study_id) / wave)
    published = kept_codebook(session, manifest) if manifest else None
    if published is not None:
        return PUBLISHED, published
    written = read_written_codebook(session.workspace, session.study)
    return WRITTEN, written if written is not None else session.codebook


def _units_of_themes(codings: DataFrame[Codings]) -> dict[str, frozenset[str]]:
    units: dict[str, set[str]] = {}
    for theme, unit in zip(codings["theme_id"], codings["unit_id"], strict=True):
        units.setdefault(str(theme), set()).add(str(unit))
    return {theme: frozenset(of_theme) for theme, of_theme in units.items()}
