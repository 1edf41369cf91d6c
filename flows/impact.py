"""What an edit of the codebook or the lexicons would do, told before it is done."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from pandera.typing import DataFrame

from flows.files import read_ledger, read_written_codebook
from flows.plan import wave_inputs
from flows.published import published_mentions
from flows.publishing import read_manifest
from flows.rederiving import Again, code_units_again, kept_codebook, read_again, tag_units_again
from flows.session import Session
from nlp.contracts.codebook import Codebook
from nlp.contracts.tables import CodedResponses, Codings, Mentions, Prevalence
from nlp.estimates.findings import list_findings, live_findings
from nlp.estimates.linking import link
from nlp.estimates.moves import compare_coded
from nlp.estimates.prevalence import estimate_prevalence

PUBLISHED, WRITTEN = "the published codebook", "the codebook without its decisions"


UNPUBLISHED = "no published mentions to compare with"


class _Found(NamedTuple):
    """What one codebook and one set of lexicons find in a wave."""

    codebook: Codebook
    codings: DataFrame[Codings]
    mentions: DataFrame[Mentions]


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
        then = _Found(codebook, codings, now.mentions if mentions is None else mentions)
        moved = compare_codings(codings, now.codings)
        if mentions is None:
            answer["mentions"][wave] = UNPUBLISHED
        answer["compared_with"][wave] = name
        answer["codes"][wave] = in_lines(moved, codebook, session.codebook)
        answer["moves"] += _moves(session, wave, again, (then, now))
    return answer


def _found_now(
    session: Session, wave: str, again: Again, published: DataFrame[Mentions] | None
) -> _Found:
    """Return what is found now; where only themes can differ, *published* mentions are those."""
    codings = code_units_again(session, again.units, session.codebook)
    if published is None or _changed_inputs(session, wave) - {"codebook"}:
        published = tag_units_again(session, again.units)
    return _Found(session.codebook, codings, published)


def _changed_inputs(session: Session, wave: str) -> set[str]:
    """Return which of the things that *wave* rests on are not those that it was published with."""
    manifest = read_manifest(session.workspace.outputs(session.study.study_id) / wave) or {}
    inputs = wave_inputs(session.workspace, session.study, wave, session.models)
    return {name for name in inputs if inputs[name] != manifest.get("inputs", {}).get(name)}


def _moves(
    session: Session, wave: str, again: Again, found: tuple[_Found, _Found]
) -> list[dict[str, Any]]:
    """Return every finding that moves in *wave*, with its responses and shares."""
    before, after = (_coded(session, wave, again, one) for one in found)
    moves = compare_coded(before, after)
    shares = [_shares(session, coded) for coded in (before, after)]
    labels = {**_labels(session, found[0].codebook), **_labels(session, found[1].codebook)}
    responses: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    columns = ("question_id", "finding_id", "response_id", "gained")
    for question_id, finding_id, response_id, gained in zip(
        *(moves[name] for name in columns), strict=True
    ):
        lost_and_gained = responses.setdefault((question_id, finding_id), ([], []))
        lost_and_gained[int(gained)].append(response_id)
    return [
        {
            "wave": wave,
            "question_id": key[0],
            "finding_id": key[1],
            "finding": label,
            "share_before": shares[0].get(key),
            "share_after": shares[1].get(key),
            "lost": responses[key][0],
            "gained": responses[key][1],
        }
        for key, label in labels.items()
        if key in responses
    ]


def _coded(session: Session, wave: str, again: Again, found: _Found) -> DataFrame[CodedResponses]:
    study = session.study
    every = list_findings(study.open_questions, found.codebook, study.mentions)
    findings = live_findings(every, found.codebook, wave, session.wave_order)
    return link(again.respondents, again.screened, found.codings, found.mentions, findings)


def _labels(session: Session, codebook: Codebook) -> dict[tuple[str, str], str]:
    """Return what tables call every finding of every question."""
    findings = list_findings(session.study.open_questions, codebook, session.study.mentions)
    keys = zip(findings["question_id"], findings["finding_id"], strict=True)
    return dict(zip(keys, findings["label"], strict=True))


def _shares(
    session: Session, coded: DataFrame[CodedResponses]
) -> dict[tuple[str, str], float | None]:
    """Return the share of every finding of every question; None where the base is empty."""
    table: DataFrame[Prevalence] = estimate_prevalence(coded, session.study.reporting)
    keys = zip(table["question_id"], table["finding_id"], strict=True)
    shares = [None if share != share else float(share) for share in table["share"]]
    return dict(zip(keys, shares, strict=True))


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
