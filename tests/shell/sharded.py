"""Enough answers that stages are cut up, and the tables that they become."""

import shutil

from flows.code_wave import code_units, embed_units, tag_units
from nlp.intake.screening import screen
from nlp.intake.units import unitise
from tests.builders import redacted

TOPICS = ("time", "a law", "cheaper reports", "jobs", "gardens", "asdkjhgfkj", "")
ENDS = ("saves us", "is what nobody asked for", "will come, people lose their jobs", "matters")


def texts(n=260):
    """Return *n* answers, a few of them said by many."""
    return [
        f"In office {number % 90} we think that {TOPICS[number % 7]} {ENDS[number % 4]}."
        if TOPICS[number % 7]
        else ""
        for number in range(n)
    ]


def made(session, *, tagged=False, answers=None):
    """Return the tables of the stages that can be cut up, by file name, as bytes."""
    run, study = session.run("w1"), session.study
    responses = redacted(*(answers or texts()), wave="w1", question="hopes")
    run.stage(unitise, run.stage(screen, responses, study.screening), study.units)
    embed_units(session, "w1")
    code_units(session, "w1")
    if tagged:
        tag_units(session, "w1")
    return {path.name: path.read_bytes() for path in sorted(run.folder.glob("*.parquet"))}


def say(root, **settings):
    """Have the project at *root* cut stages up as *settings* say."""
    lines = [f"  {key}: {value}" for key, value in settings.items()]
    content = "\n".join(["sharding:", *lines, ""])
    (root / "configs" / "operation.yaml").write_text(content, "utf-8")
    shutil.rmtree(root / "data" / "interim", ignore_errors=True)


def parts_of(root, work=""):
    """Return the parts that lie there, of all stages or of one."""
    return sorted((root / "data" / "interim").rglob(f"_parts/{work}*"))
