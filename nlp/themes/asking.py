"""What a language model is asked for a theme's label, and what of its reply can be used."""

import re
from collections.abc import Collection, Sequence

from nlp.contracts.codebook import Codebook, Theme
from nlp.contracts.names import NameFinder

INSTRUCTION = (
    "You name themes of survey answers. Reply with one label of two to five words for what the "
    "answers have in common: a noun phrase, specific, no stance, no names of people, no quotes."
)
"""The same for every theme."""

MOST_EXAMPLES = 6

LONGEST_EXAMPLE = 200
"""Characters; longer examples are not sent."""

LONGEST_LABEL = 60

MOST_WORDS = 8


def question_about(theme: Theme, find_names: NameFinder) -> str:
    """Return what is asked about *theme*; examples in which a name is found are not sent."""
    short = [example for example in theme.examples if len(example) <= LONGEST_EXAMPLE]
    named = find_names(short)
    sent = [example for example, names in zip(short, named, strict=True) if not names]
    definition = "" if find_names([theme.definition])[0] else theme.definition
    lines = [definition, "Answers:", *(f"- {example}" for example in sent[:MOST_EXAMPLES])]
    return "\n".join(line for line in lines if line)


def usable_label(reply: str, taken: Collection[str], find_names: NameFinder) -> str:
    """Return the label in *reply*; nothing if it is none, is taken or names a person.

    >>> usable_label('"Lower running costs."', [], lambda texts: [[] for _ in texts])
    'Lower running costs'
    """
    lines = [line.strip() for line in reply.strip().splitlines() if line.strip()]
    if len(lines) != 1:
        return ""
    label = re.sub(r"^(?:label|theme)\s*:\s*", "", lines[0], flags=re.IGNORECASE)
    label = " ".join(label.strip(" \"'`*.#\u201c\u201d\u2018\u2019").split())
    fits = 0 < len(label) <= LONGEST_LABEL and len(label.split()) <= MOST_WORDS
    if not fits or not re.search(r"[^\W\d_]", label):
        return ""
    if label.casefold() in {other.casefold() for other in taken} or find_names([label])[0]:
        return ""
    return label[:1].upper() + label[1:]


def labels_beside(theme: Theme, themes: Sequence[Theme]) -> list[str]:
    """Return the labels of the other themes that can be raised in a question of *theme*."""
    return [
        other.label
        for other in themes
        if other.theme_id != theme.theme_id
        and (not other.questions or not theme.questions or {*other.questions} & {*theme.questions})
    ]


def with_label(codebook: Codebook, theme_id: str, label: str) -> Codebook:
    """Return *codebook* with another label for one theme."""
    themes = tuple(
        theme.model_copy(update={"label": label}) if theme.theme_id == theme_id else theme
        for theme in codebook.themes
    )
    return codebook.model_copy(update={"themes": themes})
