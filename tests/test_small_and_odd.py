"""Studies with hardly an answer, or with odd ones, from the command line to the page and back."""

import csv
import itertools
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from flows.cli import app
from nlp.contracts.errors import NotEnoughResponses, SourceDataError
from tests.conftest import ROOT

pytestmark = pytest.mark.model

IN_EVERY_RUN = ("1", "few emoji", "other scripts")
"""The others, which take as long and find less, are `slow`."""


def cases(odd):
    """Every case of *odd* under its name."""
    return [
        pytest.param(case, id=name, marks=[] if name in IN_EVERY_RUN else [pytest.mark.slow])
        for name, case in odd.items()
    ]


STUDY = """\
study_id: odd
title: An odd study
waves:
%s
respondent: {column: ID}
open_questions:
  hopes: {column: HOPES, label: Hopes}
screening: {languages: [], keep: [duplicate_campaign]}
discovery: {trials: 0}
"""

WHAT = (
    "The price",
    "Our team",
    "This tool",
    "The office",
    "A good model",
    "Support",
    "The canteen",
)
DOES = ("saves time", "costs a lot", "helps newcomers", "breaks often", "needs care", "is slow")
PLAIN = [f"{what} {does} these days." for what, does in itertools.product(WHAT, DOES)]

SCRIPTS = {
    "CJK": ("新しい道具は仕事を速くします", "价格太贵了", "보안이 걱정됩니다"),
    "Arabic": ("يوفر لنا الكثير من الوقت", "السعر مرتفع جدا", "نحتاج إلى دعم أفضل"),
    "Devanagari": ("यह हमारा समय बचाता है", "कीमत बहुत ज़्यादा है", "हमें बेहतर मदद चाहिए"),
    "Cyrillic": ("Это экономит нам время", "Цена слишком высока", "Нам нужна поддержка"),
}
MIXED = [f"{text} {n}" for n in range(6) for texts in SCRIPTS.values() for text in texts]
EMOJI = [one + other for one in "😀😍🤔😡👍🎉🔥" for other in "🚀💡🙏💰🌍🍕"]
JUNK = ["asdf", "sdfkjh", "n/a", "-", "...", "xxxxx", "?", "jkljkl"] * 8
PERSON = "Maria Kowalczyk"
ABOUT_HER = [f"{PERSON} {does}" for does in (*DOES, "explains well", "left", "is kind", "talks")]
ABOUT_HER += [f"{text} in {where}" for text in ABOUT_HER for where in ("spring", "autumn", "May")]


@dataclass(frozen=True)
class Odd:
    """What is answered, how many of the answers differ, and what is listed of them."""

    answers: list[str]
    n_different: int
    listed: tuple[tuple[str, int], ...] = ()


BELOW = {
    "blank": Odd(["", " "] * 15, 0),
    "1": Odd(PLAIN[:1], 1, ((PLAIN[0], 1),)),
    "5": Odd(PLAIN[:5], 5, ((PLAIN[4], 1),)),
    "14": Odd(PLAIN[:14], 14, ((PLAIN[13], 1),)),
    "200 identical": Odd(["It saves time."] * 200, 1, (("It saves time.", 200),)),
    "150 and 30": Odd(
        ["It saves time."] * 150 + ["Too dear."] * 30,
        2,
        (("It saves time.", 150), ("Too dear.", 30)),
    ),
    "junk": Odd(JUNK, 0),
    "a name": Odd([PERSON] * 200, 1),
    "few emoji": Odd(EMOJI[:9], 9, ((EMOJI[0], 1),)),
}
ENOUGH = {
    "40": PLAIN[:40],
    "emoji": EMOJI,
    "other scripts": MIXED,
    "one person": ABOUT_HER,
}


def study_of(root, **waves):
    """Write a study of one open question with its exports, and return its folder."""
    for name in ("configs/lexicons", "configs/cues", "configs/models.yaml"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, root / name)
    sources = "\n".join(f"  {wave}: {{source: data/{wave}.csv}}" for wave in waves)
    for folder in ("configs/studies", "data"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "configs/studies/odd.yaml").write_text(STUDY % sources, "utf-8")
    for wave, answers in waves.items():
        if answers is not None:
            deliver(root, wave, answers)
    return root


def deliver(root, wave, answers):
    with (root / "data" / f"{wave}.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [(f"{wave}-{number}", answer) for number, answer in enumerate(answers)]
        csv.writer(file).writerows([("ID", "HOPES"), *rows])


def said(root, *verb):
    """Return what a command answers, or the error of ours that it ends with."""
    direct = ["--no-prefect"] if verb[0] in ("run", "propose-codebook") else []
    done = CliRunner().invoke(app, [*verb, "odd", "--root", str(root), "--json", *direct])
    assert not (root / "data/interim/odd/failure.txt").exists()
    if done.exception is not None:
        return done.exception
    return json.loads(done.stdout)


def page_of(root):
    html = (root / "outputs/odd/all-waves/report.html").read_text("utf-8")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def sheet(root, name):
    book = CalamineWorkbook.from_path(root / "outputs/odd/all-waves/workbook.xlsx")
    head, *rows = book.get_sheet_by_name(name).to_python()
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("odd", cases(BELOW))
def test_too_little_for_topics_is_counted_and_listed(odd, tmp_path):
    """
    No draft can be made, which says how much is there and needed; a run lists what was said.
    """
    root = study_of(tmp_path, w1=odd.answers)
    told = f"{odd.n_different} different answers (or sentences of them); topics need 40"

    assert "in order" == said(root, "check")["outcome"]
    refused = said(root, "propose-codebook")
    assert isinstance(refused, NotEnoughResponses)
    assert 3 == refused.exit_code
    assert "at least 40 different answers" in str(refused)
    assert {"hopes": [told]} == said(root, "run")["no_themes"]
    assert "unchanged" == said(root, "run")["outcome"]
    assert ["w1"] == said(root, "verify", "--rederive")["derived_again"]

    assert "No themes yet." in page_of(root)
    assert f" {len(odd.answers)} {len(odd.answers)} " in page_of(root)  # in all, and asked
    assert [] == sheet(root, "Themes")
    listed = [(row["answer"], row["n_responses"]) for row in sheet(root, "Few answers")]
    assert set(odd.listed) <= set(listed)
    for text, n in odd.listed:
        assert f" {text} {n} " in page_of(root)


@pytest.mark.parametrize("answers", cases(ENOUGH))
def test_odd_answers_make_themes_with_readable_labels(answers, tmp_path):
    """
    From the floor on there are themes, said by something else than signs, and never by a name.
    """
    root = study_of(tmp_path, w1=answers)

    draft = said(root, "propose-codebook")["draft"]
    assert "done" == said(root, "run")["outcome"]
    codebook = yaml.safe_load(Path(draft).read_text("utf-8"))

    themes = codebook["themes"]
    assert 2 <= len(themes)
    for theme in [*themes, *codebook.get("nets", [])]:
        assert re.search(r"\w\w", theme["label"]), theme["label"]
        assert not {"maria", "kowalczyk"} & set(theme["label"].casefold().split())
        assert "kowalczyk" not in theme.get("definition", "").casefold()
    assert themes[0]["label"] in page_of(root)
    assert len(themes) == len(sheet(root, "Themes"))


def test_an_export_without_rows_is_refused_by_name(tmp_path):
    """
    A header alone is most likely a failed export: the file is named, and nothing is published.
    """
    root = study_of(tmp_path, w1=[])

    for verb in ("check", "propose-codebook", "run"):
        refused = said(root, verb)
        assert isinstance(refused, SourceDataError)
        assert "w1.csv: no responses" in str(refused)
    assert [] == [path for path in (root / "outputs").rglob("*") if path.is_file()]


@pytest.mark.slow
def test_themes_come_with_the_wave_that_brings_enough(tmp_path):
    """
    What was published without themes is coded again when a later wave lets a draft be made.
    """
    root = study_of(tmp_path, w1=PLAIN[:14], w2=None)
    assert ["w1"] == said(root, "run")["waves"]
    assert "No themes yet." in page_of(root)

    deliver(root, "w2", PLAIN[14:])

    later = said(root, "run")
    assert (["w2"], False) == (later["waves"], "no_themes" in later)
    assert "No themes yet." not in page_of(root)
    states = {one["wave"]: one["state"] for one in said(root, "status")["waves"]}
    assert {"w1": "current", "w2": "current", "all-waves": "current"} == states
