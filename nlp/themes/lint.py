"""What is odd about a codebook: remarks for its editors, never errors."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from nlp.contracts.codebook import Codebook, Theme
from nlp.contracts.vectors import Encoder, Matrix, Scores, cosines
from nlp.intake.emoji_names import spoken
from nlp.themes.embedding import contrasted
from nlp.themes.phrases import STOP_WORDS
from nlp.themes.wording import same_words, singular, words

FEWEST_EXAMPLES = 3

SAME = 0.9
"""Wordings of two themes that are this alike (cosine) are nearly the same."""

MOST_NAMED = 8
"""Themes named in one remark; more are counted."""

VAGUE = frozenset(
    singular(word)
    for word in [
        "all",
        "answer",
        "any",
        "aspect",
        "category",
        "code",
        "comment",
        "concern",
        "effect",
        "everything",
        "factor",
        "feedback",
        "general",
        "generally",
        "impact",
        "issue",
        "matter",
        "misc",
        "miscellaneous",
        "mixed",
        "na",
        "none",
        "nothing",
        "opinion",
        "other",
        "others",
        "point",
        "problem",
        "reason",
        "remark",
        "response",
        "rest",
        "several",
        "something",
        "stuff",
        "theme",
        "thing",
        "thought",
        "topic",
        "unclear",
        "unknown",
        "various",
        "view",
    ]
)
"""Words that say of a theme only that it is one."""

SIDES = """
    more less | increase decrease | increases decreases | increased decreased | raise lower
    | support oppose | agree disagree | better worse | good bad | allow ban | trust distrust
    | safe unsafe | easier harder | easy difficult | faster slower | fast slow | cheap expensive
    | cheaper dearer | cheaper costlier | stricter looser | strengthen weaken | gain lose
    | love hate | like dislike | fair unfair | reliable unreliable | positive negative
    | accept reject | helpful useless | satisfied dissatisfied | happy unhappy
"""
"""Words that take opposite sides of the same thing."""

OPPOSITES = tuple(tuple(pair.split()) for pair in SIDES.split("|"))

TURNS = re.compile(r"\b(?:not|no|never|hardly|without|\w+n't|cannot)\b(?:\W+\w+){0,2}\W*$", re.I)
"""Ends what stands before a word that is denied: "should not [be] allow…"."""


def lint_codebook(codebook: Codebook, encoder: Encoder) -> list[str]:
    """Return remarks on labels and examples that are vague, alike, needless or at odds.

    Examples are named by their number, and never quoted: those of a draft are respondents' words.

    Args:
        codebook: The themes; what is retired is left in peace.
        encoder: Says how alike wordings are.
    """
    themes = [theme for theme in codebook.themes if not theme.retired]
    told = [
        *_named("no definition", [t.theme_id for t in themes if not t.definition]),
        *_named(
            f"fewer than {FEWEST_EXAMPLES} examples",
            [t.theme_id for t in themes if len(t.examples) < FEWEST_EXAMPLES],
        ),
    ]
    for theme in themes:
        if is_vague(theme.label):
            told.append(f"{theme.theme_id}: the label is vague; say what respondents talk about")
        told += _at_odds(theme)
    return [*told, *_alike(themes, encoder)]


def is_vague(label: str) -> bool:
    """Return whether *label* says nothing about what respondents talk about.

    >>> [is_vague(label) for label in ("Other issues", "The", "General", "Cost", "AI in general")]
    [True, True, True, False, False]
    """
    return all(word.casefold() in STOP_WORDS or singular(word) in VAGUE for word in words(label))


def _named(problem: str, theme_ids: Sequence[str]) -> list[str]:
    """Return one remark that names the themes of *problem*, or none."""
    if not theme_ids:
        return []
    more = len(theme_ids) - MOST_NAMED
    rest = f" and {more} more" if more > 0 else ""
    return [f"{problem}: {', '.join(theme_ids[:MOST_NAMED])}{rest}"]


def _at_odds(theme: Theme) -> Iterator[str]:
    """Yield a remark if examples of *theme* take opposite sides, the first such pair of words."""
    for one, other in OPPOSITES:
        sides = [_side(text, one, other) for text in theme.examples]
        if "one" in sides and "other" in sides:
            yield (
                f"{theme.theme_id}: examples {sides.index('one') + 1} and "
                f"{sides.index('other') + 1} take opposite sides ({one} / {other}); "
                "two themes may tell more"
            )
            return


def _side(text: str, one: str, other: str) -> str:
    """Return which of two opposite words *text* affirms, or nothing if neither or both.

    >>> _side("It's faster", "faster", "slower"), _side("not more", "more", "less")
    ('one', 'other')
    """
    found = set()
    for word, side, turned in ((one, "one", "other"), (other, "other", "one")):
        for match in re.finditer(rf"\b{word}\b", text, re.IGNORECASE):
            found.add(turned if TURNS.search(text[: match.start()]) else side)
    return found.pop() if len(found) == 1 else ""


def _alike(themes: Sequence[Theme], encoder: Encoder) -> Iterator[str]:
    """Yield remarks on themes of one question whose wordings are alike."""
    texts = sorted({text for theme in themes for text in (*theme.examples, theme.label)})
    encoded = encoder.encode([spoken(text) for text in texts])
    place = {text: row for row, text in enumerate(texts)}
    examples = [encoded[[place[text] for text in theme.examples]] for theme in themes]
    labels = np.stack([encoded[place[theme.label]] for theme in themes]) if themes else encoded
    for a, b in combinations(range(len(themes)), 2):
        if not _meet(themes[a], themes[b]):
            continue
        pair = f"{themes[a].theme_id} and {themes[b].theme_id}"
        if (
            same_words(themes[a].label) == same_words(themes[b].label)
            or _near(labels[[a]], labels[[b]]).any()
        ):
            yield f"{pair}: the labels are nearly the same"
        near = np.argwhere(_near(examples[a], examples[b]))
        if len(near):
            one, other = (int(number) + 1 for number in near[0])
            more = f", and {len(near) - 1} more pairs" if len(near) > 1 else ""
            yield f"{pair}: examples {one} and {other} are nearly the same{more}"
    yield from _redundant(themes, examples)


def _meet(one: Theme, other: Theme) -> bool:
    """Return whether both themes can be raised in one question."""
    return not one.questions or not other.questions or bool({*one.questions} & {*other.questions})


def _near(one: Matrix, other: Matrix) -> npt.NDArray[np.bool_]:
    near: npt.NDArray[np.bool_] = cosines(one, other) >= SAME
    return near


def _redundant(themes: Sequence[Theme], examples: Sequence[Matrix]) -> Iterator[str]:
    """Yield a remark on each theme all of whose examples are nearer to one other theme.

    Each example is compared with its own theme's other examples, so that it does not vouch for
    itself; what all themes share is left out, as in coding.
    """
    if not themes:
        return
    centres = np.stack([matrix.mean(axis=0) for matrix in examples])
    common = centres.mean(axis=0) if len(themes) > 1 else np.zeros_like(centres[0])
    for place, theme in enumerate(themes):
        if len(examples[place]) < FEWEST_EXAMPLES:
            continue
        own = contrasted(examples[place], common)
        others = (own.sum(axis=0) - own) / (len(own) - 1)
        to_own = _cosines_of_pairs(own, others)
        for rival, centre in enumerate(centres):
            if rival != place and _meet(theme, themes[rival]):
                to_rival = cosines(own, contrasted(centre[np.newaxis], common))[:, 0]
                if (to_rival > to_own).all():
                    yield (
                        f"{theme.theme_id}: all its examples are nearer to "
                        f"{themes[rival].theme_id} than to each other; one of the two may do"
                    )
                    break


def _cosines_of_pairs(one: Matrix, other: Matrix) -> Scores:
    """Return the cosine of each row with the same row of *other*, of whatever length."""
    own, wide = one.astype(np.float64), other.astype(np.float64)
    norms = np.maximum(np.linalg.norm(wide, axis=1), 1e-12)
    found: Scores = (own * wide).sum(axis=1) / norms
    return found.round(4)
