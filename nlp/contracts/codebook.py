"""The themes of a study: edited by people, versioned, and never renumbered."""

from typing import Literal

from pydantic import Field, model_validator

from nlp.contracts.errors import CodebookError
from nlp.contracts.settings import Section, Words, did_you_mean, parse_section

THEME_ID = r"^[A-Za-z][A-Za-z0-9_.-]{0,39}$"

NO_THEME = "no_theme"
"""The finding of a codable response that no theme covers."""


class Net(Section):
    """A theme above themes."""

    net_id: str = Field(pattern=THEME_ID)
    """The net's name for ever."""

    label: str = Field(min_length=1)
    """What reports call it."""


class Theme(Section):
    """One thing respondents talk about, as people agreed to call it."""

    theme_id: str = Field(pattern=THEME_ID)
    """The theme's name for ever; a retired one is never used again."""

    label: str = Field(min_length=1, max_length=80)
    """What reports call it."""

    net: str = ""
    """The net it belongs to."""

    definition: str = ""
    """One sentence that says what it covers."""

    include: tuple[str, ...] = ()
    """What else belongs here."""

    exclude: tuple[str, ...] = ()
    """What does not, and where it belongs."""

    examples: tuple[Words, ...] = Field(min_length=1)
    """Short answers that hold it; a unit is coded by its likeness to these and to the label."""

    keywords: tuple[Words, ...] = ()
    """Words or phrases that give the theme by themselves, wherever they stand."""

    threshold: float | None = Field(default=None, ge=0, le=1)
    """Least likeness that gives this theme; left out, `coding.threshold` of the study."""

    questions: tuple[str, ...] = ()
    """The open questions it can be raised in; left out, all of them."""

    since: str = ""
    """The first wave it is coded in; left out, the study's first."""

    retired: str = ""
    """The first wave it is no longer coded in; left out, it is live."""

    replaced_by: tuple[str, ...] = ()
    """The theme that it was merged into, or those it was split into, once it is retired."""

    coded_as: str = ""
    """What coding reads in place of the label; a theme that is renamed by a decision keeps its
    first label here, so that its codes stay."""

    @model_validator(mode="after")
    def _only_the_retired_are_replaced(self) -> "Theme":
        if self.replaced_by and not self.retired:
            raise ValueError("replaced_by: only a theme that is retired is replaced")
        return self

    @property
    def wordings(self) -> tuple[str, ...]:
        """Return what a unit is compared with: the examples, and the label after them."""
        return (*self.examples, self.coded_as or self.label)


class Decided(Section):
    """How much of the ledger of decisions a codebook holds."""

    entries: int = Field(ge=1)
    """The number of entries."""

    digest: str
    """What they said, so that one that is changed later is found."""


class Codebook(Section):
    """The themes of a study."""

    study_id: str
    """The study it belongs to."""

    version: int = Field(default=1, ge=1)
    """Counts the editions that people agreed on."""

    status: Literal["draft", "adopted"] = "adopted"
    """A draft was made from topics and nobody has read it yet; reports say so."""

    decided: Decided | None = None
    """The decisions that it holds already; left out, none."""

    nets: tuple[Net, ...] = ()
    """The nets, in reading order."""

    themes: tuple[Theme, ...]
    """The themes, in reading order; only a draft may have none."""

    @model_validator(mode="after")
    def _ids_are_unique_and_known(self) -> "Codebook":
        names = [theme.theme_id for theme in self.themes] + [net.net_id for net in self.nets]
        problems = [f"{name} is named twice" for name in sorted(_repeated([*names, NO_THEME]))]
        if not self.themes and self.status == "adopted":
            problems.append("themes: at least one is needed")
        known = {net.net_id for net in self.nets}
        problems += [
            f"theme {theme.theme_id}: unknown net {theme.net}; {did_you_mean(theme.net, known)}"
            for theme in self.themes
            if theme.net and theme.net not in known
        ]
        ids = {theme.theme_id for theme in self.themes}
        problems += [
            f"theme {theme.theme_id}: replaced_by unknown {name}; {did_you_mean(name, ids)}"
            for theme in self.themes
            for name in theme.replaced_by
            if name not in ids
        ]
        if problems:
            raise ValueError("; ".join(problems))
        return self


def themes_of(
    codebook: Codebook, question_id: str, wave: str, waves: tuple[str, ...]
) -> tuple[Theme, ...]:
    """Return the themes live in *question_id* and *wave*; *waves* is the order of fielding."""
    now = waves.index(wave)
    return tuple(
        theme
        for theme in codebook.themes
        if (not theme.questions or question_id in theme.questions)
        and (not theme.since or waves.index(theme.since) <= now)
        and (not theme.retired or now < waves.index(theme.retired))
    )


def check_against_study(
    codebook: Codebook, study_id: str, questions: tuple[str, ...], waves: tuple[str, ...]
) -> None:
    """Raise CodebookError if *codebook* names a study, question or wave that the study has not."""
    problems = []
    if codebook.study_id != study_id:
        problems.append(f"study_id: expected {study_id}, found {codebook.study_id}")
    for theme in codebook.themes:
        problems += [
            f"theme {theme.theme_id}: unknown question {name}; {did_you_mean(name, questions)}"
            for name in theme.questions
            if name not in questions
        ]
        problems += [
            f"theme {theme.theme_id}: unknown wave {name}; {did_you_mean(name, waves)}"
            for name in (theme.since, theme.retired)
            if name and name not in waves
        ]
    if problems:
        raise CodebookError("\n  ".join(["The codebook does not fit the study:", *problems]))


def parse_codebook(raw: object, source: str) -> Codebook:
    """Return the codebook that a file says, or raise CodebookError naming every problem."""
    return parse_section(raw, Codebook, source, CodebookError)


def _repeated(names: list[str]) -> set[str]:
    return {name for name in names if names.count(name) > 1}
