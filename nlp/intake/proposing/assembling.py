"""A study file for an export of which nothing is known yet."""

from collections.abc import Mapping, Sequence

from nlp.contracts.errors import SourceDataError
from nlp.contracts.raw import RawExport
from nlp.contracts.study import ExportLayout
from nlp.intake.proposing.kinds import WHY_LEFT_OUT, kind_of
from nlp.intake.proposing.people import (
    find_exclusions,
    find_respondent,
    find_submitted,
    find_weight,
    missing_marks,
)
from nlp.intake.proposing.platforms import platform_of
from nlp.intake.proposing.proposal import Guess, LeftOut, Proposal
from nlp.intake.proposing.questions import (
    Questions,
    banner_of,
    open_question,
    propose_questions,
)
from nlp.intake.proposing.references import ref_to_column
from nlp.intake.proposing.sightings import Sighting, sightings, without
from nlp.intake.proposing.waves import Start, waves_of
from nlp.intake.proposing.wording import key_from

NOT_ASKED = ("identifying", "metadata", "machine", "weight", "wave", "unnamed")
"""What a column is that no question stands in."""


def propose(export: RawExport, layout: Guess, start: Start) -> Proposal:
    """Return a study file for *export*, which was read as *layout* says.

    Raises SourceDataError where no column looks like words of respondents.
    """
    seen = sightings(export)
    missing = missing_marks(seen)
    columns = without(seen, missing)
    who, because, doubt = find_respondent(columns)
    respondent: dict[str, object] = {"column": ref_to_column(export, who)} if who else {}
    handed_in, when = find_submitted(export, [c for c in columns if c is not who])
    if when:
        respondent["submitted"] = dict(when.settings)
        doubt = "; ".join(filter(None, (doubt, when.unsure)))
    if who and any("@" in value for value in who.values):
        respondent["pseudonymise"] = True
    kinds = {c.position: kind_of(c) for c in columns if c is not who and c is not handed_in}
    rest = [c for c in columns if kinds.get(c.position, NOT_ASKED[0]) not in NOT_ASKED]
    found = _with_an_open_question(propose_questions(export, rest), export, rest)
    head: dict[str, Guess | None] = {
        "study": Guess({"study_id": start.study_id, "title": start.title}),
        "export": layout,
        "waves": waves_of(export, _of_kind(columns, kinds, "wave"), start),
        "respondent": Guess({"respondent": respondent}, (because,), doubt),
        "identifying": _identifying(export, _of_kind(columns, kinds, "identifying")),
        "exclude": find_exclusions(export, columns),
        "missing": _missing(missing),
        "weight": find_weight(export, _of_kind(columns, kinds, "weight")),
        "banner": _banner(found),
    }
    return Proposal(
        profile=platform_of(export, columns),
        head={name: guess for name, guess in head.items() if guess is not None},
        open_questions=found.opens,
        closed_questions=found.closed,
        grids=found.grids,
        left_out=tuple(sorted(_left_out(columns, kinds, found), key=lambda one: one.position)),
    )


def _of_kind(columns: Sequence[Sighting], kinds: Mapping[int, str], kind: str) -> list[Sighting]:
    return [column for column in columns if kinds.get(column.position) == kind]


def _left_out(
    columns: Sequence[Sighting], kinds: Mapping[int, str], found: Questions
) -> list[LeftOut]:
    named = [c for c in columns if kinds.get(c.position) in ("metadata", "machine", "unnamed")]
    named = [c for c in named if c.own or c.values]
    return found.left_out + [
        LeftOut(c.position + 1, c.name, WHY_LEFT_OUT[kinds[c.position]]) for c in named
    ]


def _identifying(export: RawExport, columns: Sequence[Sighting]) -> Guess | None:
    if not columns:
        return None
    refs = [ref_to_column(export, column) for column in columns]
    return Guess({"identifying": refs}, ("their names or cells lead to a person",))


def _missing(marks: tuple[str, ...]) -> Guess | None:
    if not marks:
        return None
    because = "a mark that stands in many columns: no answer, rather than one"
    return Guess({"missing": list(marks)}, (because,))


def _banner(found: Questions) -> Guess | None:
    keys = banner_of(found)
    because = "single choices of few options that nearly all answered: choose what you need"
    return Guess({"banner": keys}, (because,)) if keys else None


def _with_an_open_question(
    found: Questions, export: RawExport, columns: Sequence[Sighting]
) -> Questions:
    """Return *found* with the wordiest column as an open question if there was none."""
    if found.opens:
        return found
    wordy = [c for c in columns if c.spaced > 0 and kind_of(c) in ("open", "closed", "codes")]
    wordy = [c for c in wordy if c.numeric < 0.5 and c.days < 0.5 and not c.labels.labels]
    if not wordy:
        raise SourceDataError(
            f"{export.source}: none of its {export.width} columns holds answers in free words, so "
            "there is nothing to code; is it the export with the open questions?"
        )
    best = max(wordy, key=lambda column: (column.words, -column.position))
    alone = [key for key, part in found.parts.items() if part.columns == (best,)]
    for key in alone:
        del found.closed[key], found.parts[key]
    found.left_out = [one for one in found.left_out if one.position != best.position + 1]
    guess = open_question(
        export, best, "the wordiest column; no other looks like an open question"
    )
    found.opens[key_from(str(guess.settings["label"]), found.taken)] = guess
    return found


def layout_guess(layout: ExportLayout, because: Sequence[str]) -> Guess:
    """Return the part of a study file that says what *layout* does beyond its defaults."""
    said = layout.model_dump(exclude_defaults=True, exclude_none=True)
    return Guess({"export": said} if said else {}, tuple(because))
