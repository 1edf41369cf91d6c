"""What an edit of the codebook or the lexicons would do, told before it is done."""

from collections.abc import Mapping
from typing import Any

from pandera.typing import DataFrame

from flows.files import read_ledger, read_written_codebook
from flows.moves import Found, list_moves
from flows.plan import wave_inputs
from flows.published import published_mentions
from flows.publishing import read_manifest
from flows.rederiving import Again, code_units_again, kept_codebook, read_again, tag_units_again
from flows.session import Session
from nlp.contracts.codebook import Codebook
from nlp.contracts.tables import Codings, Mentions

PUBLISHED, WRITTEN = "the published codebook", "the codebook without its decisions"


UNPUBLISHED = "no published mentions to compare with"


def impact(session: Session) -> dict[str, Any]:
    """Return what would move in every wave by the files as they are now, and publish nothing.

    The codebook in use, decisions and edits by hand carried out, is compared with the one that a
    wave was published with, or else with the codebook's file alone. Both code the same units, so
    what differs is what the edit does. Mentions are compared with the published ones. `codes` says
    how many units each theme gains and loses, `moves` which responses raise what they did not, or
    no more, and how its share moves.
    """
    ledger = read_ledger(session.workspace, session.study)
    answer: dict[str, Any] = {
        "study": session.study.study_id,
        "outcome": "foreseen",
        "decisions": len(ledger.decisions),
        "compared_with": {},
        "codes": {},
        "mentions": {},
        "moves": [],
    }
    for wave in session.delivered_waves:
        name, codebook = _codebook_before(session, wave)
        again = read_again(session, wave)
        mentions = published_mentions(session, wave, again.screened)
        now = _found_now(session, wave, again, mentions)
        codings = code_units_again(session, again.units, codebook)
        then = Found(codebook, codings, now.mentions if mentions is None else mentions)
        moved = compare_codings(codings, now.codings)
        if mentions is None:
            answer["mentions"][wave] = UNPUBLISHED
        answer["compared_with"][wave] = name
        answer["codes"][wave] = in_lines(moved, codebook, session.codebook)
        answer["moves"] += list_moves(session, wave, again, (then, now))
    return answer


def _found_now(
    session: Session, wave: str, again: Again, published: DataFrame[Mentions] | None
) -> Found:
    """Return what is found now; where only themes can differ, *published* mentions are those."""
    codings = code_units_again(session, again.units, session.codebook)
    if published is None or _changed_inputs(session, wave) - {"codebook"}:
        published = tag_units_again(session, again.units)
    return Found(session.codebook, codings, published)


def _changed_inputs(session: Session, wave: str) -> set[str]:
    """Return which of the things that *wave* rests on are not those that it was published with."""
    manifest = read_manifest(session.workspace.outputs(session.study.study_id) / wave) or {}
    inputs = wave_inputs(session.workspace, session.study, wave, session.models)
    return {name for name in inputs if inputs[name] != manifest.get("inputs", {}).get(name)}


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
