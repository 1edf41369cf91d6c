"""A new draft that keeps the ids of the one before: topics are renumbered, themes are not."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nlp.contracts.codebook import Codebook, Net, Theme
from nlp.contracts.decisions import (
    AddExample,
    Ledger,
    MoveExample,
    PutUnder,
    themes_made,
    themes_named,
)
from nlp.contracts.vectors import Encoder, Matrix, cosines
from nlp.themes.embedding import as_read, contrasted

SAME_THEME = 0.5
"""Least cosine of the centres of two themes that are the same in two drafts, what all themes of
the question share left out."""

SAME_NET = 0.5
"""Least share of the themes of two nets that both have, for the two to be the same."""


@dataclass(frozen=True)
class Redraft:
    """A new draft under the ids of the earlier one."""

    codebook: Codebook
    id_of: Mapping[str, str]
    """The id of each theme that was drafted and is kept, by the one it was drafted with."""

    remarks: tuple[str, ...]
    """What could not be matched, and what became of it."""


def keep_ids(draft: Codebook, before: Codebook, ledger: Ledger, encoder: Encoder) -> Redraft:
    """Return *draft* with the ids that its themes had *before*, so that decisions fit it too.

    A theme takes the id of the one that its wordings are most like, each id once; others get ids
    that no theme ever had. A theme that people decided on and that no topic is like any more is
    carried over as it was. A topic that is most like a theme made by a decision is left out.

    Args:
        draft: The new draft, numbered anew.
        before: The draft that it replaces, without decisions.
        ledger: What people decided about the themes of that one.
        encoder: Makes the vectors of labels and examples.
    """
    made = {t.theme_id: t for decision in ledger.decisions for t in themes_made(decision)}
    matches = match_themes(draft.themes, [*before.themes, *made.values()], encoder)
    left_out = {name for name, match in matches.items() if match in made}
    kept = [theme for theme in draft.themes if theme.theme_id not in left_out]
    id_of = _ids(kept, matches, _ids_ever(before, ledger))
    carried = _carried(before.themes, ledger, id_of.values())
    remarks = [
        f"a topic like {matches[name]} ({made[matches[name]].label}), which was decided on, "
        "is left out"
        for name in sorted(left_out)
    ]
    remarks += [
        f"{theme.theme_id} ({theme.label}) was decided on and is carried over; no topic is like it"
        for theme in carried
    ]
    nets, net_of = _nets(draft, before, ledger, id_of)
    themes = [_under_its_id(theme, id_of[theme.theme_id], net_of, ledger) for theme in kept]
    known = {net.net_id for net in nets}
    themes += [t if t.net in known else t.model_copy(update={"net": ""}) for t in carried]
    said = {"nets": tuple(nets), "themes": tuple(themes)}
    codebook = Codebook.model_validate({**dict(draft), **said})
    return Redraft(codebook, id_of, tuple(remarks))


def match_themes(new: Sequence[Theme], old: Sequence[Theme], encoder: Encoder) -> dict[str, str]:
    """Return for themes of *new* the one of *old* that is the same, the likest pairs first."""
    found: dict[str, str] = {}
    for question_id in sorted({name for theme in new for name in theme.questions}):
        asked = [theme for theme in new if question_id in theme.questions]
        others = [t for t in old if not t.questions or question_id in t.questions]
        for name, other in _pairs(asked, others, question_id, encoder):
            if name not in found and other not in found.values():
                found[name] = other
    return found


def _pairs(
    new: Sequence[Theme], old: Sequence[Theme], question_id: str, encoder: Encoder
) -> list[tuple[str, str]]:
    """Return the pairs that are alike enough to be the same, the likest first."""
    centres = np.stack([_centre(theme, question_id, encoder) for theme in (*new, *old)])
    common = centres.mean(axis=0) if len(centres) > 2 else np.zeros_like(centres[0])
    apart = contrasted(centres, common)
    likeness = cosines(apart[: len(new)], apart[len(new) :])
    ranked = sorted(
        (-float(likeness[row, column]), theme.theme_id, other.theme_id)
        for row, theme in enumerate(new)
        for column, other in enumerate(old)
    )
    return [(name, other) for unlike, name, other in ranked if -unlike >= SAME_THEME]


def _centre(theme: Theme, question_id: str, encoder: Encoder) -> Matrix:
    wordings = [as_read(text, question_id, encoder) for text in theme.wordings]
    centre: Matrix = encoder.encode(wordings).mean(axis=0)
    return centre


def _ids(
    kept: Sequence[Theme], matches: Mapping[str, str], taken: Collection[str]
) -> dict[str, str]:
    """Return the id of each drafted theme: that of its match, or one that is new."""
    id_of: dict[str, str] = {}
    for theme in kept:
        match = matches.get(theme.theme_id)
        id_of[theme.theme_id] = match or free_id(theme.theme_id, {*taken, *id_of.values()})
    return id_of


def free_id(wanted: str, taken: Collection[str]) -> str:
    """Return *wanted*, or the same with the first higher number that was never given.

    >>> free_id("hopes-01", {"hopes-01", "hopes-02", "hopes-net-1"})
    'hopes-03'
    """
    stem, _, number = wanted.rpartition("-")
    width, place = len(number), int(number)
    while f"{stem}-{place:0{width}d}" in taken:
        place += 1
    return f"{stem}-{place:0{width}d}"


def _ids_ever(before: Codebook, ledger: Ledger) -> set[str]:
    """Return every id that a theme or net had, or that a decision names."""
    ids = {theme.theme_id for theme in before.themes} | {net.net_id for net in before.nets}
    for decision in ledger.decisions:
        ids |= {*themes_named(decision), *(t.theme_id for t in themes_made(decision))}
        ids |= {decision.net} if isinstance(decision, PutUnder) else set()
    return ids


def _carried(before: Sequence[Theme], ledger: Ledger, kept: Collection[str]) -> list[Theme]:
    """Return the earlier themes that decisions name and that no topic gave again."""
    named = {name for decision in ledger.decisions for name in themes_named(decision)}
    return [t for t in before if t.theme_id in named and t.theme_id not in kept]


def _under_its_id(theme: Theme, theme_id: str, net_of: Mapping[str, str], ledger: Ledger) -> Theme:
    """Return a drafted theme under its id, with the examples that the ledger counts on."""
    held = _held_before(theme_id, ledger)
    kept = [example for example in theme.examples if held.get(example, True)]
    needed = [example for example, was_there in held.items() if was_there]
    examples = tuple(dict.fromkeys((*kept, *needed))) or theme.examples
    net = net_of.get(theme.net, "")
    return theme.model_copy(update={"theme_id": theme_id, "net": net, "examples": examples})


def _held_before(theme_id: str, ledger: Ledger) -> dict[str, bool]:
    """Return which examples a theme had, or had not, before the first decision about each."""
    held: dict[str, bool] = {}
    for decision in ledger.decisions:
        if isinstance(decision, MoveExample) and decision.out_of == theme_id:
            held.setdefault(decision.move_example, True)
        if isinstance(decision, MoveExample) and decision.into == theme_id:
            held.setdefault(decision.move_example, False)
        if isinstance(decision, AddExample) and decision.to == theme_id:
            held.setdefault(decision.add_example, False)
    return held


def _nets(
    draft: Codebook, before: Codebook, ledger: Ledger, id_of: Mapping[str, str]
) -> tuple[list[Net], dict[str, str]]:
    """Return the nets, those that keep most of their themes under their ids, and the id of each.

    A net that a decision puts themes under, and that is there no more, is carried over.
    """
    earlier = {net.net_id: _members(before, net.net_id) for net in before.nets}
    taken = _ids_ever(before, ledger) | set(id_of.values())
    nets, net_of = [], {}
    for net in draft.nets:
        members = {id_of.get(name, name) for name in _members(draft, net.net_id)}
        same = max(earlier, key=lambda name: _shared(members, earlier[name]), default="")
        if not same or _shared(members, earlier[same]) < SAME_NET:
            same = free_id(net.net_id, taken)
        earlier.pop(same, None)
        taken.add(same)
        net_of[net.net_id] = same
        nets.append(net.model_copy(update={"net_id": same}))
    wanted = {d.net for d in ledger.decisions if isinstance(d, PutUnder) and not d.label}
    nets += [net for net in before.nets if net.net_id in wanted & set(earlier)]
    return nets, net_of


def _members(codebook: Codebook, net_id: str) -> set[str]:
    return {theme.theme_id for theme in codebook.themes if theme.net == net_id}


def _shared(some: set[str], others: set[str]) -> float:
    return len(some & others) / max(len(some | others), 1)
