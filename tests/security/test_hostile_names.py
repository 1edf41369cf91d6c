"""Names of studies and waves that want to be paths, options or programs leave nothing anywhere."""

import shutil

import pytest
from typer.testing import CliRunner

from flows.cli import app
from nlp.contracts.errors import OpenEndsError
from tests.conftest import SHARED
from tests.shell.noted import note
from tests.shell.small_session import open_small
from tests.shell.small_workspace import edit, write_workspace

NAMES = [
    *("../../etc", "/etc/passwd", "..", ".", "", " ", "a/b", "a\\b", "C:\\x", "\\\\host\\share"),
    *("~root", "$HOME", "`id`", "$(id)", "a;b", "-rf", "--help", "con", "NUL.txt", "aux", "a."),
    *("A", "cafe\u0301", "\u202egpj", "x" * 300, "%2e%2e%2f", "..%c0%af", "....//", "a\tb"),
    *("<b>", "{{7*7}}", "*.csv", "?", "#1", "wave 1", "2025/1", "a\x00b", "a\nb", ".versions"),
    *("_vectors", "small/../../x", "small.yaml"),
]
"""Where the faulty files are not at hand; with them, theirs come on top."""


def everything_in(folder):
    """Return every file, folder and link below *folder*, with what it holds."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
    }


def names():
    """Return hostile names, with those of the faulty files if they are on this machine."""
    path = SHARED / "badinput" / "made" / "config" / "study_names.txt"
    return dict.fromkeys(
        [*NAMES, *(path.read_text("utf-8").split("\n") if path.is_file() else [])]
    )


def invoke(*words):
    """Run the command, and return its error, if that is ours or the usage of the command line."""
    done = CliRunner().invoke(app, list(words))
    assert done.exception is None or isinstance(done.exception, OpenEndsError | SystemExit)
    return done


@pytest.fixture
def root(tmp_path):
    """A small study in a folder that has neighbours."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "passwd").write_text("root", "utf-8")
    write_workspace(tmp_path / "inside" / "root")
    return tmp_path / "inside" / "root"


def test_a_hostile_study_is_unknown_and_leaves_nothing(root, tmp_path):
    """
    Whichever verb is given such a name, nothing is created, changed or read outside of studies.
    """
    before = everything_in(tmp_path)
    for name in names():
        for verb in ("run", "status", "verify"):
            done = invoke(verb, "--root", str(root), "--", name)
            assert done.exit_code != 0, name
    assert before == everything_in(tmp_path)


def test_a_hostile_wave_is_unknown_and_leaves_nothing(root, tmp_path):
    """
    So it is for waves, on the command line and as option; that it was tried is remembered.
    """
    note(open_small(root), "run", "done")
    history = root / "data" / "interim" / "small" / "runs.jsonl"
    before = everything_in(tmp_path)
    for name in names():
        assert 0 != invoke("code-wave", "--root", str(root), "--", "small", name).exit_code, name
        assert 0 != invoke("run", "--root", str(root), f"--wave={name}", "small").exit_code, name
    told = history.read_text("utf-8")
    assert not [name for name in names() if len(name) > 3 and name in told]
    before[history.relative_to(tmp_path).as_posix()] = history.read_bytes()
    assert before == everything_in(tmp_path)


def test_a_hostile_wave_in_a_study_file_is_refused(root, tmp_path):
    """
    A study file whose wave could be no folder is refused before anything is made for it.
    """
    path = root / "configs" / "studies" / "small.yaml"
    written = path.read_text("utf-8")
    for name in names():
        if name.strip() == "a" or "\x00" in name:  # sound when trimmed; no YAML at all
            continue
        quoted = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
        path.write_text(written, "utf-8")
        edit(path, "w1: {source", f'"{quoted}": {{source')
        before = everything_in(tmp_path)
        done = invoke("run", "--root", str(root), "small")
        assert isinstance(done.exception, OpenEndsError), name
        assert before == everything_in(tmp_path)


def test_a_name_proposed_for_a_study_stays_among_studies(root, tmp_path):
    """
    What `init` makes of such a name is a file among the studies, or nothing.
    """
    export = root / "data" / "raw" / "small" / "w1.csv"
    before = everything_in(tmp_path)
    for name in names():
        options = ("--replace", f"--study={name}", f"--wave={name}")
        invoke("init", str(export), "--root", str(root), *options)
    added = everything_in(tmp_path).keys() - before.keys()
    studies = "inside/root/configs/studies/"
    assert [] == [path for path in added if not path.startswith(studies)]
    assert [] == [path for path in added if "/" in path.removeprefix(studies)]


def test_an_export_of_a_hostile_name_is_kept_where_it_belongs(root, tmp_path):
    """
    What a file is called may hold anything but a path; its copy stays in the folder of the wave.
    """
    from flows.run_study import code_waves, plainly
    from tests.shell.small_session import open_small

    export = root / "data" / "raw" / "small" / "w1.csv"
    odd = "..\\..\\$(id);-rf %2e%2e {{7*7}} \u202e.csv"
    shutil.move(export, export.with_name(odd))
    written = odd.replace("\\", "\\\\")
    edit(
        root / "configs" / "studies" / "small.yaml",
        "data/raw/small/w1.csv",
        f'"data/raw/small/{written}"',
    )
    before = everything_in(tmp_path)

    code_waves(open_small(root), ["w1"], plainly)

    added = everything_in(tmp_path).keys() - before.keys()
    places = ("inside/root/data/interim", "inside/root/outputs", "inside/root/data/raw/small/w1")
    assert [] == [path for path in added if not path.startswith(places)]
