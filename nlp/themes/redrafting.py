"""A new draft that keeps the ids of the one before: topics are renumbered, themes are not."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nlp.contracts.codebook import Codebook, Net, Theme
from nlp.contracts.decisions import Ledger, MoveExample, PutUnder, themes_named
from nlp.contracts.vectors import Encoder
from nlp.themes.embedding import Scores, as_read, contrasted, cosines

SAME_THEME = 0.5
"""Least cosine of the centres of two themes that are the same in two drafts, what all themes of
the question share left out."""


@dataclass(frozen=True)
class Redraft:
    """A new draft under the ids of the earlier one."""

    codebook: Codebook
    id_of: Mapping[str, str]
    """For each theme that was drafted and is kept, its id; those left out are not there."""

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
    made = [theme for decision in ledger.decisions for theme in _themes_made(decision)]
    pairs = _pairs(draft.themes, [*before.themes, *made], encoder)
    own = {theme.theme_id: theme for theme in made}
    taken = {*own, *(theme.theme_id for theme in before.themes)}
    id_of, remarks = {}, []
    for theme in draft.themes:
        match = pairs.get(theme.theme_id, "")
        if match in own:
            remarks.append(f"a topic is left out: {match} ({own[match].label}) is decided on")
            continue
        id_of[theme.theme_id] = match or _free_id(theme.theme_id, taken)
        taken.add(id_of[theme.theme_id])
    carried = _carried(before, ledger, set(id_of.values()))
    for theme in carried:
        remarks.append(f"{theme.theme_id} ({theme.label}) is carried over: no topic is like it now")
    net_of, nets = _nets(draft, before, ledger, id_of)
    examples = _examples_moved(ledger)
    themes = [
        theme.model_copy(
            update={
                "theme_id": id_of[theme.theme_id],
                "net": net_of.get(theme.net, ""),
                "examples": _with(theme.examples, examples.get(id_of[theme.theme_id], ())),
            }
        )
        for theme in draft.themes
        if theme.theme_id in id_of
    ]
    known = {net.net_id for net in nets}
    carried = [t if t.net in known else t.model_copy(update={"net": ""}) for t in carried]
    said = {"nets": tuple(nets), "themes": (*themes, *carried)}
    codebook = Codebook.model_validate({**dict(draft), **said})
    return Redraft(codebook, id_of, tuple(remarks))
