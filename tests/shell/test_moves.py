"""Which responses an edit moves: told beforehand, and what the next run then does."""

import csv

from flows import commands
from flows.answers import in_words
from tests.shell.small_workspace import edit


def raised(root, wave, category):
    """Return the responses that raise *category* in the published file of a wave."""
    path = root / "outputs" / "small" / wave / "coded_responses.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["response_id"] for row in csv.DictReader(file) if row[category] == "raised"}


def shares(root, finding_id, question_id="worries"):
    with (root / "outputs/small/w1/topline.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        float(row["share"])
        for row in rows
        if (row["question_id"], row["finding_id"]) == (question_id, finding_id)
    ]


def test_the_impact_of_an_edited_lexicon_is_what_the_next_run_does(finished, start, root):
    """
    It tells which responses lose and gain what, and how the shares move.
    """
    before, share = raised(root, "w1", "regulation"), shares(root, "mention:regulation")
    edit(root / "configs/lexicons/regulation.yaml", "[a law]", "[nobody checks]")

    answer = commands.impact(start())

    (move,) = [
        m for m in answer["moves"] if (m["wave"], m["finding_id"]) == ("w1", "mention:regulation")
    ]
    assert {"w1": ["no code moves"], "w2": ["no code moves"]} == answer["codes"]
    assert share == [move["share_before"]]
    commands.run(start(), None, no_prefect=True)
    after = raised(root, "w1", "regulation")
    assert (sorted(before - after), sorted(after - before)) == (move["lost"], move["gained"])
    assert move["lost"]
    assert ("Laws", move["lost"]) in [(m["finding"], m["lost"]) for m in answer["moves"]]
    assert shares(root, "mention:regulation") == [move["share_after"]]


def test_moves_are_shown_as_a_table_of_counts(finished, start, root):
    """
    People see shares in percent and how many responses move.
    """
    edit(root / "configs/lexicons/regulation.yaml", "[a law]", "[a decree]")
    shown = in_words(commands.impact(start()) | {"seconds": 0.1})
    (line,) = [x for x in shown.splitlines() if x.strip().startswith("w1") and "stance" in x]
    assert "0.0%" in line
    assert " 0" == line.rstrip()[-2:]


def test_nothing_edited_moves_no_answer(finished, session):
    """
    Published mentions are read back as they were, formulas and all.
    """
    assert [] == commands.impact(session)["moves"]


def test_themes_move_answers_too(finished, start, root):
    """
    A merge of themes takes a theme from the responses that had it, and they gain the other.
    """
    path = root / "configs" / "codebooks" / "small.decisions.yaml"
    path.write_text("study_id: small\ndecisions:\n  - {merge: [cost], into: time}\n", "utf-8")
    moves = {
        (m["question_id"], m["finding_id"]): m
        for m in commands.impact(start())["moves"]
        if m["wave"] == "w1"
    }
    cost = moves["hopes", "cost"]
    assert cost["lost"]
    assert set(cost["lost"]) >= set(moves["hopes", "time"]["gained"])
    assert 0 < cost["share_before"]
