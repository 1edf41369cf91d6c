"""An export, read, shielded and sorted out: the one way in for answers."""

from pathlib import Path

from flows.exports import read_export
from flows.forgotten import forgotten_in
from flows.keys import pseudonym_key
from flows.session import Session
from nlp.intake.forgotten import leave_out, set_aside_forgotten
from nlp.intake.identities import shield
from nlp.intake.records import SortedExport, sort_out
from nlp.intake.reshaping import widen


def read_wave(
    session: Session, wave: str, path: Path | None = None, key: bytes | None = None
) -> SortedExport:
    """Return the records of *wave*: those that count under the ids they go by, and the others.

    Of those who asked to be forgotten rows are counted, and nothing is read.

    Args:
        session: The study at work.
        wave: Which of its waves.
        path: An earlier delivery of it; left out, its export.
        key: The key of the pseudonyms; left out, that of the workspace, made if missing.
    """
    study = session.study_of(wave)
    layout = study.layout_of(wave)
    path = path or session.workspace.source_file(study.waves[wave].source)
    is_forgotten = forgotten_in(session.workspace, study.study_id)
    export = read_export(path, layout)
    if is_forgotten:
        export, _ = leave_out(export, study, wave, is_forgotten)
    if key is None:
        key = pseudonym_key(session.workspace) if study.respondent.pseudonymise else b""
    delivered = sort_out(shield(widen(export, study, wave), study, wave, key), study, wave)
    return set_aside_forgotten(delivered, is_forgotten) if is_forgotten else delivered
