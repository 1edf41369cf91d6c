"""What one cell says of a closed question: the options chosen, or why there are none."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from nlp.contracts.raw import ValueLabels
from nlp.contracts.study import NONE_CHOSEN, ClosedQuestion
from nlp.intake.columns import plain
from nlp.intake.recoding import agreed_options, same
from nlp.intake.records import is_blank

Reader = Callable[[str], "Choice"]
"""Reads one cell."""

_NOT_TICKED = frozenset(
    {"0", "no", "false", "n", "not selected", "not chosen", "unchecked", "unselected"}
)
"""Cells, in any case, that hardly mean chosen."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a cell or a record holds of a closed question: options, or reasons why there are none.

    `written` are the words beside the options that were written, not chosen. Where only `filled`
    is true, the question was put and nothing was chosen.
    """

    options: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    written: str = ""
    filled: bool = False


BLANK = Choice()


def reader_of_cells(
    question: ClosedQuestion, values: ValueLabels, missing: Collection[str], other: str = ""
) -> Reader:
    """Return what reads a column whose cells name the options.

    Where *other* is given, words that are no option of the study count as this option.
    """
    words = _Words(question, values)

    @cache
    def read(cell: str) -> Choice:
        parts = [part for part in words.parts(cell) if not is_blank(part, missing)]
        if is_blank(cell, missing) or not parts:
            return BLANK
        reasons = {part: words.reason(part) for part in parts}
        chosen = [part for part in parts if not reasons[part]]
        written = [part for part in chosen if other and not words.knows(part)]
        return Choice(
            tuple(dict.fromkeys(other if w in written else words.option(w) for w in chosen)),
            tuple(dict.fromkeys(reason for reason in reasons.values() if reason)),
            (question.separator or "").join(written),
            filled=True,
        )

    return read


def reader_of_ticks(
    question: ClosedQuestion, option: str, values: ValueLabels, missing: Collection[str]
) -> Reader:
    """Return what reads a column that stands for *option* and holds ticks."""
    words = _Words(question, values)
    chosen = {same(value) for value in question.chosen}

    @cache
    def read(cell: str) -> Choice:
        if is_blank(cell, missing):
            return BLANK
        if not chosen.isdisjoint(words.names(cell)):
            return Choice((option,), filled=True)
        if reason := words.reason(cell):
            return Choice(reasons=(reason,), filled=True)
        return Choice(() if chosen else (option,), filled=True)

    return read


def doubts_ticks(
    question: ClosedQuestion, values: ValueLabels, missing: Collection[str]
) -> Callable[[str], bool]:
    """Return what says of a cell that holds ticks whether it may be read the wrong way round.

    Such is a 0 that counts as chosen, and where the study says what means chosen anything else
    that is neither a 0 or the like, nor a value with a label, nor a reason.
    """
    words = _Words(question, values)
    chosen = {same(value) for value in question.chosen}

    @cache
    def doubts(cell: str) -> bool:
        if is_blank(cell, missing):
            return False
        if not chosen:
            return same(cell) in _NOT_TICKED
        known = chosen | _NOT_TICKED
        names = words.names(cell)
        return len(names) == 1 and known.isdisjoint(names) and not words.reason(cell)

    return doubts


def together(choices: Iterable[Choice]) -> Choice:
    """Return what the columns of one question say together: a reason counts where no option does.

    >>> together([Choice(("Cost",)), Choice(reasons=("Refused",))]).options
    ('Cost',)
    >>> together([Choice(filled=True), BLANK]).options
    ('none chosen',)
    """
    found = list(choices)
    options = dict.fromkeys(option for choice in found for option in choice.options)
    reasons = dict.fromkeys(reason for choice in found for reason in choice.reasons)
    if options:
        return Choice(tuple(options), filled=True)
    if reasons or not any(choice.filled for choice in found):
        return Choice(reasons=tuple(reasons))
    return Choice((NONE_CHOSEN,), filled=True)


def with_other(choice: Choice, other: str, *, single: bool) -> Choice:
    """Return *choice* of somebody who wrote into the field that the option *other* leads to."""
    chosen = tuple(option for option in choice.options if option != NONE_CHOSEN)
    if other in chosen or (single and chosen):
        return Choice(chosen, filled=True)
    return Choice((*chosen, other), filled=True)


class _Words:
    """What the words in one column of a question mean."""

    def __init__(self, question: ClosedQuestion, values: ValueLabels) -> None:
        declared = question.missing
        reasons = declared if isinstance(declared, Mapping) else dict.fromkeys(declared, "")
        self._reasons = {same(word): reason or word for word, reason in reasons.items()}
        self._unnamed = {same(word) for word, reason in reasons.items() if not reason}
        self._labels = {plain(value): plain(label) for value, label in values.labels.items()}
        self._missing = {plain(value) for value in values.missing}
        self._listed = agreed_options(question)
        self._separator = question.separator
        self._longest_run = self._most_pieces()

    def names(self, word: str) -> list[str]:
        """Return what *word* may be listed under: itself, and its label."""
        label = self._labels.get(plain(word))
        return [same(word)] if label is None else [same(word), same(label)]

    def knows(self, word: str) -> bool:
        """Return whether *word* is an option of the study, or a value with a label."""
        return same(word) in self._listed or plain(word) in self._labels

    def option(self, word: str) -> str:
        """Return the option as delivered: the word where the study lists it, else its label."""
        word = plain(word)
        return word if same(word) in self._listed else self._labels.get(word, word)

    def reason(self, word: str) -> str:
        """Return why there is no answer, or nothing where *word* is one.

        What the study calls missing is; what the file calls so is unless the study lists it.
        """
        label = self._labels.get(plain(word), "")
        for name in self.names(word):
            if name in self._reasons:
                return (label if name in self._unnamed else "") or self._reasons[name]
        listed = any(name in self._listed for name in self.names(word))
        return (label or plain(word)) if plain(word) in self._missing and not listed else ""

    def parts(self, cell: str) -> Iterator[str]:
        """Return the words of one cell: of those that the separator joins the longest known."""
        if not self._separator:
            yield cell
            return
        pieces = cell.split(self._separator)
        while pieces:
            runs = range(min(self._longest_run, len(pieces)), 1, -1)
            known = (n for n in runs if self._is_known(self._separator.join(pieces[:n])))
            taken = next(known, 1)
            yield self._separator.join(pieces[:taken])
            pieces = pieces[taken:]

    def _is_known(self, word: str) -> bool:
        return same(word) in self._listed or same(word) in self._reasons

    def _most_pieces(self) -> int:
        """Return how many pieces the separator cuts the known words into, at most."""
        mark = same(self._separator or "") or self._separator
        known = (*self._listed, *self._reasons)
        return 1 + max((word.count(mark) for word in known if mark), default=0)
