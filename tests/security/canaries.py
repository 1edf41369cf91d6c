"""A study in which every answer, option, column and respondent bears a mark of its own.

Where a mark may be found, after a run or after one that fell over, stands in `ALLOWED` alone.
"""

import base64
import logging
import traceback
import zipfile
from fnmatch import fnmatch

from tests.shell.small_workspace import (
    HEADER,
    STUDY_FILE,
    edit,
    rows_of,
    write_export,
    write_workspace,
)

ANSWER, OPTION, COLUMN, PERSON = "zqanswer", "zqoption", "zqcolumn", "zqperson"

KINDS = (ANSWER, OPTION, COLUMN, PERSON)

ALLOWED = (
    ("configs/studies/*", {COLUMN, OPTION}),  # people write them there
    ("configs/codebooks/*.draft.yaml", {ANSWER}),  # examples of themes, masked
    ("data/raw/*/deliveries.json", {COLUMN}),  # which columns came and went
    ("data/raw/*", {*KINDS}),  # the exports, and the copies of those that were read
    ("data/interim/small/failure.txt", {*KINDS}),  # for the owner, after a failure
    ("data/interim/small/_codebooks/*", {ANSWER}),  # a draft quotes
    ("data/interim/small/*.parquet", {*KINDS}),  # the tables of the stages
    ("outputs/small/.versions/*/manifest.json", {COLUMN, OPTION}),  # the settings of the study
    ("outputs/small/.versions/*", {*KINDS}),  # what is published
)
"""What a file below the root may hold, by its path: the first pattern that fits; else nothing."""

COLUMNS = {name: f"{name.title()} {COLUMN}{n}" for n, name in enumerate(HEADER)}

OPTIONS = {name: f"{name} {OPTION}{n}" for n, name in enumerate(("User", "Maker", "Observer"))}


def write_marked_workspace(root, pseudonymise=False):
    """Write the small study below *root*, with a mark on whatever people said and are called."""
    write_workspace(root)
    study = STUDY_FILE
    for name, marked in COLUMNS.items():
        study = study.replace(f"column: {name}", f'column: "{marked}"')
    for name, marked in OPTIONS.items():
        study = study.replace(name, f'"{marked}"')
    path = root / "configs" / "studies" / "small.yaml"
    path.write_text(study, "utf-8")
    if pseudonymise:
        edit(path, f'"{COLUMNS["ID"]}"', f'"{COLUMNS["ID"]}", pseudonymise: true')
    for wave in ("w1", "w2"):
        export = export_of(root, wave)
        write_export(export, [_marked(row) for row in rows_of(wave)])
        header = ",".join(COLUMNS.values())
        export.write_text(export.read_text("utf-8").replace(",".join(HEADER), header), "utf-8")


def export_of(root, wave):
    """Return the path of the export of *wave*."""
    return root / "data" / "raw" / "small" / f"{wave}.csv"


def everything_said(root):
    """Return a text that holds every mark."""
    return "\n".join(export_of(root, wave).read_text("utf-8") for wave in ("w1", "w2"))


def marks_in(content):
    """Return the kinds of marks in *content*, however they are encoded there."""
    content = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
    folded = content.lower()
    return {
        kind
        for kind in KINDS
        if kind.encode() in folded
        or kind.encode("utf-16-le") in folded
        or kind.encode().hex().encode() in folded
        or any(form in content for form in _in_base64(kind))
    }


def leaks_below(folder):
    """Return the kinds of marks that every file below *folder* holds, in its name or its bytes."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not path.is_symlink():
            found[name] = marks_in(name) | set().union(*map(marks_in, _contents(path)))
        else:
            found[name] = marks_in(name)
    return {name: kinds for name, kinds in found.items() if kinds}


def not_allowed(root):
    """Return the files below the study's *root* that hold what they must not."""
    return {
        name: sorted(kinds - _allowed(name))
        for name, kinds in leaks_below(root).items()
        if kinds - _allowed(name) or marks_in(name)
    }


def told_by(error):
    """Return all that a log, a debugger or a database could show of *error*."""
    told = []
    while error is not None:
        told += ["".join(traceback.format_exception(error)), repr(error.args), repr(vars(error))]
        error = error.__cause__ or error.__context__
    return "\n".join(told)


def logged(caplog):
    """Return all that any handler could write of the records that were logged."""
    formatter = logging.Formatter()
    records = caplog.records
    return "\n".join(f"{formatter.format(r)} {r.args} {vars(r)}" for r in records)


def _marked(row):
    person, weight, role, hopes, worries = row
    number = person.removeprefix("p")
    return (
        f"{PERSON}{number}",
        weight,
        OPTIONS[role],
        f"{hopes} {ANSWER}{number}h".strip() if hopes else "",
        f"{worries} {ANSWER}{number}w".strip() if worries else "",
    )


def _allowed(name):
    return next((kinds for pattern, kinds in ALLOWED if fnmatch(name, pattern)), set())


def _contents(path):
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name.encode() + archive.read(name)


def _in_base64(word):
    """Return what every text with *word* in it shows in base64, wherever the word begins."""
    forms = []
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + word.encode())
        forms.append(coded[-(-before * 8 // 6) : (before + len(word)) * 8 // 6])
    return forms
