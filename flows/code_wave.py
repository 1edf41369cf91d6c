"""The steps of one wave: read, screen, embed, code, tag, join, estimate."""

from pandera.typing import DataFrame

from flows.deliveries import take_delivery
from flows.digests import digest_of_file
from flows.reading import read_wave
from flows.session import Session
from nlp.contracts.tables import (
    Answers,
    Codings,
    Mentions,
    Respondents,
    ScreenedResponses,
    Units,
    conform,
)
from nlp.contracts.vectors import Embeddings
from nlp.estimates.bases import count_bases
from nlp.estimates.crosstabs import cross_tabulate
from nlp.estimates.findings import list_findings, live_findings
from nlp.estimates.linking import link
from nlp.estimates.prevalence import estimate_prevalence
from nlp.intake.accounts import count_records, set_aside
from nlp.intake.answers import read_answers
from nlp.intake.limits import check_limits
from nlp.intake.recoding import recode
from nlp.intake.records import SortedExport
from nlp.intake.redaction import redact
from nlp.intake.remarks import remark_on
from nlp.intake.respondents import read_respondents
from nlp.intake.responses import read_responses
from nlp.intake.screening import screen
from nlp.intake.units import unitise
from nlp.intake.wordings import read_wordings
from nlp.mentions.calibration import tag_as_coded
from nlp.mentions.tagging import tag
from nlp.themes.candidates import pool_uncovered
from nlp.themes.coding import code
from nlp.themes.description import describe_topics
from nlp.themes.discovery import discover_topics
from nlp.themes.embedding import embed
from nlp.themes.uncovered import explain_uncovered


def prepare(session: Session, wave: str) -> None:
    """Read the export of *wave*, cut what was written into coding units, and keep the export."""
    source = session.workspace.source_file(session.study.waves[wave].source)
    sha256 = digest_of_file(source)
    delivered = read_wave(session, wave)
    read_units(session, wave, delivered)
    take_delivery(session, wave, delivered, sha256)


def read_units(session: Session, wave: str, delivered: SortedExport) -> None:
    """Cut what was written in an export of *wave* into coding units."""
    study, run = session.study_of(wave), session.run(wave)
    run.stage(set_aside, delivered, study, wave)
    run.stage(count_records, delivered, wave)
    run.stage(read_respondents, delivered, wave)
    answers = run.stage(recode, read_answers(delivered, study, wave), study.closed_questions)
    check_limits(delivered, answers, study, wave)
    responses = read_responses(
        delivered, answers, study, wave
    )  # holds verbatims, so it is never kept
    redacted = run.stage(redact, responses, study.redaction, session.find_names)
    screened = run.stage(screen, redacted, study.screening)
    units = run.stage(unitise, screened, study.units)
    run.stage(remark_on, delivered, answers, screened, units, study, wave)
    run.stage(read_wordings, delivered, study, wave)


def embed_units(session: Session, wave: str) -> None:
    """Encode the units of *wave*; every vector goes into the store."""
    vectors_of(session, session.run(wave).table(Units))


def vectors_of(session: Session, units: DataFrame[Units]) -> Embeddings:
    """Return the vectors of *units*, from the store where they are there."""
    return embed(units, session.encoder())


def code_units(session: Session, wave: str) -> None:
    """Give the themes of the codebook to the units of *wave*."""
    run, settings = session.run(wave), session.study.coding
    units = run.table(Units)
    embeddings = vectors_of(session, units)
    encoder, waves = session.encoder(), session.wave_order
    codings = run.stage(code, units, embeddings, session.codebook, encoder, settings, waves)
    run.stage(explain_uncovered, units, codings, session.codebook, encoder, settings, waves)


def tag_units(session: Session, wave: str) -> None:
    """Find the mentions in the units of *wave*."""
    study, run = session.study, session.run(wave)
    units = run.table(Units)
    vectors = embed(units, session.encoder_of_answers)
    questions, settings, pipeline = study.open_questions, study.mentions, session.pipeline
    if session.calibration is None:
        run.stage(tag, units, vectors, pipeline, session.meanings, questions, settings)
    else:
        calibration = session.calibration
        run.stage(tag_as_coded, units, vectors, pipeline, calibration, questions, settings)


def find_candidates(session: Session, wave: str) -> None:
    """Look for topics in what no theme covers: the reason to edit the codebook."""
    run, settings = session.run(wave), session.study.discovery
    left = conform(run.stage(pool_uncovered, run.table(Units), run.table(Codings)), Units)
    embeddings = vectors_of(session, left)
    found = run.stage(discover_topics, left, embeddings, settings, session.study.seed)
    run.stage(describe_topics, left, embeddings, found, session.tagger, session.topic_names)


def estimate(session: Session, wave: str) -> None:
    """Join what was found to the people, and estimate how many they are."""
    study, run, codebook = session.study, session.run(wave), session.codebook
    respondents, screened = run.table(Respondents), run.table(ScreenedResponses)
    every = list_findings(study.open_questions, codebook, study.mentions)
    findings = run.stage(live_findings, every, codebook, wave, session.wave_order)
    run.stage(count_bases, screened, respondents)
    coded = run.stage(
        link, respondents, screened, run.table(Codings), run.table(Mentions), findings
    )
    run.stage(estimate_prevalence, coded, study.reporting)
    run.stage(cross_tabulate, coded, run.table(Answers), study.banner, study.reporting)
