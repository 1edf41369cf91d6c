"""An export, read, shielded and sorted out: the one way in for answers."""

from pathlib import Path

from flows.exports import read_export
from flows.keys import pseudonym_key
from flows.session import Session
from nlp.intake.identities import shield
from nlp.intake.records import SortedExport, sort_out
from nlp.intake.reshaping import widen


def read_wave(
    session: Session, wave: str, path: Path | None = None, key: bytes | None = None
) -> SortedExport:
    """Return the records of *wave*: those that count under the ids they go by, and the others.

    Args:
        session: The study at work.
        wave: Which of its waves.
        path: An earlier delivery of it; left out, its export.
        key: The key of the pseudonyms; left out, that of the workspace, made if missing.
    """
    study = session.study_of(wave)
    layout = study.layout_of(wave)
    path = path or session.workspace.source_file(study.waves[wave].source)
    export = widen(read_export(path, layout), study, wave)
    if key is None:
        key = pseudonym_key(session.workspace) if study.respondent.pseudonymise else b""
    return sort_out(shield(export, study, wave, key), study, wave)
