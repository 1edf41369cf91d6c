"""The questions of an export: open, closed, grids, and what was written beside "Other"."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from nlp.contracts.raw import RawExport
from nlp.intake.proposing.blocks import Part, find_parts
from nlp.intake.proposing.closed import (
    closed_block,
    closed_column,
    grid,
    label_of_part,
    other_option_of,
    with_other,
)
from nlp.intake.proposing.kinds import WHY_LEFT_OUT, kind_of
from nlp.intake.proposing.names import elicited
from nlp.intake.proposing.proposal import Guess, LeftOut
from nlp.intake.proposing.references import ref_to_column
from nlp.intake.proposing.sightings import SHORTEST_WORDING, Sighting
from nlp.intake.proposing.wording import counted, free_key, key_from, label_within

MOST_BANNER = 4
_MOST_OF_BANNER = 8
_FEWEST_ANSWERS = 10
_LONGEST_KEY = 57


@dataclass
class Questions:
    """The questions found so far, by their keys, and the columns that are none."""

    opens: dict[str, Guess] = field(default_factory=dict)
    closed: dict[str, Guess] = field(default_factory=dict)
    grids: dict[str, Guess] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    parts: dict[str, Part] = field(default_factory=dict)
    """The columns of each closed question."""

    @property
    def taken(self) -> set[str]:
        """Return the keys that are in use."""
        return {*self.opens, *self.closed, *self.grids}


def propose_questions(export: RawExport, columns: Sequence[Sighting]) -> Questions:
    """Return what *columns* ask; those that ask nothing are left out with a reason."""
    found = Questions()
    parts = find_parts(export, columns)
    for part in parts:
        if part.shape == "column" and kind_of(part.columns[0]) == "open":
            _add_open(found, export, part.columns[0])
    for part in parts:
        _add_closed(found, export, part, parts)
    for part in parts:
        if part.shape == "other":
            _add_other(found, export, part.columns[0])
    return found


def fewest_answers(records: int) -> int:
    """Return how many answers make an open question worth coding."""
    return max(1, min(_FEWEST_ANSWERS, records // 20))


def banner_of(found: Questions) -> list[str]:
    """Return single choices of few options that nearly all have answered, for the crosstabs."""
    fit = [
        key
        for key, part in found.parts.items()
        if found.closed[key].settings.get("kind", "single") == "single"
        and 2 <= len(_listed(found.closed[key])) <= _MOST_OF_BANNER
        and sum(column.filled for column in part.columns) >= 0.8 * part.columns[0].records
    ]
    return fit[:MOST_BANNER]


def open_question(export: RawExport, column: Sighting, doubt: str = "") -> Guess:
    """Return the open question that *column* answers."""
    settings: dict[str, object] = {
        "column": ref_to_column(export, column),
        "label": label_within(column),
    }
    because = [
        f"{counted(column.filled, 'answer')}, {column.distinct} different, "
        f"of {counted(round(column.words), 'word')} on average"
    ]
    categories = elicited(column.names)
    if categories:
        settings["elicits"] = categories
        because.append(f"its words ask for {' and '.join(categories)}: does it?")
    if len(column.wording) < SHORTEST_WORDING or " " not in column.wording:
        because.append("the export does not say how it was put: add its `wording`")
    return Guess(settings, tuple(because), doubt)


def _add_closed(found: Questions, export: RawExport, part: Part, parts: Sequence[Part]) -> None:
    if part.shape == "ticks":
        _add_block(found, export, part, parts)
    elif part.shape == "grid":
        label = label_of_part(part)
        found.grids[key_from(label, found.taken)] = grid(export, part, label)
    elif part.shape == "column":
        _add_column(found, export, part)


def _add_block(found: Questions, export: RawExport, part: Part, parts: Sequence[Part]) -> None:
    chosen = [column for column in part.columns if column.values]
    first = part.columns[0]
    if not chosen or (len(chosen) == 1 and chosen[0].filled == first.records > 1 < len(parts)):
        why = WHY_LEFT_OUT["same" if chosen else "empty"]
        found.left_out += [LeftOut(c.position + 1, c.name, why) for c in part.columns]
        return
    fields = [
        other.columns[0] for other in parts if other.shape == "other" and other.group == part.group
    ]
    label = label_of_part(part)
    key = key_from(label, found.taken)
    found.closed[key] = closed_block(export, part, fields, label)
    found.parts[key] = part


def _add_column(found: Questions, export: RawExport, part: Part) -> None:
    column = part.columns[0]
    kind = kind_of(column)
    if kind == "closed":
        label = label_of_part(part)
        key = key_from(label, found.taken)
        found.closed[key] = closed_column(export, column, label)
        found.parts[key] = part
    elif kind != "open":
        found.left_out.append(LeftOut(column.position + 1, column.name, WHY_LEFT_OUT[kind]))


def _add_open(found: Questions, export: RawExport, column: Sighting) -> None:
    if column.filled < fewest_answers(column.records):
        found.left_out.append(_too_few(column))
        return
    guess = open_question(export, column)
    found.opens[key_from(str(guess.settings["label"]), found.taken)] = guess


def _add_other(found: Questions, export: RawExport, column: Sighting) -> None:
    """Add an "Other" field as an open question that hangs on its closed question."""
    if column.filled < fewest_answers(column.records):
        found.left_out.append(_too_few(column))
        return
    parent = _parent(found, column)
    if parent is None:
        guess = open_question(export, column, 'an "Other" field: of which closed question?')
        found.opens[key_from(str(guess.settings["label"]), found.taken)] = guess
        return
    of = found.closed[parent]
    option = _own_option(found.parts[parent], column) or other_option_of(of.settings)
    found.closed[parent] = replace(of, settings=with_other(of.settings, option))
    settings = {
        "column": ref_to_column(export, column),
        "label": f"{of.settings['label']}: other",
        "other_of": parent,
        "other_option": option,
    }
    because = (
        f"the header says so; {counted(column.filled, 'answer')}, {column.distinct} different"
    )
    found.opens[free_key(f"{parent}_other"[:_LONGEST_KEY], found.taken)] = Guess(
        settings, (because,)
    )


def _own_option(part: Part, column: Sighting) -> str | None:
    """Return the field's own header as an option, where it stands among those of a block."""
    return column.item if part.shape == "ticks" and column.group == part.group else None


def _parent(found: Questions, column: Sighting) -> str | None:
    """Return the closed question before *column* that shares its heading, or stands next to it."""
    before = [
        (key, part)
        for key, part in found.parts.items()
        if part.columns[-1].position < column.position
    ]
    for key, part in reversed(before):
        names = {part.group, *part.columns[0].own} - {""}
        if part.group == column.group or any(
            o.startswith(f"{n}_") for o in column.own for n in names
        ):
            return key
    last = before[-1:]
    return next((k for k, p in last if p.columns[-1].position + 1 == column.position), None)


def _too_few(column: Sighting) -> LeftOut:
    return LeftOut(column.position + 1, column.name, f"only {counted(column.filled, 'answer')}")


def _listed(guess: Guess) -> Sequence[object]:
    options = guess.settings.get("options", ())
    return list(options) if isinstance(options, list | dict) else []
