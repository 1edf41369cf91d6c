"""Closed questions as a study file says them: of one column, of a block, of a grid."""

from collections import Counter
from collections.abc import Mapping, Sequence

from nlp.contracts.raw import RawExport
from nlp.intake.columns import header_cells
from nlp.intake.proposing.blocks import CHOSEN, NOT_CHOSEN, Part
from nlp.intake.proposing.names import asks_for_all
from nlp.intake.proposing.options import (
    MOST_OPTIONS,
    Options,
    labelled_options,
    may_be_shown,
    options_of_column,
    parts_of,
    reasons_for_no_answer,
    separator_of,
)
from nlp.intake.proposing.proposal import Guess
from nlp.intake.proposing.references import ref_to_block, ref_to_column
from nlp.intake.proposing.sightings import Sighting
from nlp.intake.proposing.wording import counted, key_from, label_from, label_of, label_of_item

_ONE_OF_A_BLOCK = "one column per option, and nobody has two of them: a single choice"
_SHORTEST_ITEM = 3


def closed_column(export: RawExport, column: Sighting, label: str) -> Guess:
    """Return the closed question that stands in one column."""
    settings: dict[str, object] = {"column": ref_to_column(export, column), "label": label}
    if column.labels.labels:
        listed = labelled_options(column)
        because = "the file labels its values"
        return _with_options(settings, Options(listed), because)
    separator = separator_of(column, asks_for_all(column.names))
    if separator:
        settings |= {"kind": "multiple", "separator": separator}
        found = options_of_column(parts_of(column.values, separator))
        because = f"its cells hold several options, with {separator!r} between them"
        return _with_options(settings, found, because)
    missing = reasons_for_no_answer(column)
    if missing:
        settings["missing"] = list(missing)
    found = options_of_column({v: n for v, n in column.values.items() if v not in missing})
    because = f"{counted(column.distinct, 'value')} in {counted(column.filled, 'answer')}"
    return _with_options(settings, found, because)


def closed_block(export: RawExport, part: Part, fields: Sequence[Sighting], label: str) -> Guess:
    """Return the closed question whose options stand in columns of their own."""
    columns = part.columns
    settings: dict[str, object] = {
        "column": ref_to_block(export, columns, [field.position for field in fields]),
        "label": label,
        "kind": "single" if part.exclusive else "multiple",
    }
    values = {value for column in columns for value in column.values}
    if _options_in_cells(export, columns):
        settings["options_from"] = "cell"
        listed = [value for column in columns for value in column.values if may_be_shown(value)]
        settings["options"] = list(dict.fromkeys(listed))
        because = f"{counted(len(columns), 'column')}, each with one value: its option"
    else:
        if len(columns) == 1:
            settings["options_from"] = "header"
        chosen = sorted(value for value in values if value.casefold() in CHOSEN)
        if any(value.casefold() in NOT_CHOSEN for value in values):
            settings["chosen"] = chosen
        settings["options"] = _options_of_headers(export, [*columns, *fields])
        because = f"{counted(len(columns), 'column')}, one per option, named in the header"
    return Guess(settings, (_ONE_OF_A_BLOCK if part.exclusive else because,))


def grid(export: RawExport, part: Part, label: str) -> Guess:
    """Return the single choices that share a heading and their options."""
    items: dict[str, object] = {}
    for column in part.columns:
        said = label_of_item(column)
        items[key_from(said, items)] = {"column": ref_to_column(export, column), "label": said}
    counts: Counter[str] = Counter()
    for column in part.columns:
        counts.update(column.values)
    settings: dict[str, object] = {"label": label, "items": items}
    first = part.columns[0]
    labelled = bool(first.labels.labels)
    found = Options(labelled_options(first)) if labelled else options_of_column(counts)
    because = f"{len(part.columns)} columns that share their heading and their options"
    return _with_options(settings, found, because)


def label_of_part(part: Part) -> str:
    """Return a few words for the question that *part* makes."""
    head = _head_of_row(part.columns)
    return label_from(head) if head else label_of(part.columns[0])


def other_option_of(settings: Mapping[str, object]) -> str:
    """Return the option of a closed question that leads to its "Other" field."""
    options = settings.get("options", ())
    words = list(options.values() if isinstance(options, Mapping) else options)  # type: ignore[call-overload]  # its own settings
    return next((word for word in words if str(word).casefold().startswith("other")), "Other")


def with_other(settings: Mapping[str, object], option: str) -> dict[str, object]:
    """Return *settings* whose options hold *option*, under the code of LimeSurvey if delivered."""
    options = settings.get("options")
    if not options:
        return dict(settings)
    if isinstance(options, Mapping):
        listed = options if option in options.values() else {**options, option: option}
        return {**settings, "options": listed}
    words = list(options) if isinstance(options, list) else []
    if "-oth-" in words:
        return {**settings, "options": {w: option if w == "-oth-" else w for w in words}}
    return {**settings, "options": words if option in words else [*words, option]}


def _with_options(settings: dict[str, object], found: Options, because: str) -> Guess:
    if found.listed:
        settings["options"] = list(found.listed)
        doubt = ""
        if found.rarer:
            doubt = f"not listed, so unrecognised: {counted(found.rarer, 'rare value')}"
        return Guess(settings, (because,), doubt)
    doubt = f"no options are listed (more than {MOST_OPTIONS}, or not clear): every value is one"
    return Guess(settings, (because,), doubt)


def _options_in_cells(export: RawExport, columns: Sequence[Sighting]) -> bool:
    """Return whether the cells say more than the headers of a block."""
    texts = [next(iter(column.values)) for column in columns if column.distinct == 1]
    if len(texts) < sum(bool(column.values) for column in columns):
        return False
    if len(set(texts)) < len(texts) or all(text.casefold() in CHOSEN for text in texts):
        return False
    named = [_delivered(export, column) for column in columns]
    says_more = all(len(column.item) < _SHORTEST_ITEM for column in columns)
    machine = any(name.startswith("{") for name in named)
    return says_more or machine


def _options_of_headers(export: RawExport, columns: Sequence[Sighting]) -> object:
    head = _head_of_row(columns)
    shown = {
        _delivered(export, column): _tail(column.item, head) or f"Option {column.item}"
        for column in columns
    }
    if all(name == option for name, option in shown.items()):
        return list(shown)
    return shown


def _head_of_row(columns: Sequence[Sighting]) -> str:
    """Return what stands before ` - ` in every item of a flattened grid's row."""
    heads = {column.item.rsplit(" - ", 1)[0] for column in columns if " - " in column.item}
    alone = len(heads) == 1 and all(" - " in column.item for column in columns)
    return heads.pop() if alone and len(columns) > 1 else ""


def _tail(item: str, head: str) -> str:
    return item.removeprefix(f"{head} - ") if head else item


def _delivered(export: RawExport, column: Sighting) -> str:
    """Return the header cell by which the option of *column* is known."""
    return (header_cells(export, column.position) or (f"#{column.position + 1}",))[-1]
