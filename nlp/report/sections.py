"""What the page says of one question, put together from the publishable tables."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from nlp.contracts.codebook import NO_THEME, Theme
from nlp.report.few_answers import FewAnswers, few_answers
from nlp.report.figures import FigureRow, FigureTable, figure_table, interval, percent
from nlp.report.grids import Grid, grids
from nlp.report.quotes import Quote, QuoteKey, quotes_by_mention, quotes_by_theme
from nlp.report.results import Results
from nlp.report.terms import TermCount, terms_by_mention
from nlp.report.topline import topline


class Base(NamedTuple):
    """Who counts in the shares of one question and wave."""

    wave: str
    n_base: int
    weighted_base: float
    effective_base: float
    note: str


class ThemeCard(NamedTuple):
    """One theme that was raised: what it covers, how prevalent it is, and who says it how."""

    theme: Theme
    net: str
    row: FigureRow
    quotes: tuple[Quote, ...]


class MentionCard(NamedTuple):
    """One mention category of a question, or one stance, which has no terms of its own."""

    row: FigureRow
    n_denied: int
    terms: tuple[TermCount, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class QuestionSection:
    """Everything the page says of one open question."""

    question_id: str
    label: str
    wording: str
    lead: str
    bases: tuple[Base, ...]
    themes: FigureTable
    nets: FigureTable
    theme_cards: tuple[ThemeCard, ...]
    raised_by_nobody: tuple[str, ...]
    mentions: FigureTable
    stances: FigureTable
    targets: FigureTable
    mention_cards: tuple[MentionCard, ...]
    grids: tuple[Grid, ...]
    few: FewAnswers | None

    @property
    def has_themes(self) -> bool:
        """Return whether the codebook has a theme for it in any wave shown."""
        return any(row.kind == "theme" for row in self.themes.all_rows)

    @property
    def has_base(self) -> bool:
        """Return whether anybody counts in any wave shown; if not, there is nothing to draw."""
        return any(base.n_base > 0 for base in self.bases)


class _Material(NamedTuple):
    """What all sections draw from, made once."""

    topline: pd.DataFrame
    quotes: Mapping[QuoteKey, tuple[Quote, ...]]
    terms: Mapping[QuoteKey, tuple[TermCount, ...]]
    n_denied: Mapping[QuoteKey, int]
    grids: tuple[Grid, ...]


def question_sections(results: Results) -> tuple[QuestionSection, ...]:
    """Return one section per open question with figures, in reading order."""
    denied = results.coded[results.coded["denied"]]
    material = _Material(
        topline=topline(results),
        quotes={**quotes_by_theme(results), **quotes_by_mention(results)},
        terms=terms_by_mention(results),
        n_denied=Counter(zip(denied["question_id"], denied["finding_id"], strict=True)),
        grids=grids(results),
    )
    asked = set(material.topline["question_id"])
    return tuple(
        _section(results, question_id, material)
        for question_id in results.question_ids
        if question_id in asked
    )


def _section(results: Results, question_id: str, material: _Material) -> QuestionSection:
    table = material.topline[material.topline["question_id"] == question_id]

    def bars(*kinds: str, largest_first: bool = True) -> FigureTable:
        rows = table[table["kind"].isin(kinds)]
        return figure_table(rows, results.waves, largest_first=largest_first)

    bases = _bases(table)
    themes = bars("theme", "none")
    mentions, stances = (bars(kind, largest_first=False) for kind in ("mention", "stance"))
    return QuestionSection(
        question_id=question_id,
        label=results.question_label(question_id),
        wording=results.wordings[question_id],
        lead=_lead(bases, themes),
        bases=bases,
        themes=themes,
        nets=bars("net"),
        theme_cards=_theme_cards(results, question_id, themes, material),
        raised_by_nobody=tuple(
            row.label for row in themes.all_rows if row.kind == "theme" and not row.is_raised
        ),
        mentions=mentions,
        stances=stances,
        targets=bars("target"),
        mention_cards=_mention_cards(question_id, (mentions, stances), material),
        grids=tuple(grid for grid in material.grids if grid.question_id == question_id),
        few=few_answers(results, question_id),
    )


def _lead(bases: tuple[Base, ...], themes: FigureTable) -> str:
    """Return the headline of a question in words: its three largest themes, and what has none.

    It is on the last wave with a base; without any, it says why there is none.
    """
    wave = next((base.wave for base in reversed(bases) if base.n_base), None)
    if wave is None:
        waves = ", ".join(base.wave for base in bases)
        return f"{bases[-1].note.capitalize()} in {waves}."
    if all(row.kind != "theme" for row in themes.all_rows):
        return "The codebook has no theme for this question."
    found = [
        (row, figure)
        for row in themes.all_rows
        for figure in row.figures
        if figure is not None and figure.wave == wave
    ]
    named = [
        f"{row.label} ({percent(one.share)}, {interval(one.low, one.high)})"
        for row, one in found
        if row.kind == "theme" and one.n_raised
    ]
    without = [percent(one.share) for row, one in found if row.finding_id == NO_THEME]
    if not named:
        return f"No theme was raised in {wave}."
    rest = f", followed by {' and '.join(named[1:3])}" if named[1:] else ""
    return (
        f"Raised most in {wave}: {named[0]}{rest}. "
        f"The share whose words no theme covers is {without[0]}."
    )


def _bases(table: pd.DataFrame) -> tuple[Base, ...]:
    """Return the bases of a question, one per wave: all its findings share them."""
    rows = table.drop_duplicates("wave")[list(Base._fields)]
    return tuple(Base(*row) for row in rows.itertuples(index=False, name=None))


def _theme_cards(
    results: Results, question_id: str, themes: FigureTable, material: _Material
) -> tuple[ThemeCard, ...]:
    by_id = {theme.theme_id: theme for theme in results.codebook.themes}
    return tuple(
        ThemeCard(
            theme=by_id[row.finding_id],
            net=results.net_label(by_id[row.finding_id].net),
            row=row,
            quotes=material.quotes.get((question_id, row.finding_id), ()),
        )
        for row in themes.all_rows
        if row.kind == "theme" and row.is_raised
    )


def _mention_cards(
    question_id: str, tables: tuple[FigureTable, ...], material: _Material
) -> tuple[MentionCard, ...]:
    return tuple(
        MentionCard(
            row=row,
            n_denied=material.n_denied.get((question_id, row.finding_id), 0),
            terms=material.terms.get((question_id, row.finding_id), ()),
            quotes=material.quotes.get((question_id, row.finding_id), ()),
        )
        for table in tables
        for row in table.all_rows
    )
