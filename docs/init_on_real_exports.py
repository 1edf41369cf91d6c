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

BY_HAND: Mapping[str, str] = {
    "bc_ai_survey_2025/bc_ai_survey.csv": (
        "Named the wave; gave the wordings, which the export does not hold; shortened long "
        "options and put them into their order; dropped four columns that say only whether text "
        "or video was chosen."
    ),
    "todo_ospo_survey_2018_2024/ospo_2018.csv": (
        "The days are serial numbers, so none is proposed; dropped the `Recode` column."
    ),
    "todo_ospo_survey_2018_2024/ospo_2019.csv": (
        "Mapped options whose headers end in numbers (`…31`) to their names; said who was asked "
        "what (`asked_when`)."
    ),
    "todo_ospo_survey_2018_2024/ospo_2020.csv": (
        "Said who was asked what; joined the columns of a top-three question's order."
    ),
    "todo_ospo_survey_2018_2024/ospo_2021.csv": (
        "The days are serial numbers, so none is proposed; dropped three columns in which "
        "companies were nominated; renamed labels that begin with `Recoded or edited`."
    ),
    "todo_ospo_survey_2018_2024/ospo_2022.csv": (
        "Gave the codes their meanings from the survey's code list: the export holds numbers only."
    ),
    "todo_ospo_survey_2018_2024/ospo_2023.csv": "Said who was asked what.",
    "todo_ospo_survey_2018_2024/ospo_2024_numeric.csv": (
        "Nothing that its text twin did not need: the options stand in the header."
    ),
    "todo_ospo_survey_2018_2024/ospo_2024_text.csv": (
        "Dropped two of the three columns of questions that repeat by page."
    ),
    "aus_responsible_ai_2023/aus_responsible_ai_2023_long.csv": (
        "Shortened the labels; checked what each question elicits."
    ),
    "datakind_responsible_data_2019/responsible_survey.csv": (
        "Added an `exclude` for incomplete records; dropped the columns that code an open answer "
        "by hand; four `Other` fields stand beside grids and so belong to no closed question."
    ),
    "gadarian_immigration_open_ended/gadarian.csv": (
        "Gave the wording; left `treatment` and `pid_rep` as they are, with labels for their codes."
    ),
    "ibm_argkp_2021/arguments.csv": (
        "Ids repeat between topics, so records are named by their content; nothing else."
    ),
    "ibm_argkp_2021/key_points.csv": "Not a survey, a list of statements: read as if it were one.",
    "ibm_argkp_2021/labels.csv": "Holds no answers in free words, only keys: rightly refused.",
    "intent_banking77_clinc150/banking77.csv": "Nothing.",
    "intent_banking77_clinc150/clinc150.csv": "Nothing.",
    "pros_cons_liu/pros_cons.csv": "Nothing.",
    "platform_exports/qualtrics_sample_legacy_two_header_rows.csv": (
        "One record: dropped the columns that are constant in any longer export."
    ),
    "platform_exports/qualtrics_sample_three_header_rows.csv": "Nothing; one record.",
    "platform_exports/pyreadstat_simple_alltypes.sav": (
        "A sample of column types; the one column of text is proposed as open."
    ),
}
NO_WORDS = "Holds no answers in free words: rightly refused."

HEAD = """\
# `init` on real exports

What [`openends init`](exports.md) proposes for each survey export of `../shared/data`, and what had
to be corrected by hand before the study could be used. Every proposal here parses, and its export
was read with it: respondents, answers and responses are those of the proposed study file. Made by
`python docs/init_on_real_exports.py`.

*Open* counts open questions, of which those in brackets are "Other - specify" fields; *closed* are
single choices, *all that apply* blocks or lists to tick, *grids* are counted with their rows in
brackets. *Not listed* are answers to closed questions whose value is too rare to be shown in a
study file.

"""
COLUMNS = (
    "export", "looks like", "header rows", "respondents", "open", "closed", "all that apply",
    "grids", "columns left out", "not listed",
)  # fmt: skip

TAIL = """
## What `init` cannot read

JSON of a platform's interface (`surveymonkey_api_*.json`) and R's own files (`gadarian.RData`) are
no exports that OpenEnds reads: export them as CSV. Code lists and question lists that lie beside the
exports (`*_SurveyReferenceModel.csv`, `*FilteringCriteria.csv`, `questions_lookup.csv`) are no
answers, and are left out here.
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
        notes.append(f"- `{path.name}`: {BY_HAND.get(name, NO_WORDS)}")
    lines = [_line(COLUMNS), _line(["---"] * len(COLUMNS)), *map(_line, rows)]
    return HEAD + "\n".join(lines) + "\n\n## By hand\n\n" + "\n".join(notes) + "\n" + TAIL


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
        str(len(proposal.left_out)),
        f"{sum(count['unrecognised'] for count in counts):,}",
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


def _with_part(n: int, part: int) -> str:
    return f"{n} ({part})" if part else str(n)


def _reason(error: OpenEndsError) -> str:
    return "refused: nothing to code" if "free words" in str(error) else "refused"


def _line(cells: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
