import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.publishing import publish
from flows.workspace import ALL_WAVES
from nlp.contracts.errors import StudyConfigError
from nlp.contracts.ids import response_id
from tests.conftest import ROOT
from tests.shell.small_workspace import edit

VERBS = (
    "run",
    "check",
    "propose-codebook",
    "code-wave",
    "report",
    "status",
    "verify",
    "impact",
    "deliveries",
    "wordings",
    "explain",
    "why",
    "rollback",
    "prune",
    "forget",
)

HEAVY = ("pandas", "pyarrow", "numpy", "prefect", "spacy", "torch", "bertopic")

MODULES = "import sys; from flows.cli import main\ntry: main()\nfinally: print(*sys.modules)"


def command(*words):
    """Run the command in a process of its own."""
    start = "from flows.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", start, *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def invoke(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_explains_itself_with_an_example(verb):
    """
    The help of a verb says what it does and shows a line that can be copied.
    """
    shown = invoke(verb, "--help")

    assert 0 == shown.exit_code
    assert f"openends {verb} genai_open_strategies" in " ".join(shown.output.split())


def test_help_is_there_at_once():
    """
    Showing help imports none of the libraries that the work needs.
    """
    done = subprocess.run(
        [sys.executable, "-c", MODULES, "run", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    loaded = set(done.stdout.split())
    assert "flows.cli" in loaded
    assert [] == [name for name in HEAVY if name in loaded]


def test_status_starts_no_engine(root):
    """
    Whether anything changed is found out without Prefect, spaCy or weights.
    """
    done = subprocess.run(
        [sys.executable, "-c", MODULES, "status", "small", "--root", str(root)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    loaded = set(done.stdout.split())
    assert "flows.plan" in loaded
    assert [] == [name for name in ("prefect", "spacy", "torch", "bertopic") if name in loaded]


def test_scripts_get_one_object(root):
    """
    With --json, standard output is one JSON object and nothing else.
    """
    shown = invoke("status", "small", "--root", root, "--json")

    answer = json.loads(shown.stdout)
    assert ["w1", "w2", ALL_WAVES] == [wave["wave"] for wave in answer["waves"]]
    assert {"new"} == {wave["state"] for wave in answer["waves"]}
    assert 0 <= answer["seconds"]


def test_people_get_words(root):
    """
    Without --json the same answer is told in lines of text.
    """
    shown = invoke("status", "small", "--root", root)

    assert "    w1: new" in shown.stdout.splitlines()


def test_listings_are_tables_for_people_and_objects_for_scripts(root):
    """
    Deliveries and wordings are shown as a table, or with --json as one object.
    """
    shown = invoke("wordings", "small", "--question", "hopes", "--root", root)
    answer = json.loads(invoke("wordings", "small", "--root", root, "--json").stdout)
    nothing = json.loads(invoke("deliveries", "small", "w1", "--root", root, "--json").stdout)

    assert ["hopes w1 1 1 first HOPES", "hopes w2 1 1 same HOPES"] == [
        " ".join(line.split()) for line in shown.stdout.splitlines() if "HOPES" in line
    ]
    assert 6 == len(answer["wordings"])
    assert [[], ["w1"]] == [nothing["deliveries"], nothing["not_yet_read"]]


@pytest.mark.model
@pytest.mark.slow
def test_an_evaluation_is_one_object_the_same_again(tmp_path):
    """
    With --json, standard output is the figures and nothing else, byte for byte the same again.
    """
    codes = [{"code": "risk", "status": "affirmed", "evidence": "take our jobs"}]
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"id": "a", "answer": "It will take our jobs.", "codes": codes}))

    words = ("evaluate", "mentions", "--gold", gold, "--root", ROOT, "--no-question")
    first, again = command(*words, "--json"), command(*words, "--json")

    assert first.stdout == again.stdout
    assert 1.0 == json.loads(first.stdout)["risk"]["f1"]
    assert "Mentions in 1 coded answers" in command(*words).stdout


def test_evaluate_explains_itself_with_an_example():
    """
    The help of evaluate says what it does and shows a line that can be copied.
    """
    shown = " ".join(invoke("evaluate", "--help").output.split())

    assert "openends evaluate mentions --gold coded_answers.jsonl" in shown


def test_only_what_can_be_measured_is_evaluated(tmp_path):
    """
    Another word than the known ones ends with 2.
    """
    assert 2 == invoke("evaluate", "moods", "--gold", tmp_path).exit_code


def test_a_response_is_explained_to_people_and_scripts(finished, root):
    """
    The same explanation is told in lines, or with --json as one object.
    """
    words = ("explain", "small", response_id("w1", "p01", "hopes"), "--root", root)

    answer = json.loads(invoke(*words, "--json").stdout)

    assert "w1" == answer["wave"]
    assert f"  | {answer['text']}" in invoke(*words).stdout.splitlines()


def test_our_errors_reach_the_border_as_they_are(root):
    """
    A verb lets our own errors pass, for `main` to print and turn into an exit code.
    """
    shown = invoke("status", "smal", "--root", root)

    assert isinstance(shown.exception, StudyConfigError)


def test_an_unknown_study_ends_with_two(root):
    """
    What is wrong in a word or a study file ends with 2, in one message without a traceback.
    """
    done = command("status", "smal", "--root", root)

    assert (2, "") == (done.returncode, done.stdout)
    assert "did you mean small?" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_export_ends_with_three(root):
    """
    An export that is missing or is not what the study says ends with 3.
    """
    (root / "data" / "raw" / "small" / "w2.csv").unlink()

    done = command("code-wave", "small", "w2", "--root", root)

    assert (3, "") == (done.returncode, done.stdout)
    assert "w2.csv" in done.stderr


def test_no_workspace_ends_with_four(tmp_path):
    """
    A folder that is no workspace, like all that is wrong with the machine, ends with 4.
    """
    assert 4 == command("status", "small", "--root", tmp_path).returncode


def test_changed_outputs_end_with_five(root):
    """
    Published files that somebody edited end with 5 and are named.
    """
    publish(root / "outputs" / "small", "w1", {"topline.csv": b"1,2"}, {})
    edit(root / "outputs" / "small" / "w1" / "topline.csv", "2", "3")

    done = command("verify", "small", "--root", root)

    assert 5 == done.returncode
    assert "w1: topline.csv has changed since it was published" in done.stderr


def test_a_word_nobody_knows_ends_with_two(root):
    """
    A mistake on the command line ends with 2, as every command line does.
    """
    assert 2 == command("stauts", "small", "--root", root).returncode
