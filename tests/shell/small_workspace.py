"""A study small enough to read, written to a folder: two waves, three themes, no weights."""

import csv

STUDY_FILE = """\
study_id: small
title: A small study
waves:
  w1: {source: data/raw/small/w1.csv}
  w2: {source: data/raw/small/w2.csv}
respondent: {column: ID}
open_questions:
  hopes: {column: HOPES, label: Hopes, elicits: [benefit]}
  worries:
    column: WORRIES
    label: Worries
    elicits: [risk]
    asked_when: {role: [User, Maker]}
closed_questions:
  role: {column: ROLE, label: Role, options: [User, Maker, Observer]}
weight: {column: WT}
banner: [role]
encoding: {kind: words}
screening: {keep: [duplicate_campaign]}
"""

CODEBOOK_FILE = """\
study_id: small
nets:
  - {net_id: gain, label: Gains}
themes:
  - {theme_id: time, label: Time saved, net: gain, examples: [saves us time], keywords: [time]}
  - {theme_id: cost, label: Lower cost, net: gain, examples: [cheaper to run], keywords: [cheaper]}
  - {theme_id: jobs, label: Lost jobs, examples: [people lose their jobs], keywords: [jobs]}
"""

LEXICON_FILES = {
    "benefits": """\
category: benefit
terms:
  - {term_id: time, label: Saves time, phrases: [saves time, saves us time]}
""",
    "risks": """\
category: risk
terms:
  - {term_id: jobs, label: Job losses, phrases: [lose their jobs]}
""",
    "regulation": """\
category: regulation
terms:
  - {term_id: law, label: Laws, phrases: [a law]}
""",
}

MODELS_FILE = """\
encoders: {}
pipelines:
  en_core_web_sm:
    package: small_weights
    distribution: small-weights==1.0
    folder: model
    files: {weights.bin: "%s"}
"""

HEADER = ("ID", "WT", "ROLE", "HOPES", "WORRIES")

ROLES = ("User", "Maker", "Observer")

HOPES = (
    "It saves us time on every report we write.",
    "Much cheaper to run than what we had before.",
    "It saves us time. It is also cheaper than people think.",
    "",
    "n/a",
    "The garden of our office looks lovely in spring.",
    "sdfkjhsdkfjh",
)

WORRIES = (
    "That people lose their jobs because of it.",
    "There should be a law about this.",
    "",
    "None that I can think of, people will not lose their jobs.",
    "Nobody checks what it says.",
)

PEOPLE = 40
"""Respondents of a wave whose rows are sound."""

BROKEN_ROWS = (
    ("", "", "", "", ""),
    ("p99", "heavy", "User", "It saves us time.", ""),
    ("", "1", "User", "It saves us time.", ""),
)
"""One row for each of three rules: blank, a weight that is none, nobody's id."""

REFUSED = len(BROKEN_ROWS) + 1
"""Rows set aside per wave: the broken ones and a respondent delivered twice."""


CUES_FILE = 'deny_before: [no, not, nobody, never]\nends: [".", but]\n'


def rows_of(wave):
    """Return what the export of *wave* says of p01, p02, …"""
    shift = {"w1": 0, "w2": 3}[wave]
    return [
        (
            f"p{number:02d}",
            str(0.5 + (number % 4) / 4),
            ROLES[number % 3],
            HOPES[(number + shift) % len(HOPES)],
            WORRIES[(number + shift) % len(WORRIES)] if ROLES[number % 3] != "Observer" else "",
        )
        for number in range(1, PEOPLE + 1)
    ]


def write_export(path, rows):
    """Write *rows* below the header; a respondent delivered twice and broken rows go with them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, rows[0], *rows, *BROKEN_ROWS])


def write_workspace(root):
    """Write the study's files and exports below *root*."""
    files = {
        "configs/studies/small.yaml": STUDY_FILE,
        "configs/codebooks/small.yaml": CODEBOOK_FILE,
        "configs/models.yaml": MODELS_FILE % ("0" * 64),
        "configs/cues/english.yaml": CUES_FILE,
        **{f"configs/lexicons/{name}.yaml": text for name, text in LEXICON_FILES.items()},
    }
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    for wave in ("w1", "w2"):
        write_export(root / "data" / "raw" / "small" / f"{wave}.csv", rows_of(wave))


def edit(path, old, new):
    """Replace *old*, which stands in *path*, by *new*."""
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new), "utf-8")


def flip_bit(path, place=None):
    """Flip one bit in the middle of *path*, or at byte *place*: what a dying disk does."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if place is None else place] ^= 1
    path.write_bytes(bytes(content))
