"""What stands in each column of an export, before anyone has said what it is."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from nlp.contracts.raw import RawExport, ValueLabels
from nlp.intake.columns import header_cells, plain
from nlp.intake.redaction import fully_masked

NUMBER = re.compile(r"[-+]?(?:\d+(?:[.,]\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?)(?:[eE][-+]?\d+)?%?")
DAY = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ].*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?:[ T,].*)?"
)

GENERIC = frozenset({"response", "open-ended response", "open ended response", "recode"})
"""What platforms write over the one column of a question: it names no option."""

SHORTEST_WORDING = 20
"""Characters; a shorter header cell names a field and asks nothing."""

_IMPORT_ID = re.compile(r"\{\s*[\"']ImportId[\"']")
_CODE = re.compile(r"[A-Za-z]{0,12}[._]?\d*[A-Za-z0-9._\[\]#]{0,24}")
_NUMBERING = re.compile(r"^(?:Q?\d+[a-z]?(?:[ .]\d+)*\s*[\u2014\u2013:.]\s*)")
_BRACKETED = re.compile(r"(?P<group>.+?)\s*\[(?P<item>[^\[\]]+)\]")
_NUMBERED = re.compile(r"(?P<group>\S.*?)[_.](?P<item>\d{1,2}|SQ\d+)(?:_TEXT)?")
_AFTER_DASH = re.compile(r"(?P<group>.{8,}?)(?:\?|:)? [-\u2013\u2014] (?P<item>.+)")
_MOST_SHAPES = 2_000


@dataclass(frozen=True)
class Sighting:
    """A column as it was delivered.

    `heading` is what its question asks, `group` what its header shares with its neighbours', and
    `item` what sets it apart from them.
    `values` holds the filled cells and in how many records each stands.
    """

    position: int
    names: tuple[str, ...]
    own: tuple[str, ...]
    heading: str
    group: str
    item: str
    values: Mapping[str, int]
    records: int
    labels: ValueLabels

    @cached_property
    def filled(self) -> int:
        """Return in how many records something stands."""
        return sum(self.values.values())

    @property
    def distinct(self) -> int:
        """Return how many different values there are."""
        return len(self.values)

    @cached_property
    def words(self) -> float:
        """Return the words of a filled cell, on average."""
        return sum(n * len(cell.split()) for cell, n in self.values.items()) / max(self.filled, 1)

    @cached_property
    def spaced(self) -> float:
        """Return the share of filled cells that hold more than one word."""
        return sum(n for cell, n in self.values.items() if " " in cell) / max(self.filled, 1)

    @cached_property
    def numeric(self) -> float:
        """Return the share of different values that are numbers."""
        return self._share(NUMBER)

    @cached_property
    def days(self) -> float:
        """Return the share of different values that are days."""
        return self._share(DAY)

    @property
    def name(self) -> str:
        """Return what to call the column: its longest header cell, masked, or its position."""
        name = max(self.own, key=len, default="") or f"#{self.position + 1}"
        return fully_masked(name)

    @property
    def wording(self) -> str:
        """Return the header cell that reads most like a question."""
        own = max(self.own, key=len, default="")
        return own if len(own) >= SHORTEST_WORDING else max(self.names, key=len, default="")

    def _share(self, shape: re.Pattern[str]) -> float:
        some = list(islice(self.values, _MOST_SHAPES))
        return sum(bool(shape.fullmatch(value)) for value in some) / max(len(some), 1)


def sightings(export: RawExport) -> tuple[Sighting, ...]:
    """Return what stands in each column."""
    counts: list[Counter[str]] = [Counter() for _ in range(export.width)]
    records = 0
    for record in export.records:
        cells = [cell.strip() for cell in record.cells[: export.width]]
        records += any(cells)
        for count, cell in zip(counts, cells, strict=False):
            if cell:
                count[cell] += 1
    coded = _codes_over_text(export)
    return tuple(
        _sighting(export, position, _evened(count), records, coded)
        for position, count in enumerate(counts)
    )


def without(columns: Sequence[Sighting], missing: Collection[str]) -> tuple[Sighting, ...]:
    """Return *columns* with the cells that hold one of *missing* taken for blank."""
    return tuple(
        replace(c, values={value: n for value, n in c.values.items() if value not in missing})
        for c in columns
    )


def _evened(counts: Mapping[str, int]) -> Mapping[str, int]:
    """Return the same counts, white space within the values evened out."""
    evened: Counter[str] = Counter()
    for value, n in counts.items():
        evened[plain(value)] += n
    return evened


def words_of(name: str) -> str:
    """Return *name* in small letters, its words apart.

    >>> words_of("RecipientLastName"), words_of("E-Mail_Address")
    ('recipient last name', 'e mail address')
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return " ".join(re.sub(r"[\W_]+", " ", apart.casefold()).split())


def is_import_id(cell: str) -> bool:
    """Return whether *cell* is the machine's name of a column, as Qualtrics delivers it."""
    return bool(_IMPORT_ID.match(cell))


def unnumbered(cell: str) -> str:
    """Return a header cell without the number of its question.

    >>> unnumbered("Q1 02—Where do you work?"), unnumbered("Q2.1. Harm")
    ('Where do you work?', 'Harm')
    """
    return _NUMBERING.sub("", cell) or cell


def _sighting(
    export: RawExport, position: int, values: Mapping[str, int], records: int, coded: bool
) -> Sighting:
    own = tuple(plain(row[position]) for row in export.header)
    own = tuple(cell for cell in own if cell and not is_import_id(cell))
    names = tuple(cell for cell in header_cells(export, position) if not is_import_id(cell))
    heading, group, item = _heading_group_item(names if own else (), coded)
    labels = export.labels_of(position)
    return Sighting(position, names, own, heading, group, item, values, records, labels)


def _heading_group_item(names: tuple[str, ...], coded: bool) -> tuple[str, str, str]:
    """Return what the question asks, what its columns share, and what sets this one apart."""
    if not names:
        return "", "", ""
    if len(names) == 1:
        group, item = _apart(names[0])
        return group, group, item
    if not coded:
        heading = unnumbered(names[-2])
        return heading, heading, unnumbered(names[-1])
    group, _ = _apart(names[0])
    tail = _AFTER_DASH.fullmatch(names[-1])
    if tail:
        return tail["group"], group, tail["item"]
    asked = [name for name in names[1:] if name.casefold() not in GENERIC] or [names[0]]
    heading = unnumbered(max(asked, key=len))
    return heading, group, heading if names[-1].casefold() in GENERIC else unnumbered(names[-1])


def _apart(name: str) -> tuple[str, str]:
    """Return what the one header cell of a column shares with its neighbours, and the rest."""
    for shape in (_BRACKETED, _NUMBERED, _AFTER_DASH):
        found = shape.fullmatch(name)
        if found:
            return found["group"], found["item"]
    return unnumbered(name), unnumbered(name)


def _codes_over_text(export: RawExport) -> bool:
    """Return whether the first header row holds a code for each column: `Q1_1`, `Q1_2`."""
    rows = [row for row in export.header if not any(is_import_id(cell) for cell in row)]
    codes = [plain(cell) for cell in rows[0]] if len(rows) > 1 else []
    named = [code for code in codes if code]
    if len(named) < 0.6 * len(codes) or len(set(named)) < 0.9 * len(named):
        return False
    return sum(bool(_CODE.fullmatch(code)) for code in named) > 0.6 * len(named)
