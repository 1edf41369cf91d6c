"""Published codings, derived again from the exports, and compared with what was published."""

import json
from pathlib import Path
from typing import Any, NamedTuple

from pandera.typing import DataFrame

from flows.code_wave import vectors_of
from flows.durable import write_whole
from flows.evaluating import tagger_of
from flows.kept import digest_of
from flows.plan import delivered as waves_delivered
from flows.plan import wave_inputs
from flows.publishing import VERSIONS, read_manifest
from flows.reading import read_wave
from flows.session import Session
from nlp.contracts.codebook import Codebook, parse_codebook
from nlp.contracts.errors import CodebookError, OutputsChanged, listed
from nlp.contracts.tables import Codings, Mentions, Respondents, ScreenedResponses, Units
from nlp.intake.answers import read_answers
from nlp.intake.recoding import recode
from nlp.intake.redaction import redact
from nlp.intake.respondents import read_respondents
from nlp.intake.responses import read_responses
from nlp.intake.screening import screen
from nlp.intake.units import unitise
from nlp.report.csv_text import as_csv
from nlp.themes.coding import code

CODEBOOKS = "_codebooks"
"""The folder of the codebooks that anything was published with, each by its digest."""


def keep_codebook(session: Session) -> str:
    """Return the digest of the codebook, which is kept under it for as long as its figures."""
    digest = digest_of(session.codebook)
    path = _kept_file(session, digest)
    if _read_kept(path) != session.codebook:
        write_whole(path, session.codebook.model_dump_json(indent=1))
    return digest


def rederive(session: Session) -> list[str]:
    """Return the waves whose published codings come out again, byte for byte, from the exports.

    Nothing kept is used but vectors. Each is coded with the codebook that it was published with,
    also those of an earlier codebook that are still kept. Raises OutputsChanged naming each wave
    that differs, by how much, and what changed since.
    """
    outputs = session.workspace.outputs(session.study.study_id)
    verified, problems = [], []
    for folder, wave in _series(session, outputs):
        problem = _difference(session, folder, wave)
        name = folder.name if folder.parent.name == VERSIONS else wave
        if problem:
            problems.append(f"{name}: {problem}")
        else:
            verified.append(name)
    if problems:
        raise OutputsChanged(listed(f"{outputs}: codings do not come out again:", problems))
    return verified


def _series(session: Session, outputs: Path) -> list[tuple[Path, str]]:
    """Return the published folder of each wave, and those kept of earlier codebooks."""
    found = [(outputs / wave, wave) for wave in session.wave_order if (outputs / wave).exists()]
    for folder in sorted((outputs / VERSIONS).glob("*")):
        manifest = read_manifest(folder)
        wave = manifest["waves"][0] if manifest and len(manifest.get("waves", [])) == 1 else ""
        if manifest is None or wave not in session.wave_order:
            continue
        shown = read_manifest(outputs / wave)
        if shown is not None and _digest(shown) != _digest(manifest):
            found.append((folder, wave))
    return found


def _difference(session: Session, folder: Path, wave: str) -> str:
    """Return how the codings of one folder differ from those derived again; nothing if not."""
    manifest = read_manifest(folder)
    if manifest is None:
        return "its manifest is missing or cannot be read; publish it anew"
    if wave not in waves_delivered(session.workspace, session.study):
        return "its export is gone; deliver it again"
    codebook = kept_codebook(session, manifest)
    if codebook is None:
        return "the codebook that it was published with is not kept; code it anew"
    again = as_csv(code_again(session, wave, codebook))
    if again.encode() == (folder / "codings.csv").read_bytes():
        return ""
    before = set((folder / "codings.csv").read_text("utf-8").splitlines())
    now = set(again.splitlines())
    inputs = wave_inputs(session.workspace, session.study, wave, session.models)
    published = manifest.get("inputs", {})
    since = [name for name in inputs if name != "codebook" and inputs[name] != published.get(name)]
    because = f"changed since: {', '.join(since)}" if since else "nothing that it rests on changed"
    return f"{len(before - now):,} codings gone, {len(now - before):,} new; {because}"


def code_again(session: Session, wave: str, codebook: Codebook) -> DataFrame[Codings]:
    """Return the codings of *wave* with *codebook*, from its export."""
    return code_units_again(session, read_again(session, wave).units, codebook)


def code_units_again(
    session: Session, units: DataFrame[Units], codebook: Codebook
) -> DataFrame[Codings]:
    """Return the codings of *units* with *codebook*."""
    encoder, waves = session.encoder(), session.wave_order
    vectors = vectors_of(session, units)
    return code(units, vectors, codebook, encoder, session.study.coding, waves)


class Again(NamedTuple):
    """A wave as its export has it now."""

    respondents: DataFrame[Respondents]
    screened: DataFrame[ScreenedResponses]
    units: DataFrame[Units]


def read_again(session: Session, wave: str) -> Again:
    """Return *wave* from its export; nothing kept is used."""
    study = session.study_of(wave)
    delivered = read_wave(session, wave)
    answers = recode(read_answers(delivered, study, wave), study.closed_questions)
    responses = read_responses(delivered, answers, study, wave)
    redacted = redact(responses, study.redaction, session.find_names)
    screened = screen(redacted, study.screening)
    return Again(read_respondents(delivered, wave), screened, unitise(screened, study.units))


def tag_units_again(session: Session, units: DataFrame[Units]) -> DataFrame[Mentions]:
    """Return the mentions in *units* by the lexicons as they are now."""
    return tagger_of(session)(units)


def kept_codebook(session: Session, manifest: dict[str, Any]) -> Codebook | None:
    """Return the codebook that something was published with; None if it is not there any more."""
    digest = _digest(manifest)
    if digest == digest_of(session.codebook):
        return session.codebook
    codebook = _read_kept(_kept_file(session, digest))
    return codebook if codebook is not None and digest_of(codebook) == digest else None


def _read_kept(path: Path) -> Codebook | None:
    try:
        return parse_codebook(json.loads(path.read_text("utf-8")), path.name)
    except (OSError, ValueError, CodebookError):
        return None  # none, damaged, or of another release; the error would quote examples


def _digest(manifest: dict[str, Any]) -> str:
    return str(manifest.get("codebook", {}).get("digest", ""))


def _kept_file(session: Session, digest: str) -> Path:
    return session.workspace.interim(session.study.study_id, CODEBOOKS) / f"{digest}.json"
