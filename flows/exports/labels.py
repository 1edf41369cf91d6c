"""What a statistics file says of the values of its variables, and what is odd about it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nlp.contracts.raw import Remark, ValueLabels

Code = float | str
"""A value as it is stored: SPSS and Stata hold numbers and texts."""

_MOST_NAMED = 5


@dataclass(frozen=True)
class Variable:
    """A column of a statistics file: its name, its labels, what is missing, and what it holds."""

    name: str
    labels: Mapping[Code, str]
    missing: Sequence[object]
    """Codes, and ranges of codes as `{"lo": …, "hi": …}`."""

    held: Collection[Code]
    """The distinct values."""

    text: Callable[[Code], str]
    """The cell text of a value."""

    def values(self) -> ValueLabels:
        """Return the labels and the missing values by the text of their cells."""
        labels = {self.text(code): label.strip() for code, label in self.labels.items()}
        declared = {code for entry in self.missing for code in self._codes(entry)}
        return ValueLabels(labels, frozenset(map(self.text, declared)) - {""})

    def _codes(self, entry: object) -> Iterator[Code]:
        """Yield what is missing: of a range, the codes that occur or have a label."""
        if not isinstance(entry, dict):
            yield entry  # type: ignore[misc]  # pyreadstat: a number or a text
            return
        low, high = entry["lo"], entry["hi"]
        if low == high:
            yield low
            return
        known = {*self.held, *self.labels}
        yield from (code for code in known if not isinstance(code, str) and low <= code <= high)


def remarks_on_labels(variable: Variable, values: ValueLabels) -> Iterator[Remark]:
    """Yield what is odd: values without a label among labelled ones, labels of several codes.

    A scale of which only the ends are labelled is not odd: no fewer values lack a label there
    than have one.
    """
    name = variable.name
    labelled = values.labels.keys() - values.missing
    held = {variable.text(code) for code in variable.held} - {""}
    bare = sorted(held - values.labels.keys() - values.missing, key=_in_order)
    if 0 < len(bare) < len(labelled):
        yield Remark("unlabelled_value", _bare_words(variable, bare), column=name)
    sharing: defaultdict[str, list[str]] = defaultdict(list)
    for code, label in values.labels.items():
        sharing[label].append(code)
    for codes in sharing.values():
        if len(codes) > 1:
            count = "two" if len(codes) == 2 else str(len(codes))
            named = ", ".join(sorted(codes, key=_in_order)[:_MOST_NAMED])
            words = f"{name}: {count} codes share one label ({named})"
            yield Remark("shared_label", words, column=name)


def _bare_words(variable: Variable, bare: Sequence[str]) -> str:
    """Return the values without a label, unless they are texts: those may be answers."""
    if any(isinstance(code, str) for code in variable.held):
        return f"{variable.name}: {len(bare)} values have no label"
    named = ", ".join(bare[:_MOST_NAMED]) + (", …" if len(bare) > _MOST_NAMED else "")
    words = "value {} has no label" if len(bare) == 1 else "values {} have no label"
    return f"{variable.name} {words.format(named)}"


def _in_order(code: str) -> tuple[float, str]:
    try:
        return float(code), code
    except ValueError:
        return float("inf"), code
