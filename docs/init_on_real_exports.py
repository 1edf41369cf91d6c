"""What `openends init` proposes for real exports: writes init-on-real-exports.md beside it.

    python docs/init_on_real_exports.py

The exports belong to others and are read in place (../shared/data); none of their words are kept.
"""

from collections.abc import Mapping
from pathlib import Path

from flows.proposing import look_at, try_out
from nlp.contracts.errors import OpenEndsError
from nlp.contracts.study import parse_study
from nlp.intake.proposing import Proposal, Start, name_from, propose

ROOT = Path(__file__).resolve().parent.parent
EXPORTS = ROOT.parent / "shared" / "data"
PAGE = Path(__file__).with_name("init-on-real-exports.md")

TO_DO: Mapping[str, str] = {
    "bc_ai_survey_2025/bc_ai_survey.csv": (
        "Name the wave. Give the wordings: the export names columns by codes. Shorten the "
        "options, put them into their order. Delete four closed questions that only say how "
        "an open one was answered (`ai_helping_bc_community_2` and its like). Three columns "
        "without a name are left out."
    ),
    "todo_ospo_survey_2018_2024/ospo_2018.csv": (
        "Days are serial numbers, so none is proposed. Delete the closed question that stands "
        "on the column `Recode`."
    ),
    "todo_ospo_survey_2018_2024/ospo_2019.csv": (
        "Headers of check-all options end in numbers (`…31`): map these options to their names."
    ),
    "todo_ospo_survey_2018_2024/ospo_2021.csv": (
        "Days are serial numbers, so none is proposed. Three open questions hold nominated "
        "companies: delete them if they are not to be coded. Labels that begin with "
        "`Recoded_or_edited` want better words."
    ),
    "todo_ospo_survey_2018_2024/ospo_2022.csv": (
        "Most single choices are codes without labels: say what each means, from the code "
        "list. `multiple_entries_organization` is no question but may serve to `exclude`."
    ),
    "aus_responsible_ai_2023/aus_responsible_ai_2023_long.csv": (
        "Look at `elicits`: it goes by words such as *risk* in the names of the questions. "
        "Delete `truncated`, which says that the source cut an answer."
    ),
    "datakind_responsible_data_2019/responsible_survey.csv": (
        "Name the wave. `Completed survey` may serve to `exclude`. Four `Other` fields stand "
        "beside grids, which have none; they are open questions by themselves. One closed "
        "question codes an open one (`… - category`): delete it. Give the rare options that "
        "are not listed."
    ),
    "gadarian_immigration_open_ended/gadarian.csv": (
        "Name the wave, give the wording, say what the codes of `treatment` and `pid_rep` mean."
    ),
    "ibm_argkp_2021/arguments.csv": (
        "Ids repeat between the splits, so none is proposed: each record is named by its content."
    ),
    "ibm_argkp_2021/labels.csv": ("Refused rightly: it holds keys, and no answers in free words."),
    "platform_exports/pyreadstat_simple_alltypes.sav": (
        "A sample of column types: the one column of words is proposed, and said to be in doubt."
    ),
}
"""What a look at the proposals found; where a study file of ours exists, against that."""

NO_WORDS = "Refused rightly: no column holds answers of more than one word but times."

HEAD = """\
# `init` on real exports

What [`openends init`](exports.md) proposes for each survey export of `../shared/data`, and what is
left to correct by hand. Every proposal in the table parses, and its export was read with it. Made
by `python docs/init_on_real_exports.py`.

In brackets behind *open* are the "Other - specify" fields among them, behind *grids* their rows.
*All that apply* are blocks and lists to tick. *By position* are questions named `#12`, because
their header cells repeat. *Not listed* are answers whose value is too rare to be shown in a study
file. *Sure?* counts the places that the file itself marks as doubtful.

"""
COLUMNS = (
    "export", "looks like", "header", "respondents", "open", "closed", "all that apply",
    "grids", "by position", "left out", "not listed", "sure?",
)  # fmt: skip

ALIKE = """

## Left to do by hand

For every file: read the labels, put options into reading order, choose the banner, and say who
was asked what (`asked_when`), which no export tells. A study of several waves takes one proposal
as its start; columns and renamed options of the other waves are added by hand, as in
[ospo.yaml](../configs/studies/ospo.yaml). Beside that:

"""

TAIL = """
## What `init` cannot read

JSON of a platform's interface (`surveymonkey_api_*.json`) and R's own files (`gadarian.RData`) are
no exports that OpenEnds reads: export them as CSV. Code lists and question lists that lie beside
the exports (`*_SurveyReferenceModel.csv`, `*_FilteringCriteria.csv`, `*_FilterCriteria.csv`,
`questions_lookup.csv`) hold no answers, and are left out here.
"""


def page() -> str:
    """Return the page."""
    rows, notes = [], []
    for name in exports():
        path = EXPORTS / name
        try:
            rows.append(_row(name, path))
        except OpenEndsError as error:
            rows.append([f"`{path.name}`", _reason(error), *[""] * (len(COLUMNS) - 2)])
            notes += [f"- `{path.name}`: {NO_WORDS}"] if name not in TO_DO else []
        notes += [f"- `{path.name}`: {TO_DO[name]}"] if name in TO_DO else []
    lines = [_line(COLUMNS), _line(["---"] * len(COLUMNS)), *map(_line, rows)]
    return HEAD + "\n".join(lines) + ALIKE + "\n".join(notes) + "\n" + TAIL


def exports() -> list[str]:
    """Return the survey exports, by their path below `EXPORTS`."""
    beside = ("FilteringCriteria", "FilterCriteria", "SurveyReferenceModel", "lookup")
    found = [
        path for suffix in ("csv", "sav", "zsav", "dta") for path in EXPORTS.glob(f"*/*.{suffix}")
    ]
    return sorted(
        path.relative_to(EXPORTS).as_posix()
        for path in found
        if not any(part in path.name for part in beside)
    )


def _row(name: str, path: Path) -> list[str]:
    look = look_at(path, None)
    proposal = propose(look.export, look.guess, Start(name_from(path.stem), path.stem, name))
    study = parse_study(proposal.settings(), name)
    counts = [try_out(look.export, study, wave) for wave in study.waves]
    return [
        f"`{path.name}`",
        proposal.profile,
        str(look.layout.header_rows),
        f"{sum(count['respondents'] for count in counts):,}",
        *_questions(proposal),
        _by_position(proposal),
        str(len(proposal.left_out)),
        f"{sum(count['unrecognised'] for count in counts):,}",
        str(len(proposal.unsure)),
    ]


def _questions(proposal: Proposal) -> list[str]:
    others = sum("other_of" in guess.settings for guess in proposal.open_questions.values())
    kinds = [guess.settings.get("kind", "single") for guess in proposal.closed_questions.values()]
    items = [guess.settings["items"] for guess in proposal.grids.values()]
    n_items = sum(len(some) for some in items if isinstance(some, dict))
    return [
        _with_part(len(proposal.open_questions), others),
        str(kinds.count("single")),
        str(kinds.count("multiple")),
        _with_part(len(items), n_items),
    ]


def _by_position(proposal: Proposal) -> str:
    guesses = [*proposal.open_questions.values(), *proposal.closed_questions.values()]
    return str(sum(str(guess.settings["column"]).startswith("#") for guess in guesses))


def _with_part(n: int, part: int) -> str:
    return f"{n} ({part})" if part else str(n)


def _reason(error: OpenEndsError) -> str:
    return "refused: nothing to code" if "free words" in str(error) else "refused"


def _line(cells: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
