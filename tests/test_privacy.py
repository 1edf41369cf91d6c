"""A marked name and address go through every stage and every error, and out at no other door."""

import logging
import shutil
import subprocess
import sys
import traceback

import pytest

from flows.files import read_codebook, read_lexicons, read_study
from flows.run_study import code_waves, plainly, run_study
from flows.workspace import ALL_WAVES, open_workspace
from nlp.contracts.errors import ContractError, OpenEndsError, SourceDataError, StageFailed
from nlp.contracts.tables import ScreenedResponses, conform
from tests.builders import screened
from tests.conftest import ROOT
from tests.shell.small_session import FallingPipeline, open_small
from tests.shell.small_workspace import edit, rows_of, write_export, write_workspace

NAME = "Xanthippe"
MAIL = "xq@quillfeather.example"
SAID = f"{NAME} from accounting says it saves us time, ask her at {MAIL}."

MARKED = (NAME.lower(), "quillfeather")

SINKS = ("data/raw/", "data/interim/small/", "outputs/small/.versions/")
"""Below the root, the only places where what somebody wrote may stand."""

RUN_BY_PREFECT = """
import sys
from functools import partial
from pathlib import Path
from flows.surroundings import prepare_surroundings
prepare_surroundings()
from prefect import flow
from flows import engine, run_study as work
from tests.shell.small_session import FallingPipeline, open_small

@flow(name="fall-over", persist_result=False)
def fall_over():
    session = open_small(Path(sys.argv[1]))
    session.pipeline = FallingPipeline()
    folder = Path(sys.argv[1]) / "data" / "interim" / "small"
    work.code_waves(session, ["w2"], partial(engine.as_task, folder))

engine.run_study("small", ["w1", "w2"], sys.argv[1])
try:
    fall_over()
except Exception as error:
    print(repr(error))
"""


def quotes(text):
    return [word for word in MARKED if word in text.lower()]


def everything_told_by(error):
    """Return all that a log, a debugger or a database could show of *error*."""
    told = []
    while error is not None:
        told += ["".join(traceback.format_exception(error)), repr(error.args), repr(vars(error))]
        error = error.__cause__ or error.__context__
    return "\n".join(told)


def mark(root):
    """Let somebody whose name is marked answer wherever an export takes words."""
    for wave in ("w1", "w2"):
        rows = [
            ("p01", "1", "User", SAID, f"People like {NAME} lose their jobs. {SAID}"),
            ("p02", "1", NAME, SAID, SAID),
            ("p03", NAME, "User", SAID, SAID),
            ("p04", "1", "User", "", "", SAID),
            *rows_of(wave)[4:],
        ]
        write_export(root / "data" / "raw" / "small" / f"{wave}.csv", rows)


@pytest.fixture
def root(tmp_path):
    """The folder of a small study in which somebody whose name is marked took part."""
    write_workspace(tmp_path)
    mark(tmp_path)
    return tmp_path


def quoting_files(root):
    """Return the files below *root* whose bytes hold a mark, by their path."""
    files = [path for path in root.rglob("*") if path.is_file() and not path.is_symlink()]
    return {
        path.relative_to(root).as_posix()
        for path in files
        if any(word.encode() in path.read_bytes().lower() for word in MARKED)
    }


def test_a_whole_run_tells_nobody(root, caplog, capfd):
    """
    After a run the name stands in tables and outputs alone, the address in the delivery alone.
    """
    caplog.set_level(logging.DEBUG)

    run_study(open_small(root), ["w1", "w2"], plainly)

    records = [f"{record.getMessage()} {record.args} {vars(record)}" for record in caplog.records]
    assert [] == quotes("\n".join([*records, *capfd.readouterr()]))
    assert 10 < len(records)
    assert [] == [path for path in root.rglob("*") if quotes(path.name)]
    found = quoting_files(root)
    assert [] == [path for path in found if not path.startswith(SINKS)]
    assert [] == [path for path in found if path.endswith("manifest.json")]
    assert [] == [path for path in found if path.endswith("topline.csv")]
    masked = [path for path in root.rglob("*.csv") if "raw" not in path.parts]
    assert [] == [path for path in masked if MAIL in path.read_text("utf-8")]
    assert any("[email]" in path.read_text("utf-8") for path in masked)


def test_a_step_that_falls_over_tells_nobody(root, caplog, capfd):
    """
    A foreign error that quotes every answer ends in a private file, and nowhere else.
    """
    session = open_small(root)
    session.pipeline = FallingPipeline()

    with pytest.raises(StageFailed) as caught:
        code_waves(session, ["w1"], plainly)

    assert [] == quotes(everything_told_by(caught.value))
    assert [] == quotes(caplog.text + "".join(capfd.readouterr()))
    details = root / "data" / "interim" / "small" / "failure.txt"
    assert NAME in details.read_text("utf-8")
    assert 0o700 == details.parent.stat().st_mode & 0o777


BROKEN_EXPORTS = {
    "unclosed quote": f'ID,WT,ROLE,HOPES,WORRIES\np1,1,User,"{SAID},x\np2,1,User,{SAID},y\n',
    "other delimiter": f"ID;WT;ROLE;HOPES;WORRIES\np1;1;User;{SAID};x\n",
    "no header": f"p1,1,User,{SAID},x\np2,1,User,{SAID},x\n",
    "two such columns": f"ID,WT,ROLE,HOPES,HOPES,WORRIES\np1,1,User,{SAID},x,y\n",
    "no sound row": f'ID,WT,ROLE,HOPES,WORRIES\np1,{NAME},User,"{SAID}",x\n',
    "address as id": f'ID,WT,ROLE,HOPES,WORRIES\n{MAIL},1,User,"{SAID}",x\n',
    "nothing": "",
    "other encoding": f"ID,WT,ROLE,HOPES,WORRIES\np1,1,User,{NAME} fände,x\n",
}


@pytest.mark.parametrize("content", BROKEN_EXPORTS.values(), ids=BROKEN_EXPORTS)
def test_an_export_that_cannot_be_read_is_not_quoted(root, content):
    """
    What is wrong with an export is told by line, column and rule, never by what stands there.
    """
    source = root / "data" / "raw" / "small" / "w1.csv"
    source.write_bytes(content.encode("latin-1"))

    with pytest.raises(SourceDataError) as caught:
        code_waves(open_small(root), ["w1"], plainly)

    assert [] == quotes(everything_told_by(caught.value))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("examples: [saves us time]", "examples: [{said}"),
        ("examples: [saves us time]", "examples: &a [{said}], include: *a"),
        ("examples: [saves us time]", "examples: {{said: {said}}}"),
        ("examples: [saves us time]", "examples: []"),
        ("label: Time saved", 'label: "{said} {said} {said}"'),
        ("theme_id: time", 'theme_id: "{said}"'),
        ("theme_id: cost", "theme_id: time"),
    ],
)
def test_a_codebook_that_cannot_be_used_is_not_quoted(root, old, new):
    """
    A draft quotes respondents; what is wrong with it is told without them.
    """
    path = root / "configs" / "codebooks" / "small.yaml"
    edit(path, old, new.format(said=SAID.replace(",", ";")))
    edit(path, "[cheaper to run]", f'["{SAID}"]')
    workspace = open_workspace(root)

    with pytest.raises(OpenEndsError) as caught:
        read_codebook(workspace, read_study(workspace, "small"))

    assert [] == quotes(str(caught.value))


def test_a_lexicon_that_cannot_be_used_is_not_quoted(root):
    """
    A sentence that somebody took from an answer into a lexicon stays out of its errors.
    """
    edit(root / "configs" / "lexicons" / "risks.yaml", "phrases:", f'matches: "{SAID}", phrases:')

    with pytest.raises(OpenEndsError) as caught:
        read_lexicons(open_workspace(root), read_study(open_workspace(root), "small"))

    assert [] == quotes(str(caught.value))


@pytest.mark.parametrize(
    "change",
    [{"status": SAID}, {"text": 3}, {"response_id": SAID}],
    ids=["value", "type", "twice"],
)
def test_a_broken_contract_is_not_quoted(change):
    """
    A table that breaks its contract is told by columns and rules, never by its cells.
    """
    broken = screened(SAID, SAID).assign(**change)

    with pytest.raises(ContractError) as caught:
        conform(broken, ScreenedResponses)

    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value.args)
    assert (None, []) == (caught.value.__cause__, quotes(shown))


@pytest.mark.flow
@pytest.mark.model
@pytest.mark.slow
def test_prefect_is_told_nothing(root, tmp_path_factory):
    """
    A run by Prefect that ends well and one that falls over leave no mark in its database or files.
    """
    home = tmp_path_factory.mktemp("prefect")
    shutil.copy(ROOT / "configs" / "models.yaml", root / "configs")

    done = subprocess.run(
        [sys.executable, "-c", RUN_BY_PREFECT, str(root)],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "HOME": str(home), "PREFECT_HOME": str(home / "p")},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "StageFailed" in done.stdout
    assert [] == quotes(done.stdout + done.stderr)
    assert (root / "outputs" / "small" / ALL_WAVES / "report.html").is_file()
    assert NAME in (root / "data" / "interim" / "small" / "failure.txt").read_text("utf-8")
    assert b"fall-over" in (home / "p" / "prefect.db").read_bytes()
    assert set() == quoting_files(home)
