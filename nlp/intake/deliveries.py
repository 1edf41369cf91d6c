"""What a later delivery of a wave changed: counts and names of columns, never an answer."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from nlp.contracts.raw import RawExport
from nlp.intake.columns import header_cells, plain
from nlp.intake.places import Places, column_name
from nlp.intake.records import SortedExport
from nlp.intake.redaction import fully_masked

_SAME_CONTENT = "same content"

_MOST_NAMED = 5

_Key = tuple[tuple[str, ...], int]
"""What stands over a column, and how many columns to its left are headed alike."""


@dataclass(frozen=True)
class DeliveryChange:
    """How a delivery differs from an earlier one."""

    added: int
    """Respondents that only the later one has."""

    removed: int
    """Respondents that only the earlier one has."""

    changed: int
    """Respondents of both of whom some cell differs, in a column of both."""

    corrected: Mapping[str, int]
    """How many cells differ, by column; columns without a difference are left out."""

    new_columns: tuple[str, ...]
    gone_columns: tuple[str, ...]

    same_content: bool
    """Nothing differs but the order of rows and columns."""


def compare(before: SortedExport, after: SortedExport) -> DeliveryChange:
    """Return what *after* changed: who came and went, and in which columns cells differ.

    Respondents are matched by their ids; where there is no column of ids by all their cells, so
    that a correction removes one respondent and adds one.
    """
    old, new = _columns(before), _columns(after)
    shared = [(place, old[key]) for key, place in new.items() if key in old]
    earlier = {record.respondent_id: record.cells for record in before.accepted}
    differing: Counter[int] = Counter()
    added = changed = 0
    for record in after.accepted:
        cells = earlier.pop(record.respondent_id, None)
        if cells is None:
            added += 1
        elif differs := [here for here, there in shared if record.cells[here] != cells[there]]:
            changed += 1
            differing.update(differs)
    came, went = _compare_columns(before, after)
    moved = added or earlier or changed or came or went
    names = _names(after)
    return DeliveryChange(
        added=added,
        removed=len(earlier),
        changed=changed,
        corrected={names[place]: differing[place] for place in sorted(differing)},
        new_columns=came,
        gone_columns=went,
        same_content=not moved and before.set_aside() == after.set_aside(),
    )


def compare_waves(
    before: SortedExport, after: SortedExport
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the columns that only the wave *after* has, and those that only *before* has.

    Those that answer a question of both waves are neither, however they are headed.
    """
    questions = [set(_questions(one.places).values()) for one in (before, after)]
    return _compare_columns(before, after, known=questions[0] & questions[1])


def _compare_columns(
    before: SortedExport, after: SortedExport, known: Collection[str] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which columns came and which went; those of *known* questions did neither."""
    return _only_in(after, before, known), _only_in(before, after, known)


def _only_in(one: SortedExport, other: SortedExport, known: Collection[str]) -> tuple[str, ...]:
    there, names, questions = _columns(other), _names(one), _questions(one.places)
    return tuple(
        names[place]
        for key, place in _columns(one).items()
        if key not in there and questions.get(place) not in known
    )


def in_words(change: DeliveryChange) -> str:
    """Return *change* in a line, such as `1 added, 2 changed; new column trust_1to5`."""
    if change.same_content:
        return _SAME_CONTENT
    counts = {"added": change.added, "removed": change.removed, "changed": change.changed}
    people = ", ".join(f"{n:,} {what}" for what, n in counts.items() if n)
    columns = columns_in_words(change.new_columns, change.gone_columns)
    return "; ".join(part for part in (people, columns) if part) or "other rows are set aside"


def columns_in_words(came: Sequence[str], went: Sequence[str]) -> str:
    """Return in a line which columns came and which went; empty where none did."""
    return "; ".join(
        f"{what} column{'s' if len(names) > 1 else ''} {_some(names)}"
        for what, names in (("new", came), ("gone", went))
        if names
    )


def _some(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _columns(delivered: SortedExport) -> dict[_Key, int]:
    """Return the place of each column by what stands over it; nameless empty ones are none."""
    raw, seen = delivered.raw, Counter[tuple[str, ...]]()
    columns: dict[_Key, int] = {}
    for place in range(raw.width):
        if not _is_named(raw, place) and not _is_filled(delivered, place):
            continue
        over = tuple(dict.fromkeys(header_cells(raw, place)))
        columns[over, seen[over]] = place
        seen[over] += 1
    return columns


def _is_named(raw: RawExport, place: int) -> bool:
    return any(plain(row[place]) for row in raw.header)


def _is_filled(delivered: SortedExport, place: int) -> bool:
    return any(record.cells[place].strip() for record in delivered.accepted)


def _names(delivered: SortedExport) -> dict[int, str]:
    """Return what to call each column: its name, with its position where others share it.

    One whose name is too long to show is called by the question that it answers, if any.
    """
    raw, questions = delivered.raw, _questions(delivered.places)
    short = {place: fully_masked(column_name(raw, place)) for place in range(raw.width)}
    known = Counter(short.values())
    names = {}
    for place, name in short.items():
        position = f"#{place + 1}"
        if name == position:
            name = f"{questions[place]} ({position})" if place in questions else position
        elif known[name] > 1:
            name = f"{name} ({position})"
        names[place] = name
    return names


def _questions(places: Places) -> dict[int, str]:
    """Return the question that each column answers."""
    closed = {p: key for key, columns in places.closed_questions.items() for p in columns}
    opens = {p: key for key, p in places.open_questions.items() if p is not None}
    return closed | opens
